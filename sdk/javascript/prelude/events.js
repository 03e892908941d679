// Event, EventTarget, AbortController and AbortSignal.

import { reportUncaught } from './failures.js';
import { setTimeout } from './timers.js';

/** (event, target, listeners) -> whether the default was not prevented */
let dispatchTo;

export class Event {
  #type;
  #cancelable;
  #stopped = false;
  #target = null;
  #prevented = false;

  constructor(type, { cancelable = false } = {}) {
    this.#type = `${type}`;
    this.#cancelable = Boolean(cancelable);
  }

  get type() {
    return this.#type;
  }

  get target() {
    return this.#target;
  }

  get currentTarget() {
    return this.#target;
  }

  get cancelable() {
    return this.#cancelable;
  }

  get defaultPrevented() {
    return this.#prevented;
  }

  preventDefault() {
    this.#prevented = this.#cancelable;
  }

  stopImmediatePropagation() {
    this.#stopped = true;
  }

  stopPropagation() {}

  static {
    dispatchTo = (event, target, listeners) => {
      event.#target = target;
      event.#stopped = false;
      for (const listener of listeners) {
        if (event.#stopped) {
          break;
        }
        listener(event);
      }
      return !event.#prevented;
    };
  }
}

export class EventTarget {
  #listeners = [];

  addEventListener(type, callback, options = {}) {
    const known = (listener) => listener.type === `${type}` && listener.callback === callback;
    if (callback !== null && callback !== undefined && !this.#listeners.some(known)) {
      this.#listeners.push({ type: `${type}`, callback, once: Boolean(options?.once) });
    }
  }

  removeEventListener(type, callback) {
    this.#listeners = this.#listeners.filter((item) => item.type !== `${type}` || item.callback !== callback);
  }

  dispatchEvent(event) {
    const listeners = this.#listeners.filter((listener) => listener.type === event.type);
    return dispatchTo(
      event,
      this,
      listeners.map((listener) => () => this.#call(listener, event)),
    );
  }

  #call(listener, event) {
    const { type, callback, once } = listener;
    if (once) {
      this.removeEventListener(type, callback);
    }
    try {
      typeof callback === 'function' ? callback.call(this, event) : callback.handleEvent(event);
    } catch (error) {
      reportUncaught(error);
    }
  }
}

/** (signal, reason): aborts it. Its other use: who has it may construct signals. */
let abortSignal;

/** () -> a signal that is not aborted */
let newSignal;

export class AbortSignal extends EventTarget {
  #aborted = false;
  #reason;
  #onabort = null;

  constructor(key) {
    if (key !== abortSignal) {
      throw new TypeError('AbortSignal: signals are made by AbortController and by AbortSignal.timeout, any and abort');
    }
    super();
  }

  static {
    abortSignal = (signal, reason = new DOMException('The operation was aborted', 'AbortError')) => {
      if (!signal.#aborted) {
        signal.#aborted = true;
        signal.#reason = reason;
        signal.dispatchEvent(new Event('abort'));
      }
    };
    newSignal = () => new AbortSignal(abortSignal);
  }

  static abort(reason) {
    const signal = newSignal();
    abortSignal(signal, reason);
    return signal;
  }

  static timeout(millis) {
    const signal = newSignal();
    setTimeout(() => abortSignal(signal, new DOMException('The operation timed out', 'TimeoutError')), millis);
    return signal;
  }

  static any(signals) {
    const all = [...signals];
    const aborted = all.find((signal) => signal.aborted);
    if (aborted) {
      return AbortSignal.abort(aborted.reason);
    }
    const either = newSignal();
    for (const signal of all) {
      signal.addEventListener('abort', () => abortSignal(either, signal.reason), { once: true });
    }
    return either;
  }

  get aborted() {
    return this.#aborted;
  }

  get reason() {
    return this.#reason;
  }

  get onabort() {
    return this.#onabort;
  }

  set onabort(callback) {
    this.removeEventListener('abort', this.#onabort);
    this.#onabort = typeof callback === 'function' ? callback : null;
    this.addEventListener('abort', this.#onabort);
  }

  throwIfAborted() {
    if (this.#aborted) {
      throw this.#reason;
    }
  }
}

export class AbortController {
  #signal = newSignal();

  get signal() {
    return this.#signal;
  }

  abort(reason) {
    abortSignal(this.#signal, reason);
  }
}
