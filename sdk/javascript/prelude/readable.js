// ReadableStream with default readers: what streams of request and response bodies need. No byte readers (BYOB).

const DONE = { value: undefined, done: true };

/** By this name a stream tells its reader that its state has changed. */
const SETTLE = Symbol('settle');

/** (stream) -> whether anything was read from it or it was cancelled. */
export let isDisturbed;

export class ReadableStream {
  #state = 'readable'; // or 'closed' or 'errored'
  #error;
  #chunks = [];
  #reads = []; // of readers that wait, oldest first
  #reader = null;
  #disturbed = false;
  #source;
  #highWaterMark;
  #started = false;
  #pulling = false;
  #pullAgain = false;
  #closing = false; // closed by the source, with chunks still to be read
  #controller;

  constructor(source = {}, strategy = {}) {
    this.#source = source ?? {};
    this.#highWaterMark = strategy?.highWaterMark ?? 1;
    this.#controller = this.#newController();
    const started = this.#source.start?.(this.#controller);
    Promise.resolve(started).then(
      () => {
        this.#started = true;
        this.#pull();
      },
      (error) => this.#fail(error),
    );
  }

  static from(iterable) {
    const iterator = iterable[Symbol.asyncIterator]?.() ?? iterable[Symbol.iterator]?.();
    if (iterator === undefined) {
      throw new TypeError('ReadableStream.from: the argument is not iterable');
    }
    return new ReadableStream(
      {
        async pull(controller) {
          const { value, done } = await iterator.next();
          if (done) {
            controller.close();
          } else {
            controller.enqueue(await value);
          }
        },
        async cancel(reason) {
          await iterator.return?.(reason);
        },
      },
      { highWaterMark: 0 },
    );
  }

  static {
    isDisturbed = (stream) => stream.#disturbed;
  }

  get locked() {
    return this.#reader !== null;
  }

  getReader(options = {}) {
    if (options?.mode !== undefined) {
      throw new TypeError(`ReadableStream.getReader: mode "${options.mode}" is not supported`);
    }
    this.#refuseLocked('getReader');
    this.#reader = new ReadableStreamDefaultReader(this.#access());
    return this.#reader;
  }

  async cancel(reason) {
    this.#refuseLocked('cancel');
    await this.#cancel(reason);
  }

  tee() {
    const reader = this.getReader();
    const branches = [];
    let reading = false;
    const canceled = [false, false];
    const pull = async () => {
      if (reading) {
        return;
      }
      reading = true;
      const { value, done } = await reader.read().finally(() => (reading = false));
      for (const [index, controller] of branches.entries()) {
        if (!canceled[index]) {
          done ? controller.close() : controller.enqueue(value);
        }
      }
    };
    const branch = (index) =>
      new ReadableStream(
        {
          start(controller) {
            branches[index] = controller;
          },
          pull: () =>
            pull().catch((error) => {
              branches.forEach((controller) => controller.error(error));
            }),
          async cancel(reason) {
            canceled[index] = true;
            if (canceled[0] && canceled[1]) {
              await reader.cancel(reason);
            }
          },
        },
        { highWaterMark: 0 },
      );
    return [branch(0), branch(1)];
  }

  async pipeTo(destination, options = {}) {
    const reader = this.getReader();
    const writer = destination.getWriter();
    try {
      for (;;) {
        options.signal?.throwIfAborted();
        const { value, done } = await reader.read();
        if (done) {
          break;
        }
        await writer.ready;
        await writer.write(value);
      }
      if (!options.preventClose) {
        await writer.close();
      }
    } catch (error) {
      await (options.preventAbort ? undefined : writer.abort(error).catch(() => undefined));
      await (options.preventCancel ? undefined : reader.cancel(error).catch(() => undefined));
      throw error;
    } finally {
      reader.releaseLock();
      writer.releaseLock();
    }
  }

  pipeThrough({ readable, writable }, options) {
    this.pipeTo(writable, options).catch(() => undefined); // a failure shows at the readable side
    return readable;
  }

  async *values({ preventCancel = false } = {}) {
    const reader = this.getReader();
    let ended = false;
    try {
      for (;;) {
        const { value, done } = await reader.read().catch((error) => {
          ended = true;
          throw error;
        });
        if (done) {
          ended = true;
          return;
        }
        yield value;
      }
    } finally {
      if (!ended && !preventCancel) {
        reader.cancel();
      }
      reader.releaseLock();
    }
  }

  [Symbol.asyncIterator](options) {
    return this.values(options);
  }

  get [Symbol.toStringTag]() {
    return 'ReadableStream';
  }

