// Response.

import { Body, contentOf, shareContent } from './body.js';
import { Headers } from './headers.js';
import { URL } from './url.js';

const BODILESS = new Set([204, 205, 304]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const REASON = /^[\t\x20-\x7e\x80-\xff]*$/;

/** (response) -> whether it is Response.error(), which cannot be sent */
export let isError;

export class Response extends Body {
  #status;
  #statusText;
  #headers;
  #type = 'default';

  constructor(body = null, init = {}) {
    const [content, type] = contentOf(body);
    const status = checkedStatus(init?.status ?? 200);
    if (content !== null && BODILESS.has(status)) {
      throw new TypeError(`Response: an answer with status ${status} has no body`);
    }
    super(content);
    this.#status = status;
    this.#statusText = `${init?.statusText ?? ''}`;
    if (!REASON.test(this.#statusText)) {
      throw new TypeError('Response: the statusText holds characters that a status line cannot have');
    }
    this.#headers = new Headers(init?.headers);
    if (type !== undefined && !this.#headers.has('content-type')) {
      this.#headers.set('content-type', type);
    }
  }

  static {
    isError = (response) => response.#type === 'error';
  }

  static json(data, init = {}) {
    const text = JSON.stringify(data);
    if (text === undefined) {
      throw new TypeError('Response.json: the value cannot be written as JSON');
    }
    const headers = new Headers(init?.headers);
    if (!headers.has('content-type')) {
      headers.set('content-type', 'application/json');
    }
    return new Response(text, { ...init, headers });
  }

  static redirect(url, status = 302) {
    if (!REDIRECTS.has(status)) {
      throw new RangeError(`Response.redirect: ${status} is not a redirect; use 301, 302, 303, 307 or 308`);
    }
    return new Response(null, { status, headers: { location: new URL(url).href } });
  }

  static error() {
    const response = new Response();
    response.#status = 0;
    response.#type = 'error';
    return response;
  }

  get status() {
    return this.#status;
  }

  get statusText() {
    return this.#statusText;
  }

  get ok() {
    return this.#status >= 200 && this.#status <= 299;
  }

  get headers() {
    return this.#headers;
  }

  get type() {
    return this.#type;
  }

  get url() {
    return '';
  }

  get redirected() {
    return false;
  }

  clone() {
    const copy = new Response(null, { statusText: this.#statusText, headers: this.#headers });
    copy.#status = this.#status;
    shareContent(this, copy);
    return copy;
  }

  get [Symbol.toStringTag]() {
    return 'Response';
  }
}

function checkedStatus(status) {
  const number = Number(status);
  if (!Number.isInteger(number) || number < 200 || number > 599) {
    throw new RangeError(`Response: the status must be a whole number from 200 to 599, not ${String(status)}`);
  }
  return number;
}
