// Bodies: what Request and Response have in common.

import { requestBytes, requestRead, requestText, utf8Decode, utf8Encode } from 'dormouse:host';
import { bytesOf, concatenated } from './bytes.js';
import { ReadableStream, isDisturbed } from './readable.js';
import { URLSearchParams } from './url-search.js';

/** The body of the request that is served, which the host still has: read when it is wanted. */
export const INCOMING = Symbol('incoming');

const EMPTY = new Uint8Array(0);

/** (body) -> string, Uint8Array, ReadableStream or null: hands over the content, once. */
export let takeContent;

/** (from, to): gives both the content of `from`. */
let shareContent;

export class Body {
  /** null, string, Uint8Array or INCOMING; of a body that has been asked for as a stream, that stream. */
  #content;
  #used = false;

  constructor(content) {
    this.#content = content;
  }

  static {
    takeContent = (body) => {
      const content = body.#take();
      return content === INCOMING ? incomingStream() : content;
    };
    shareContent = (from, to) => {
      if (from.bodyUsed || from.#locked()) {
        throw new TypeError('clone: the body has been used already');
      }
      if (from.#content === INCOMING) {
        from.#content = incomingStream();
      }
      if (from.#content instanceof ReadableStream) {
        [from.#content, to.#content] = from.#content.tee();
      } else {
        to.#content = from.#content;
      }
    };
  }

  get body() {
    if (this.#content === null || this.#content instanceof ReadableStream) {
      return this.#content;
    }
    this.#content = this.#content === INCOMING ? incomingStream() : streamOf(this.#content);
    if (this.#used) {
      this.#content.cancel();
    }
    return this.#content;
  }

  get bodyUsed() {
    return this.#used || (this.#content instanceof ReadableStream && isDisturbed(this.#content));
  }

  async text() {
    const content = this.#take();
    return content === INCOMING ? requestText() : textOfContent(content);
  }

  async json() {
    const content = this.#take();
    // Without an await in between, the author's line is in the stack of what JSON.parse throws.
    return JSON.parse(content === INCOMING ? requestText() : await textOfContent(content));
  }

  async bytes() {
    const content = this.#take();
    return content === INCOMING ? requestBytes() : bytesOfContent(content);
  }

  async arrayBuffer() {
    const bytes = await this.bytes();
    return bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
  }

  #locked() {
    return this.#content instanceof ReadableStream && this.#content.locked;
  }

  #take() {
    if (this.bodyUsed || this.#locked()) {
      throw new TypeError('the body has been read already: a body can be read once');
    }
    this.#used = this.#content !== null;
    return this.#content;
  }
}

export { shareContent };

/** Content and its type (undefined: none) of what an author gives as a body. */
export function contentOf(value) {
  if (value === null || value === undefined) {
    return [null, undefined];
  }
  if (typeof value === 'string') {
    return [value, 'text/plain;charset=UTF-8'];
  }
  if (value instanceof ReadableStream) {
    if (value.locked || isDisturbed(value)) {
      throw new TypeError('the stream given as a body is in use already');
    }
    return [value, undefined];
  }
  const bytes = bytesOf(value);
  if (bytes !== undefined) {
    return [bytes.slice(), undefined];
  }
  if (value instanceof URLSearchParams) {
    return [value.toString(), 'application/x-www-form-urlencoded;charset=UTF-8'];
  }
  if (typeof value === 'object' && (value[Symbol.asyncIterator] || value[Symbol.iterator])) {
    return [ReadableStream.from(value), undefined];
  }
  return [`${value}`, 'text/plain;charset=UTF-8'];
}

/** The bytes of a streamed chunk. */
export function chunkBytes(chunk) {
  const bytes = typeof chunk === 'string' ? utf8Encode(chunk) : bytesOf(chunk);
  if (bytes === undefined) {
    throw new TypeError(`a chunk of a body must be a string or bytes, not ${chunk === null ? 'null' : typeof chunk}`);
  }
  return bytes;
}

function incomingStream() {
  return new ReadableStream(
    {
      pull(controller) {
        const chunk = requestRead();
        if (chunk === null) {
          controller.close();
        } else {
          controller.enqueue(chunk);
        }
      },
    },
    { highWaterMark: 0 },
  );
}

function streamOf(content) {
  return new ReadableStream({
    start(controller) {
      const bytes = chunkBytes(content);
      if (bytes.length > 0) {
        controller.enqueue(bytes);
      }
      controller.close();
    },
  });
}

async function bytesOfContent(content) {
  if (content === null) {
    return EMPTY.slice();
  }
  if (!(content instanceof ReadableStream)) {
    return typeof content === 'string' ? utf8Encode(content) : content;
  }
  const chunks = [];
  for await (const chunk of content) {
    chunks.push(chunkBytes(chunk));
  }
  return concatenated(chunks);
}

async function textOfContent(content) {
  if (typeof content === 'string') {
    return content.toWellFormed();
  }
  const text = utf8Decode(await bytesOfContent(content));
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
