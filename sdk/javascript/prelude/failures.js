// What goes wrong in a script, told to its author.

import { logWrite } from 'dormouse:host';
import { inspect } from './inspect.js';

const MAX_TEXT = 16_384;
const MAX_CAUSES = 5;
const LOG_ERROR = 4;

/** Promises that were rejected while nothing waited for them, with their reasons. */
const rejections = new Map();

/** The last error that no code of the script could catch, as text: why a promise may never settle. */
let lastUncaught;

/** What was thrown, with name, message, place in the author's file, and causes. */
export function describe(error) {
  let text = describeOne(error);
  let cause = error?.cause;
  for (let depth = 0; depth < MAX_CAUSES && cause !== undefined && error instanceof Error; depth++) {
    text += `\ncaused by ${describeOne(cause)}`;
    cause = cause?.cause;
  }
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}...` : text;
}

function describeOne(error) {
  if (!(error instanceof Error)) {
    return `a value was thrown that is not an Error: ${inspect(error)}`;
  }
  const frames = framesOfAuthor(error.stack);
  const parts = error instanceof AggregateError ? error.errors.map((part) => `\n  ${describeOne(part)}`).join('') : '';
  return `${error.name}: ${error.message}${frames}${parts}`;
}

/** The stack without the engine's own JavaScript. */
function framesOfAuthor(stack) {
  if (typeof stack !== 'string') {
    return '';
  }
  const frames = stack.split('\n').filter((line) => line.trim() !== '' && !line.includes('dormouse:web/'));
  return frames.map((line) => `\n${line}`).join('');
}

/** Called by the engine when a promise is rejected unhandled, and again when it is handled after all. */
export function trackRejection(promise, reason, handled) {
  if (handled) {
    rejections.delete(promise);
  } else {
    rejections.set(promise, reason);
  }
}

/** An error in a callback that nobody called: of a timer, a microtask or an event. */
export function reportUncaught(error) {
  lastUncaught = describe(error);
  logWrite(LOG_ERROR, `Uncaught ${lastUncaught}`);
}

/** Logs the rejections that nothing has handled until now. */
export function reportRejections() {
  for (const reason of rejections.values()) {
    lastUncaught = describe(reason);
    logWrite(LOG_ERROR, `Unhandled promise rejection: ${lastUncaught}`);
  }
  rejections.clear();
}

/** Why a call came to a standstill: it waits, and no job and no timer is left. */
export function describeStandstill() {
  reportRejections();
  const text = 'the script waits for a promise that can never settle: no timer and no other work is left to settle it';
  return lastUncaught === undefined ? text : `${text}; before that: ${lastUncaught}`;
}

/** Begins a new call. */
export function forgetFailures() {
  lastUncaught = undefined;
}
