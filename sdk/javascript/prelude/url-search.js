// URLSearchParams: application/x-www-form-urlencoded.

import { percentDecode, percentEncode } from './url-host.js';

const FORM = /[^\x20*\-.\w]/;

/** (query, changed): the parameters of a URL, which is told of each change. */
export let searchParamsOfUrl;

/** (params, query): replaces all pairs without telling the URL. */
export let replaceSearchParams;

export class URLSearchParams {
  #pairs = [];
  #changed;

  constructor(init = '') {
    if (typeof init === 'object' && init !== null) {
      this.#pairs = pairsOf(init);
    } else {
      const text = `${init}`;
      this.#pairs = parseForm(text.startsWith('?') ? text.slice(1) : text);
    }
  }

  static {
    searchParamsOfUrl = (query, changed) => {
      const params = new URLSearchParams();
      params.#pairs = parseForm(query);
      params.#changed = changed;
      return params;
    };
    replaceSearchParams = (params, query) => {
      params.#pairs = parseForm(query);
    };
  }

  get size() {
    return this.#pairs.length;
  }

  append(name, value) {
    this.#pairs.push([wellFormed(name), wellFormed(value)]);
    this.#changed?.(this);
  }

  delete(name, value) {
    const unwanted = matching(name, value);
    this.#pairs = this.#pairs.filter((pair) => !unwanted(pair));
    this.#changed?.(this);
  }

  get(name) {
    return this.#pairs.find(matching(name))?.[1] ?? null;
  }

  getAll(name) {
    return this.#pairs.filter(matching(name)).map((pair) => pair[1]);
  }

  has(name, value) {
    return this.#pairs.some(matching(name, value));
  }

  set(name, value) {
    const same = matching(name);
    const first = this.#pairs.findIndex(same);
    if (first < 0) {
      this.#pairs.push([wellFormed(name), wellFormed(value)]);
    } else {
      this.#pairs[first] = [this.#pairs[first][0], wellFormed(value)];
      this.#pairs = this.#pairs.filter((pair, index) => index <= first || !same(pair));
    }
    this.#changed?.(this);
  }

  sort() {
    this.#pairs.sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
    this.#changed?.(this);
  }

  forEach(callback, self) {
    for (const [name, value] of this.#pairs) {
      callback.call(self, value, name, this);
    }
  }

  *entries() {
    for (let index = 0; index < this.#pairs.length; index++) {
      yield [...this.#pairs[index]];
    }
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

  toString() {
    return this.#pairs.map(([name, value]) => `${encodeForm(name)}=${encodeForm(value)}`).join('&');
  }

  get [Symbol.toStringTag]() {
    return 'URLSearchParams';
  }
}

function matching(name, value) {
  const wantedName = `${name}`;
  const wantedValue = value === undefined ? undefined : `${value}`;
  return (pair) => pair[0] === wantedName && (wantedValue === undefined || pair[1] === wantedValue);
}

function wellFormed(value) {
  return `${value}`.toWellFormed();
}

function pairsOf(init) {
  if (typeof init[Symbol.iterator] !== 'function') {
    return Object.entries(init).map(([name, value]) => [wellFormed(name), wellFormed(value)]);
  }
  return Array.from(init, (pair) => {
    const items = [...pair];
    if (items.length !== 2) {
      throw new TypeError(`URLSearchParams: each pair needs a name and a value, not ${items.length} items`);
    }
    return [wellFormed(items[0]), wellFormed(items[1])];
  });
}

/** Name and value of each pair. */
export function parseForm(text) {
  const pairs = [];
  for (const part of text === '' ? [] : text.split('&')) {
    if (part !== '') {
      const equals = part.indexOf('=');
      const name = equals < 0 ? part : part.slice(0, equals);
      pairs.push([decodeForm(name), equals < 0 ? '' : decodeForm(part.slice(equals + 1))]);
    }
  }
  return pairs;
}

function decodeForm(text) {
  return percentDecode(text.replaceAll('+', ' '));
}

function encodeForm(text) {
  return percentEncode(text, FORM).replaceAll(' ', '+');
}
