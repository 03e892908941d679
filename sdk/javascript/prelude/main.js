// Puts what the web platform offers on the global object, and gives the engine what it calls.

import { monotonicMillis } from 'dormouse:host';
import { structuredClone } from './clone.js';
import { console } from './console.js';
import { crypto } from './crypto.js';
import { TextDecoder, TextEncoder } from './encoding.js';
import { AbortController, AbortSignal, Event, EventTarget } from './events.js';
import { Headers } from './headers.js';
import { ReadableStream } from './readable.js';
import { Request } from './request.js';
import { Response } from './response.js';
import { clearTimeout, setInterval, setTimeout } from './timers.js';
import { URL } from './url.js';
import { URLSearchParams } from './url-search.js';
import { TextDecoderStream, TextEncoderStream, TransformStream, WritableStream } from './writable.js';

export {
  describe,
  describeLoading,
  describeStandstill,
  reportRejections,
  reportUncaught,
  trackRejection,
} from './failures.js';
export { adopt, adoptTraining, handOver, migrate, serve } from './handler.js';
export { dropTimers, runTimer } from './timers.js';

const performance = {
  now: () => monotonicMillis(),
  get timeOrigin() {
    return Date.now() - monotonicMillis();
  },
};

/** So that a script which calls out is told why it cannot, by the promise that it awaits. */
async function fetch() {
  throw new TypeError('fetch: outbound HTTP is not granted');
}

const globals = {
  AbortController,
  AbortSignal,
  Event,
  EventTarget,
  Headers,
  ReadableStream,
  Request,
  Response,
  TextDecoder,
  TextDecoderStream,
  TextEncoder,
  TextEncoderStream,
  TransformStream,
  URL,
  URLSearchParams,
  WritableStream,
  clearInterval: clearTimeout,
  clearTimeout,
  console,
  crypto,
  fetch,
  navigator: Object.freeze({ userAgent: 'Dormouse' }),
  performance,
  self: globalThis,
  setInterval,
  setTimeout,
  structuredClone,
};

for (const [name, value] of Object.entries(globals)) {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
}
