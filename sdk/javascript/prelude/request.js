// Request.

import { Body, contentOf, INCOMING, shareContent, takeContent } from './body.js';
import { AbortController } from './events.js';
import { Headers, headersOfRequest } from './headers.js';
import { URL } from './url.js';

const METHOD = /^[!#$%&'*+\-.^_`|~\w]+$/;
const NORMALIZED = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT']);

/** In place of the input: the rest comes from the host or from another request and needs no checks. */
const SERVED = Symbol('served');

/** (head) -> the request that is served, from the host's description of it */
export let requestOf;

export class Request extends Body {
  #method;
  #url;
  #headers; // or, until somebody asks for them, the pairs of the host
  #signal;

  constructor(input, init = {}) {
    if (input === SERVED) {
      super(init.method === 'GET' || init.method === 'HEAD' ? null : INCOMING);
      this.#method = init.method;
      this.#url = init.url;
      this.#headers = init.headers;
      return;
    }
    const source = input instanceof Request ? input : undefined;
    const method = normalized(init.method ?? source?.method ?? 'GET');
    const given = init.body ?? null;
    const [content, type] = given !== null ? contentOf(given) : [source ? takeContent(source) : null, undefined];
    if (content !== null && (method === 'GET' || method === 'HEAD')) {
      throw new TypeError(`Request: a ${method} request has no body`);
    }
    super(content);
    this.#method = method;
    this.#url = source ? source.url : new URL(input).href;
    this.#headers = new Headers(init.headers ?? source?.headers);
    this.#signal = init.signal ?? source?.signal;
    if (type !== undefined && !this.#headers.has('content-type')) {
      this.#headers.set('content-type', type);
    }
  }

  static {
    requestOf = (head) => new Request(SERVED, head);
  }

  get method() {
    return this.#method;
  }

  get url() {
    return this.#url;
  }

  get headers() {
    if (Array.isArray(this.#headers)) {
      this.#headers = headersOfRequest(this.#headers);
    }
    return this.#headers;
  }

  get signal() {
    this.#signal ??= new AbortController().signal;
    return this.#signal;
  }

  get redirect() {
    return 'follow';
  }

  clone() {
    const copy = new Request(SERVED, { method: this.#method, url: this.#url, headers: new Headers(this.headers) });
    shareContent(this, copy);
    copy.#signal = this.#signal;
    return copy;
  }

  get [Symbol.toStringTag]() {
    return 'Request';
  }
}

function normalized(method) {
  const text = `${method}`;
  if (!METHOD.test(text)) {
    throw new TypeError(`Request: ${JSON.stringify(text)} is not a method`);
  }
  return NORMALIZED.has(text.toUpperCase()) ? text.toUpperCase() : text;
}