  #refuseLocked(method) {
    if (this.#reader !== null) {
      throw new TypeError(`ReadableStream.${method}: the stream is locked by a reader`);
    }
  }

  #newController() {
    const stream = this;
    return {
      get desiredSize() {
        return stream.#desiredSize();
      },
      enqueue: (chunk) => stream.#enqueue(chunk),
      close: () => stream.#close(),
      error: (error) => stream.#fail(error),
    };
  }

  /** What a reader may do with the stream while it holds the lock. */
  #access() {
    return {
      read: () => this.#read(),
      cancel: (reason) => this.#cancel(reason),
      state: () => this.#state,
      error: () => this.#error,
      release: (error) => {
        this.#reader = null;
        for (const { reject } of this.#reads.splice(0)) {
          reject(error);
        }
      },
    };
  }

  #desiredSize() {
    switch (this.#state) {
      case 'errored':
        return null;
      case 'closed':
        return 0;
      default:
        return this.#highWaterMark - this.#chunks.length;
    }
  }

  #enqueue(chunk) {
    if (this.#state !== 'readable' || this.#closing) {
      throw new TypeError('ReadableStream: a chunk was enqueued after the stream had been closed');
    }
    const waiting = this.#reads.shift();
    if (waiting) {
      waiting.resolve({ value: chunk, done: false });
    } else {
      this.#chunks.push(chunk);
    }
    this.#pull();
  }

  #close() {
    if (this.#state !== 'readable' || this.#closing) {
      throw new TypeError('ReadableStream: the stream was closed twice');
    }
    this.#closing = true;
    if (this.#chunks.length === 0) {
      this.#end();
    }
  }

  #end() {
    this.#state = 'closed';
    for (const { resolve } of this.#reads.splice(0)) {
      resolve(DONE);
    }
    this.#reader?.[SETTLE]();
  }

  #fail(error) {
    if (this.#state !== 'readable') {
      return;
    }
    this.#state = 'errored';
    this.#error = error;
    this.#chunks = [];
    for (const { reject } of this.#reads.splice(0)) {
      reject(error);
    }
    this.#reader?.[SETTLE]();
  }

  #read() {
    this.#disturbed = true;
    if (this.#chunks.length > 0) {
      const value = this.#chunks.shift();
      if (this.#closing && this.#chunks.length === 0) {
        this.#end();
      } else {
        this.#pull();
      }
      return Promise.resolve({ value, done: false });
    }
    if (this.#state === 'closed') {
      return Promise.resolve({ ...DONE });
    }
    if (this.#state === 'errored') {
      return Promise.reject(this.#error);
    }
    const read = Promise.withResolvers();
    this.#reads.push(read);
    this.#pull();
    return read.promise;
  }

  /** Asks the source for more if anybody wants more, and never twice at once. */
  #pull() {
    const wanted = this.#reads.length > 0 || this.#desiredSize() > 0;
    if (!this.#started || this.#state !== 'readable' || this.#closing || !wanted || !this.#source.pull) {
      return;
    }
    if (this.#pulling) {
      this.#pullAgain = true;
      return;
    }
    this.#pulling = true;
    let pulled;
    try {
      pulled = this.#source.pull(this.#controller);
    } catch (error) {
      this.#fail(error);
    }
    Promise.resolve(pulled).then(
      () => {
        this.#pulling = false;
        if (this.#pullAgain) {
          this.#pullAgain = false;
          this.#pull();
        }
      },
      (error) => this.#fail(error),
    );
  }

  async #cancel(reason) {
    this.#disturbed = true;
    if (this.#state === 'errored') {
      throw this.#error;
    }
    if (this.#state === 'closed') {
      return;
    }
    this.#chunks = [];
    this.#closing = true;
    this.#end();
    await this.#source.cancel?.(reason);
  }
}

class ReadableStreamDefaultReader {
  #access;
  #closed = Promise.withResolvers();

  constructor(access) {
    this.#access = access;
    this.#closed.promise.catch(() => undefined);
    this[SETTLE]();
  }

  get closed() {
    return this.#closed.promise;
  }

  read() {
    return this.#access === null ? Promise.reject(released('read')) : this.#access.read();
  }

  cancel(reason) {
    return this.#access === null ? Promise.reject(released('cancel')) : this.#access.cancel(reason);
  }

  releaseLock() {
    if (this.#access !== null) {
      const access = this.#access;
      this.#access = null;
      access.release(released('read'));
      this.#closed.reject(released('closed'));
    }
  }

  /** Called by the stream when its state may have changed. */
  [SETTLE]() {
    if (this.#access.state() === 'closed') {
      this.#closed.resolve();
    } else if (this.#access.state() === 'errored') {
      this.#closed.reject(this.#access.error());
    }
  }

  get [Symbol.toStringTag]() {
    return 'ReadableStreamDefaultReader';
  }
}

function released(member) {
  return new TypeError(`ReadableStreamDefaultReader.${member}: the reader has released its lock`);
}
