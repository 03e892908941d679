// What goes wrong in a script, told to its author.

import { logWrite } from 'dormouse:host';
import { framesOfAuthor, inspect } from './inspect.js';

const MAX_TEXT = 16_384;
const MAX_CAUSES = 5;
const LOG_ERROR = 4;

/** FILE:LINE:COLUMN of a stack's first frame that has one. */
const PLACE = /^ +at (?:.* \()?(\S.*:\d+:\d+)\)?$/m;

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

/**
 * What is wrong with a script that has been loaded, with the place in the file first; undefined for a good one.
 * An error that nothing handled is one too: who deploys the script would not see it in the log.
 */
export function describeLoading(problem, file) {
  const text = problem ?? (lastUncaught === undefined ? undefined : `unhandled: ${lastUncaught}`);
  return text === undefined ? undefined : `${PLACE.exec(text)?.[1] ?? file}: ${text}`;
}

/** Begins a new call. */
export function forgetFailures() {
  lastUncaught = undefined;
}
