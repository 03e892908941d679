// TextEncoder and TextDecoder. UTF-8 only.

import { utf8Decode, utf8Encode, utf8Tail, utf8Valid } from 'dormouse:host';
import { bytesOf, concatenated } from './bytes.js';

const LABELS = new Set(['utf-8', 'utf8', 'unicode-1-1-utf-8', 'unicode11utf8', 'unicode20utf8', 'x-unicode20utf8']);
const EMPTY = new Uint8Array(0);

export class TextEncoder {
  get encoding() {
    return 'utf-8';
  }

  encode(text = '') {
    return utf8Encode(`${text}`);
  }

  encodeInto(text, destination) {
    if (!(destination instanceof Uint8Array)) {
      throw new TypeError('TextEncoder.encodeInto: the destination must be a Uint8Array');
    }
    let read = 0;
    let written = 0;
    for (const character of `${text}`) {
      const bytes = utf8Encode(character);
      if (written + bytes.length > destination.length) {
        break;
      }
      destination.set(bytes, written);
      read += character.length;
      written += bytes.length;
    }
    return { read, written };
  }

  get [Symbol.toStringTag]() {
    return 'TextEncoder';
  }
}

export class TextDecoder {
  #fatal;
  #ignoreBOM;
  #rest = EMPTY;
  #begun = false;

  constructor(label = 'utf-8', options = {}) {
    if (!LABELS.has(`${label}`.trim().toLowerCase())) {
      throw new RangeError(`TextDecoder: "${label}" is not supported, only utf-8 is`);
    }
    this.#fatal = Boolean(options?.fatal);
    this.#ignoreBOM = Boolean(options?.ignoreBOM);
  }

  get encoding() {
    return 'utf-8';
  }

  get fatal() {
    return this.#fatal;
  }

  get ignoreBOM() {
    return this.#ignoreBOM;
  }

  decode(input = EMPTY, options = {}) {
    const streaming = Boolean(options?.stream);
    let bytes = bytesOf(input);
    if (bytes === undefined) {
      throw new TypeError('TextDecoder.decode: the input must be an ArrayBuffer or a view of one');
    }
    if (this.#rest.length > 0) {
      bytes = concatenated([this.#rest, bytes]);
    }
    const tail = streaming ? utf8Tail(bytes) : 0;
    this.#rest = tail > 0 ? bytes.slice(bytes.length - tail) : EMPTY;
    if (tail > 0) {
      bytes = bytes.subarray(0, bytes.length - tail);
    }
    return this.#decodeWhole(bytes, streaming);
  }

  #decodeWhole(bytes, streaming) {
    const atStart = !this.#begun;
    this.#begun = streaming && (this.#begun || bytes.length > 0);
    if (this.#fatal && !utf8Valid(bytes)) {
      this.#rest = EMPTY;
      this.#begun = false;
      throw new TypeError('TextDecoder.decode: the bytes are not valid UTF-8');
    }
    const text = utf8Decode(bytes);
    return atStart && !this.#ignoreBOM && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }

  get [Symbol.toStringTag]() {
    return 'TextDecoder';
  }
}
