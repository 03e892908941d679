// A host for the engine that is just large enough to test it: the imports of docs/abi.md, a clock that only moves when
// somebody waits, and random bytes that are counted, not random.

import { readFileSync } from 'node:fs';

const MODULE = new URL('../../../invoker/src/main/resources/dev/dormouse/invoker/js/quickjs.wasm', import.meta.url);
const module = new WebAssembly.Module(readFileSync(process.env.QUICKJS_WASM ?? MODULE));
const encoder = new TextEncoder();
const decoder = new TextDecoder();

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error'];
const ERRNO_NOSYS = 52;

/** One instance of the engine, after `_initialize`. */
export class Engine {
  wallMillis = 1_700_000_000_000;
  monotonicMillis = 5_000;
  waits = [];
  logs = [];
  env = {};
  clockCalls = 0;
  randomCalls = 0;
  #blocks = new Map();
  #nextBlock = 16n;
  #call = {};

  constructor() {
    const instance = new WebAssembly.Instance(module, {
      'extism:host/env': this.#environmentImports(),
      'extism:host/user': this.#userImports(),
      wasi_snapshot_preview1: this.#wasiImports(),
    });
    this.exports = instance.exports;
    this.exports._initialize();
  }

  /** Loads the script; gives the error's text, or undefined. */
  load(source, name = 'hello.js') {
    this.#call = {
      input: typeof source === 'string' ? encoder.encode(source) : source,
      config: { 'script.name': name },
    };
    const code = this.exports.load();
    return this.#problem(code);
  }

  /** One request. `body` is a string, bytes, or an array of chunks of them. */
  handle({ method = 'GET', path = '/', query = '', headers = [], body = [] } = {}) {
    const chunks = (Array.isArray(body) ? body : [body]).map(bytesOf).filter((chunk) => chunk.length > 0);
    this.#call = { chunks, reads: 0, written: [] };
    this.#call.requestHead = {
      method,
      path,
      query,
      url: `http://example.test/fn/hello${path}${query === '' ? '' : `?${query}`}`,
      headers,
      function: 'hello',
      revision: 'r1',
      invocation: 'i1',
    };
    const code = this.exports.handle();
    const { written, output, responseHead = {}, reads } = this.#call;
    const all = Buffer.concat([...written, output ?? new Uint8Array(0)]);
    return {
      error: this.#problem(code),
      status: responseHead.status ?? 200,
      headers: new Headers(responseHead.headers ?? []),
      chunks: written.map((chunk) => decoder.decode(chunk)),
      bytes: all,
      text: decoder.decode(all),
      reads,
    };
  }

  resume(seed) {
    const bytes = new Uint8Array(16).fill(seed);
    this.exports.on_resume(this.#newBlock(bytes));
    this.#blocks.clear();
  }

  /** What the script hands over. */
  handOver() {
    return this.#move(() => this.exports.hand_over(), '');
  }

  /** Gives the script what another one handed over. */
  migrate(state) {
    return this.#move(() => this.exports.migrate(), state);
  }

  #move(call, input) {
    this.#call = { input: encoder.encode(input) };
    const code = call();
    const { output = new Uint8Array(0) } = this.#call;
    return { code, error: code === 2 ? undefined : this.#problem(code), text: decoder.decode(output) };
  }

  train() {
    this.#call = {};
    return this.#problem(this.exports.train());
  }

  get memoryBytes() {
    return this.exports.memory.buffer.byteLength;
  }

  /** Blocks that the engine has not freed since the last call began. */
  get blocks() {
    return this.#blocks.size;
  }

  #problem(code) {
    const error = this.#call.error;
    if (code !== 0 && error === undefined) {
      throw new Error(`the engine returned ${code} without a text`);
    }
    if (this.#blocks.size > 0) {
      throw new Error(`the engine left ${this.#blocks.size} blocks behind`);
    }
    return code === 0 ? undefined : error;
  }

  #newBlock(bytes) {
    if (bytes.length === 0) {
      return 0n;
    }
    const offset = this.#nextBlock;
    this.#nextBlock += BigInt(bytes.length) + 16n;
    this.#blocks.set(offset, bytes);
    return offset;
  }

  #block(offset) {
    const bytes = this.#blocks.get(offset);
    if (bytes === undefined) {
      throw new Error(`there is no block at ${offset}`);
    }
    return bytes;
  }

  #guest(pointer, length) {
    return new Uint8Array(this.exports.memory.buffer, pointer >>> 0, length);
  }

  #view() {
    return new DataView(this.exports.memory.buffer);
  }

  #environmentImports() {
    const log = (level) => (block) => this.logs.push({ level, text: decoder.decode(this.#block(block)) });
    return {
      free: (block) => void this.#blocks.delete(block),
      length: (block) => BigInt(this.#blocks.get(block)?.length ?? 0),
      input_length: () => BigInt(this.#call.input.length),
      input_load_u8: (at) => this.#call.input[Number(at)],
      input_load_u64: (at) =>
        new DataView(this.#call.input.buffer, this.#call.input.byteOffset).getBigUint64(Number(at), true),
      output_set: (block, length) => {
        this.#call.output = length === 0n ? undefined : this.#block(block).slice(0, Number(length));
      },
      error_set: (block) => void (this.#call.error = decoder.decode(this.#block(block))),
      config_get: (key) => {
        const value = this.#call.config[decoder.decode(this.#block(key))];
        return value === undefined ? 0n : this.#newBlock(encoder.encode(value));
      },
      ...Object.fromEntries(LEVELS.map((level) => [`log_${level}`, log(level)])),
    };
  }

  #userImports() {
    return {
      block_new: (pointer, length) => this.#newBlock(this.#guest(pointer, length).slice()),
      block_read: (block, at, pointer, length) => {
        const bytes = this.#block(block).subarray(Number(at), Number(at) + length);
        if (bytes.length !== length) {
          throw new Error('read beyond the end of a block');
        }
        this.#guest(pointer, length).set(bytes);
      },
      request_head: () => this.#newBlock(encoder.encode(JSON.stringify(this.#call.requestHead))),
      request_read: (max) => this.#nextChunk(Number(max)),
      response_head: (block) => {
        if (this.#call.written.length > 0) {
          return 1;
        }
        this.#call.responseHead = JSON.parse(decoder.decode(this.#block(block)));
        return 0;
      },
      response_write: (block) => {
        this.#call.written.push(this.#block(block).slice());
        return 0;
      },
      random_bytes: (length) => {
        this.randomCalls++;
        return this.#newBlock(new Uint8Array(Number(length)).map((_, index) => this.randomCalls * 31 + index));
      },
    };
  }

  #nextChunk(max) {
    const chunk = this.#call.chunks.shift();
    if (chunk === undefined) {
      return 0n;
    }
    this.#call.reads++;
    if (chunk.length > max) {
      this.#call.chunks.unshift(chunk.subarray(max));
    }
    return this.#newBlock(chunk.subarray(0, max));
  }

  #wasiImports() {
    const refused = () => ERRNO_NOSYS;
    return {
      clock_time_get: (id, _precision, pointer) => {
        this.clockCalls++;
        const millis = id === 0 ? this.wallMillis : this.monotonicMillis;
        this.#view().setBigUint64(pointer, BigInt(Math.round(millis * 1e6)), true);
        return 0;
      },
      poll_oneoff: (subscription, event, _count, events) => {
        const nanos = this.#view().getBigUint64(subscription + 24, true);
        const millis = Math.round(Number(nanos) / 1e6);
        this.waits.push(millis);
        this.wallMillis += millis;
        this.monotonicMillis += Number(nanos) / 1e6;
        this.#guest(event, 32).fill(0);
        this.#view().setUint32(events, 1, true);
        return 0;
      },
      environ_sizes_get: (count, size) => {
        const entries = this.#environmentEntries();
        this.#view().setUint32(count, entries.length, true);
        this.#view().setUint32(
          size,
          entries.reduce((sum, entry) => sum + entry.length, 0),
          true,
        );
        return 0;
      },
      environ_get: (pointers, text) => {
        let at = text;
        for (const [index, entry] of this.#environmentEntries().entries()) {
          this.#view().setUint32(pointers + index * 4, at, true);
          this.#guest(at, entry.length).set(entry);
          at += entry.length;
        }
        return 0;
      },
      fd_write: (_fd, vectors, count, written) => {
        let size = 0;
        for (let index = 0; index < count; index++) {
          size += this.#view().getUint32(vectors + index * 8 + 4, true);
        }
        this.#view().setUint32(written, size, true);
        return 0;
      },
      fd_close: refused,
      fd_seek: refused,
      fd_fdstat_get: refused,
    };
  }

  #environmentEntries() {
    return Object.entries(this.env).map(([name, value]) => encoder.encode(`${name}=${value}\0`));
  }
}

function bytesOf(chunk) {
  return typeof chunk === 'string' ? encoder.encode(chunk) : chunk;
}

/** An engine that has loaded the script. */
export function loaded(source, name) {
  const engine = new Engine();
  const error = engine.load(source, name);
  if (error !== undefined) {
    throw new Error(error);
  }
  return engine;
}

/** The answer to one request by a handler with this body. */
export function answer(body, request) {
  return loaded(`export default { async fetch(request, context) {\n${body}\n} };`).handle(request);
}

/** What the expression gives inside the engine, by way of JSON. */
export function evaluate(expression, request) {
  const result = answer(`const value = await (${expression}); return Response.json(value ?? null);`, request);
  if (result.error !== undefined) {
    throw new Error(result.error);
  }
  return JSON.parse(result.text);
}
