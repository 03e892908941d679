// The author's handler: finding it, calling it, sending its answer. And the two methods that move an agent.

import { environment, responseBody, responseHead, responseWrite, utf8Encode } from 'dormouse:host';
import { chunkBytes, takeContent } from './body.js';
import { describe, forgetFailures } from './failures.js';
import { inspect } from './inspect.js';
import { ReadableStream } from './readable.js';
import { requestOf } from './request.js';
import { isError, Response } from './response.js';

const MAX_HEADERS = 100;
const SENDABLE = /^[\x20-\x7e]*$/;

/** (request, context) -> Response or a promise of one */
let handler;

/** What the author's module exports. */
let script;

/** (context): waits for all that the author gave to waitUntil */
let settleWaits;

class Context {
  #head;
  #env;
  #waits = [];

  constructor(head) {
    this.#head = head;
  }

  static {
    settleWaits = async (context) => {
      for (const wait of context.#waits) {
        await wait; // further ones may be added meanwhile
      }
    };
  }

  get function() {
    return this.#head.function;
  }

  get revision() {
    return this.#head.revision;
  }

  get invocation() {
    return this.#head.invocation;
  }

  get env() {
    this.#env ??= Object.freeze(environment());
    return this.#env;
  }

  waitUntil(promise) {
    this.#waits.push(promise);
  }
}

/** Settles with undefined, or with the text of what went wrong, when the author's module has been evaluated. */
export function adopt(evaluation, namespace) {
  return evaluation
    .then(() => {
      handler = handlerOf(namespace);
      script = namespace;
    })
    .catch(describe);
}

function handlerOf(namespace) {
  const exported = namespace.default;
  if (typeof exported?.fetch === 'function') {
    return (request, context) => exported.fetch(request, context);
  }
  if (typeof exported === 'function') {
    return exported;
  }
  if (typeof namespace.fetch === 'function') {
    return namespace.fetch;
  }
  throw new TypeError(
    'the script exports no handler: it needs `export default { async fetch(request, context) { ... } }`',
  );
}

/** As adopt, for a module that exports nothing. */
export function adoptTraining(evaluation) {
  return evaluation.then(() => undefined, describe);
}

/** Settles with undefined when the answer is complete, or with the text of what went wrong. */
export function serve(head) {
  forgetFailures();
  return answer(head).catch(describe);
}

async function answer(head) {
  const context = new Context(head);
  const response = await handler(requestOf(head), context);
  await send(response);
  await settleWaits(context);
}

async function send(response) {
  if (!(response instanceof Response) || isError(response)) {
    const what = response instanceof Response ? 'Response.error()' : inspect(response);
    throw new TypeError(`fetch must return a Response, but it returned ${what}`);
  }
  if (response.bodyUsed) {
    throw new TypeError('fetch returned a Response whose body has been read already');
  }
  const { status } = response;
  const headers = [...response.headers];
  refuseUnsendable(headers);
  if (!responseHead(JSON.stringify({ status, headers }))) {
    throw new TypeError('the answer has been begun already');
  }
  const content = takeContent(response);
  if (content instanceof ReadableStream) {
    await sendStream(content);
  } else if (content !== null) {
    responseBody(content);
  }
}

/** What the host would trap on. */
function refuseUnsendable(headers) {
  if (headers.length > MAX_HEADERS) {
    throw new RangeError(`the answer has ${headers.length} headers; at most ${MAX_HEADERS} can be sent`);
  }
  for (const [name, value] of headers) {
    if (!SENDABLE.test(value)) {
      throw new TypeError(`the answer's header ${name} holds characters that are not printable ASCII`);
    }
  }
}

async function sendStream(stream) {
  for await (const chunk of stream) {
    const bytes = chunkBytes(chunk);
    if (bytes.length > 0 && !responseWrite(bytes)) {
      throw new TypeError('the host refused a chunk of the answer');
    }
  }
}

/** Settles with undefined when the output is what the script hands over, with null if it has no `handOver`, or with the
 * text of what went wrong. */
export function handOver() {
  forgetFailures();
  return handOverState().catch(describe);
}

async function handOverState() {
  const holder = holderOf('handOver');
  if (holder === undefined) {
    return null;
  }
  const state = await holder.handOver();
  if (ArrayBuffer.isView(state) || state instanceof ArrayBuffer) {
    throw new TypeError('handOver returned bytes; it must return what JSON can say: make a text of them');
  }
  const json = JSON.stringify(state);
  if (json === undefined) {
    throw new TypeError(`handOver must return what JSON can say, but it returned ${inspect(state)}`);
  }
  responseBody(utf8Encode(json));
}

/** Settles with undefined when the script has taken in the state, with null if it has no `migrate`, or with the text of
 * what went wrong. */
export function migrate(state) {
  forgetFailures();
  return migrateState(state).catch(describe);
}

async function migrateState(state) {
  const holder = holderOf('migrate');
  if (holder === undefined) {
    return null;
  }
  await holder.migrate(state);
}

/** What has a method of this name: the default export, or the module. */
function holderOf(name) {
  return [script.default, script].find((holder) => typeof holder?.[name] === 'function');
}
