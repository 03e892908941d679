// setTimeout and setInterval. A timer lives within the call that made it: the engine runs the one that is due next
// whenever there is nothing else to do, and what is left when the call has ended is dropped.

import { monotonicMillis, sleepMillis } from 'dormouse:host';
import { reportUncaught } from './failures.js';

const MAX_DELAY = 2_147_483_647;

/** Sorted: due first, and among equals, made first. */
let queue = [];
let lastId = 0;

function schedule(timer) {
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (queue[middle].due <= timer.due) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  queue.splice(low, 0, timer);
}

function start(name, callback, delay, args, repeats) {
  if (typeof callback !== 'function') {
    throw new TypeError(`${name}: the callback must be a function, not ${typeof callback}`);
  }
  const millis = Number(delay);
  const period = millis > 0 ? Math.min(millis, MAX_DELAY) : 0;
  const id = ++lastId;
  schedule({ id, callback, args, due: monotonicMillis() + period, period: repeats ? Math.max(period, 1) : undefined });
  return id;
}

export function setTimeout(callback, delay = 0, ...args) {
  return start('setTimeout', callback, delay, args, false);
}

export function setInterval(callback, delay = 0, ...args) {
  return start('setInterval', callback, delay, args, true);
}

export function clearTimeout(id) {
  const index = queue.findIndex((timer) => timer.id === Number(id));
  if (index >= 0) {
    queue.splice(index, 1);
  }
}

/** Waits for the timer that is due next and runs it; false when there is none. */
export function runTimer() {
  const timer = queue[0];
  if (timer === undefined) {
    return false;
  }
  let now = monotonicMillis();
  while (now < timer.due) {
    sleepMillis(timer.due - now);
    now = monotonicMillis();
  }
  queue.shift();
  if (timer.period !== undefined) {
    timer.due = Math.max(timer.due + timer.period, now);
    schedule(timer);
  }
  const { callback, args } = timer;
  try {
    callback(...args);
  } catch (error) {
    reportUncaught(error);
  }
  return true;
}

export function dropTimers() {
  queue = [];
}
