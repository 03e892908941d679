// WritableStream, TransformStream and the text streams: enough to build a streamed answer from parts.

import { TextDecoder, TextEncoder } from './encoding.js';
import { ReadableStream } from './readable.js';

export class WritableStream {
  #sink;
  #controller;
  #writer = null;
  #error;
  #state = 'writable'; // or 'closed' or 'errored'
  #tail; // settles when all that was asked for so far is done

  constructor(sink = {}) {
    this.#sink = sink ?? {};
    this.#controller = { error: (error) => this.#fail(error) };
    this.#tail = Promise.resolve(this.#sink.start?.(this.#controller)).catch((error) => this.#fail(error));
  }

  get locked() {
    return this.#writer !== null;
  }

  getWriter() {
    if (this.#writer !== null) {
      throw new TypeError('WritableStream.getWriter: the stream is locked by a writer');
    }
    this.#writer = new WritableStreamDefaultWriter({
      write: (chunk) => this.#write(chunk),
      close: () => this.#close(),
      abort: (reason) => this.#abort(reason),
      idle: () => this.#tail,
      state: () => this.#state,
      release: () => (this.#writer = null),
    });
    return this.#writer;
  }

  close() {
    return this.#close();
  }

  abort(reason) {
    return this.#abort(reason);
  }

  get [Symbol.toStringTag]() {
    return 'WritableStream';
  }

  #write(chunk) {
    return this.#next(() => this.#sink.write?.(chunk, this.#controller));
  }

  #close() {
    const closed = this.#next(() => this.#sink.close?.(this.#controller));
    this.#state = this.#state === 'writable' ? 'closed' : this.#state;
    return closed;
  }

  async #abort(reason) {
    if (this.#state === 'writable') {
      this.#fail(reason);
      await this.#sink.abort?.(reason);
    }
  }

  /** Runs the step after all earlier ones. */
  #next(step) {
    if (this.#state === 'closed') {
      return Promise.reject(new TypeError('WritableStream: the stream is closed'));
    }
    const done = this.#tail.then(() => {
      if (this.#state === 'errored') {
        throw this.#error;
      }
      return step();
    });
    this.#tail = done.catch((error) => this.#fail(error));
    return done.then(() => undefined);
  }

  #fail(error) {
    if (this.#state !== 'errored') {
      this.#state = 'errored';
      this.#error = error;
    }
  }
}

class WritableStreamDefaultWriter {
  #access;
  #closed = Promise.withResolvers();

  constructor(access) {
    this.#access = access;
    this.#closed.promise.catch(() => undefined);
  }

  get ready() {
    return this.#held().idle();
  }

  get closed() {
    return this.#closed.promise;
  }

  get desiredSize() {
    return this.#held().state() === 'writable' ? 1 : 0;
  }

  async write(chunk) {
    await this.#held().write(chunk);
  }

  async close() {
    const closing = this.#held().close();
    closing.then(this.#closed.resolve, this.#closed.reject);
    await closing;
  }

  async abort(reason) {
    this.#closed.reject(reason);
    await this.#held().abort(reason);
  }

  releaseLock() {
    this.#access?.release();
    this.#access = null;
  }

  #held() {
    if (this.#access === null) {
      throw new TypeError('WritableStreamDefaultWriter: the writer has released its lock');
    }
    return this.#access;
  }
}

export class TransformStream {
  #readable;
  #writable;

  constructor(transformer = {}) {
    let output;
    let demand = Promise.withResolvers(); // resolved while somebody waits for a chunk
    this.#readable = new ReadableStream(
      {
        start: (controller) => void (output = controller),
        pull: () => demand.resolve(),
        cancel: (reason) => this.#writable.abort(reason),
      },
      { highWaterMark: 0 },
    );
    const controller = {
      enqueue: (chunk) => {
        demand = Promise.withResolvers();
        output.enqueue(chunk);
      },
      error: (error) => output.error(error),
      terminate: () => output.close(),
      get desiredSize() {
        return output.desiredSize;
      },
    };
    const transform = transformer.transform?.bind(transformer) ?? ((chunk) => controller.enqueue(chunk));
    this.#writable = new WritableStream({
      start: () => transformer.start?.(controller),
      write: async (chunk) => {
        await demand.promise;
        await failing(output, () => transform(chunk, controller));
      },
      close: async () => {
        await failing(output, () => transformer.flush?.(controller));
        output.close();
      },
      abort: (reason) => output.error(reason),
    });
  }

  get readable() {
    return this.#readable;
  }

  get writable() {
    return this.#writable;
  }

  get [Symbol.toStringTag]() {
    return 'TransformStream';
  }
}

/** Runs the step; its failure is the output's too. */
async function failing(output, step) {
  try {
    await step();
  } catch (error) {
    output.error(error);
    throw error;
  }
}

export class TextEncoderStream extends TransformStream {
  constructor() {
    const encoder = new TextEncoder();
    super({ transform: (chunk, controller) => controller.enqueue(encoder.encode(chunk)) });
  }
}

export class TextDecoderStream extends TransformStream {
  constructor(label, options) {
    const decoder = new TextDecoder(label, options);
    const enqueue = (text, controller) => text === '' || controller.enqueue(text);
    super({
      transform: (chunk, controller) => enqueue(decoder.decode(chunk, { stream: true }), controller),
      flush: (controller) => enqueue(decoder.decode(), controller),
    });
  }
}
