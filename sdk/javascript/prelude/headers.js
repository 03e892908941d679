// Headers.

const NAME = /^[!#$%&'*+\-.^_`|~\w]+$/;
const ILLEGAL_IN_VALUE = /[\0\n\r\u0100-\uffff]/;
const COOKIE = 'set-cookie';

/** The headers of the request that is served: lower-case pairs that need no checks, never changed. */
export let headersOfRequest;

export class Headers {
  /** Lower-case name to value; what was given more than once is joined. */
  #values = new Map();
  #cookies = [];
  #immutable = false;

  constructor(init) {
    if (init === undefined || init === null) {
      return;
    }
    if (typeof init !== 'object') {
      throw new TypeError('Headers: the initial headers must be an object, an array of pairs or Headers');
    }
    if (init instanceof Headers) {
      this.#values = new Map(init.#values);
      this.#cookies = [...init.#cookies];
      return;
    }
    const pairs = typeof init[Symbol.iterator] === 'function' ? init : Object.entries(init);
    for (const pair of pairs) {
      const items = [...pair];
      if (items.length !== 2) {
        throw new TypeError(`Headers: each pair needs a name and a value, not ${items.length} items`);
      }
      this.append(items[0], items[1]);
    }
  }

  static {
    headersOfRequest = (pairs) => {
      const headers = new Headers();
      const values = headers.#values;
      for (const [name, value] of pairs) {
        const before = values.get(name);
        values.set(name, before === undefined ? value : `${before}${name === 'cookie' ? '; ' : ', '}${value}`);
      }
      headers.#immutable = true;
      return headers;
    };
  }

  append(name, value) {
    const key = this.#changeable(name);
    const text = checkedValue(key, value);
    if (key === COOKIE) {
      this.#cookies.push(text);
    } else {
      const before = this.#values.get(key);
      this.#values.set(key, before === undefined ? text : `${before}, ${text}`);
    }
  }

  set(name, value) {
    const key = this.#changeable(name);
    const text = checkedValue(key, value);
    if (key === COOKIE) {
      this.#cookies = [text];
    } else {
      this.#values.set(key, text);
    }
  }

  delete(name) {
    const key = this.#changeable(name);
    if (key === COOKIE) {
      this.#cookies = [];
    } else {
      this.#values.delete(key);
    }
  }

  get(name) {
    const key = checkedName(name);
    if (key === COOKIE) {
      return this.#cookies.length === 0 ? null : this.#cookies.join(', ');
    }
    return this.#values.get(key) ?? null;
  }

  has(name) {
    const key = checkedName(name);
    return key === COOKIE ? this.#cookies.length > 0 : this.#values.has(key);
  }

  getSetCookie() {
    return [...this.#cookies];
  }

  forEach(callback, self) {
    for (const [name, value] of this) {
      callback.call(self, value, name, this);
    }
  }

  *entries() {
    const pairs = [...this.#values, ...this.#cookies.map((value) => [COOKIE, value])];
    yield* pairs.sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
  }

  *keys() {
    for (const [name] of this.entries()) {
      yield name;
    }
  }

  *values() {
    for (const [, value] of this.entries()) {
      yield value;
    }
  }

  [Symbol.iterator]() {
    return this.entries();
  }

  get [Symbol.toStringTag]() {
    return 'Headers';
  }

  #changeable(name) {
    if (this.#immutable) {
      throw new TypeError(
        'Headers: those of the request cannot be changed; copy them with new Headers(request.headers)',
      );
    }
    return checkedName(name);
  }
}

function checkedName(name) {
  const text = `${name}`;
  if (!NAME.test(text)) {
    throw new TypeError(`Headers: ${JSON.stringify(text)} is not a header name`);
  }
  return text.toLowerCase();
}

function checkedValue(name, value) {
  const text = `${value}`.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
  if (ILLEGAL_IN_VALUE.test(text)) {
    throw new TypeError(`Headers: the value of ${name} holds a line end, a zero or a character above U+00FF`);
  }
  return text;
}
