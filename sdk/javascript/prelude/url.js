// URL.

import {
  encodeFragment,
  encodeQuery,
  encodeUserInfo,
  isSpecial,
  parseUrl,
  setHostAndPort,
  setPath,
  setPort,
  writeHost,
  writeUrl,
} from './url-record.js';
import { parseHost } from './url-host.js';
import { replaceSearchParams, searchParamsOfUrl } from './url-search.js';

export class URL {
  #record;
  #params;

  constructor(url, base) {
    this.#record = recordOf(url, base);
    if (this.#record === undefined) {
      const against = base === undefined ? '' : ` with base ${JSON.stringify(`${base}`)}`;
      throw new TypeError(`Invalid URL: ${JSON.stringify(`${url}`)}${against}`);
    }
  }

  static canParse(url, base) {
    return recordOf(url, base) !== undefined;
  }

  static parse(url, base) {
    return URL.canParse(url, base) ? new URL(url, base) : null;
  }

  get href() {
    return writeUrl(this.#record);
  }

  set href(value) {
    const record = parseUrl(`${value}`);
    if (record === undefined) {
      throw new TypeError(`Invalid URL: ${JSON.stringify(`${value}`)}`);
    }
    this.#record = record;
    this.#queryChanged();
  }

  get origin() {
    const { scheme } = this.#record;
    return isSpecial(this.#record) && scheme !== 'file:' ? `${scheme}//${this.host}` : 'null';
  }

  get protocol() {
    return this.#record.scheme;
  }

  set protocol(value) {
    const scheme = /^([A-Za-z][A-Za-z0-9+.-]*)(?::|$)/.exec(`${value}`)?.[1].toLowerCase();
    const changed = { ...this.#record, scheme: `${scheme}:` };
    const convertible = isSpecial(changed) === isSpecial(this.#record) && this.#record.host !== '';
    if (scheme !== undefined && convertible && (scheme !== 'file' || (this.username === '' && this.port === ''))) {
      setPort(changed, changed.port === null ? '' : `${changed.port}`);
      this.#record = changed;
    }
  }

  get username() {
    return this.#record.username;
  }

  set username(value) {
    if (this.#hasServer()) {
      this.#record.username = encodeUserInfo(`${value}`);
    }
  }

  get password() {
    return this.#record.password;
  }

  set password(value) {
    if (this.#hasServer()) {
      this.#record.password = encodeUserInfo(`${value}`);
    }
  }

  get host() {
    return writeHost(this.#record);
  }

  set host(value) {
    const changed = { ...this.#record };
    const text = `${value}`.replace(isSpecial(changed) ? /[/\\?#].*$/s : /[/?#].*$/s, '');
    if (!changed.opaque && setHostAndPort(changed, text)) {
      this.#record = changed;
    }
  }

  get hostname() {
    return this.#record.host ?? '';
  }

  set hostname(value) {
    const text = `${value}`.replace(isSpecial(this.#record) ? /[/\\?#].*$/s : /[/?#].*$/s, '');
    const host =
      text === '' || (text.includes(':') && !text.startsWith('['))
        ? undefined
        : parseHost(text, isSpecial(this.#record));
    if (!this.#record.opaque && host !== undefined) {
      this.#record.host = host;
    }
  }

  get port() {
    return this.#record.port === null ? '' : `${this.#record.port}`;
  }

  set port(value) {
    const digits = /^\d*/.exec(`${value}`)[0];
    if (this.#hasServer() && (digits !== '' || `${value}` === '')) {
      setPort(this.#record, digits);
    }
  }

  get pathname() {
    return this.#record.path;
  }

  set pathname(value) {
    if (!this.#record.opaque) {
      setPath(this.#record, `${value}`.replace(/[\t\n\r]/g, ''));
    }
  }

  get search() {
    const { query } = this.#record;
    return query === null || query === '' ? '' : `?${query}`;
  }

  set search(value) {
    const text = `${value}`.replace(/[\t\n\r]/g, '');
    this.#record.query = text === '' ? null : encodeQuery(this.#record, text.startsWith('?') ? text.slice(1) : text);
    this.#queryChanged();
  }

  get searchParams() {
    this.#params ??= searchParamsOfUrl(this.#record.query ?? '', (params) => {
      const text = params.toString();
      this.#record.query = text === '' ? null : text;
    });
    return this.#params;
  }

  get hash() {
    const { fragment } = this.#record;
    return fragment === null || fragment === '' ? '' : `#${fragment}`;
  }

  set hash(value) {
    const text = `${value}`.replace(/[\t\n\r]/g, '');
    this.#record.fragment = text === '' ? null : encodeFragment(text.startsWith('#') ? text.slice(1) : text);
  }

  toString() {
    return this.href;
  }

  toJSON() {
    return this.href;
  }

  get [Symbol.toStringTag]() {
    return 'URL';
  }

  #hasServer() {
    const { host, scheme } = this.#record;
    return host !== null && host !== '' && scheme !== 'file:';
  }

  #queryChanged() {
    if (this.#params !== undefined) {
      replaceSearchParams(this.#params, this.#record.query ?? '');
    }
  }
}

function recordOf(url, base) {
  if (base === undefined) {
    return parseUrl(`${url}`);
  }
  const baseRecord = parseUrl(`${base}`);
  return baseRecord && parseUrl(`${url}`, baseRecord);
}
