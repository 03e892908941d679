// Runs one guest on Node's engine and prints how many nanoseconds each call took: node calls.mjs FILE EXPORT ...
//
//   calls.mjs MODULE kernel CALLS SECONDS EXPORT ARGUMENT RESULT
//   calls.mjs MODULE example CALLS SECONDS BODY EXPECTED [SCRIPT]     (BODY, SCRIPT: files; EXPECTED: part of the answer)
//
// One instance serves all calls. WASI is Node's own; the functions of Extism's host are those of docs/abi.md, as far as
// the examples use them.
import { readFileSync } from 'node:fs';
import { WASI } from 'node:wasi';

const [file, kind, calls, seconds, ...rest] = process.argv.slice(2);
const module = await WebAssembly.compile(readFileSync(file));
const call = kind === 'kernel' ? await kernel(...rest) : await example(...rest);

const times = [];
const from = process.hrtime.bigint();
for (let i = 0; i < Number(calls); i++) {
  const began = process.hrtime.bigint();
  call();
  const ended = process.hrtime.bigint();
  times.push(ended - began);
  if (ended - from > BigInt(seconds) * 1_000_000_000n) break;
}
process.stdout.write(`${times.join(' ')}\n`, () => process.exit(0)); // an exit before that cuts what a pipe has not taken

async function kernel(name, argument, result) {
  const { exports } = await WebAssembly.instantiate(module, {});
  const [given, wanted] = [Number(argument), Number(result)];
  return () => {
    if (exports[name](given) !== wanted) throw new Error(`${name} gives ${wanted}`);
  };
}

async function example(bodyFile, expected, script) {
  const host = extismHost();
  const wasi = new WASI({ version: 'preview1', args: [], env: {}, returnOnExit: true });
  const instance = await WebAssembly.instantiate(module, { ...wasi.getImportObject(), ...host.imports });
  host.memory = instance.exports.memory;
  wasi.initialize(instance);
  if (script) {
    host.begin(readFileSync(script));
    require(instance.exports.load());
  }
  const body = readFileSync(bodyFile);
  return () => {
    host.begin(body);
    require(instance.exports.handle());
    if (!host.output().includes(expected)) throw new Error(`a wrong answer: ${host.output()}`);
  };

  function require(code) {
    if (code !== 0) throw new Error(`the guest gave ${code}: ${host.error}`);
  }
}

function extismHost() {
  const GAP = 16n;
  const head = JSON.stringify({
    method: 'POST', path: '/', query: '', url: 'http://localhost/', function: 'example', revision: 'example@1',
    headers: [['host', 'localhost'], ['content-type', 'application/json']], invocation: '0'.repeat(32),
  });
  const config = { 'script.name': 'hello.js' };
  const text = (bytes) => Buffer.from(bytes).toString('utf8');
  let blocks, next, input, inputView, read, out;
  const host = { memory: undefined, error: '', begin, output: () => text(Buffer.concat(out)) };

  function begin(bytes) {
    blocks = new Map();
    next = 1n << 32n;
    input = bytes;
    inputView = new DataView(Uint8Array.from(bytes).buffer);
    read = 0;
    out = [];
    host.error = '';
  }

  function add(bytes) {
    if (bytes.length === 0) return 0n;
    const offset = next;
    blocks.set(offset, { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) });
    next += BigInt(bytes.length) + GAP;
    return offset;
  }

  /** The block that an address lies in, and where. The last one that was looked at comes first. */
  let last = { offset: 0n, end: 0n, block: undefined };
  function at(address) {
    if (address < last.offset || address >= last.end || blocks.get(last.offset) !== last.block) {
      for (const [offset, block] of blocks) {
        const end = offset + BigInt(block.bytes.length);
        if (address >= offset && address < end) {
          last = { offset, end, block };
          break;
        }
      }
    }
    return [last.block.view, Number(address - last.offset)];
  }

  const whole = (offset) => blocks.get(offset).bytes;
  const copy = (bytes) => Uint8Array.from(bytes);
  const nothing = () => {};
  const env = {
    alloc: (length) => add(new Uint8Array(Number(length))),
    free: (offset) => void blocks.delete(offset),
    length: (offset) => BigInt(blocks.get(offset)?.bytes.length ?? 0),
    load_u8: (address) => { const [view, i] = at(address); return view.getUint8(i); },
    load_u64: (address) => { const [view, i] = at(address); return view.getBigUint64(i, true); },
    store_u8: (address, value) => { const [view, i] = at(address); view.setUint8(i, value); },
    store_u64: (address, value) => { const [view, i] = at(address); view.setBigUint64(i, value, true); },
    input_length: () => BigInt(input.length),
    input_load_u8: (i) => inputView.getUint8(Number(i)),
    input_load_u64: (i) => inputView.getBigUint64(Number(i), true),
    output_set: (offset, length) => {
      if (length === 0n) { out = []; return; }
      const [view, i] = at(offset);
      out = [Buffer.from(view.buffer, view.byteOffset + i, Number(length))];
    },
    error_set: (offset) => { host.error = offset === 0n ? '' : text(whole(offset)); },
    config_get: (key) => add(Buffer.from(config[text(whole(key))] ?? '')),
    log_trace: nothing, log_debug: nothing, log_info: nothing, log_warn: nothing, log_error: nothing,
  };
  const user = {
    request_head: () => add(copy(Buffer.from(head))),
    request_read: (most) => {
      const chunk = input.subarray(read, read + Math.min(Number(most), 65_536));
      read += chunk.length;
      return add(copy(chunk));
    },
    response_head: () => 0,
    response_write: (offset) => { if (offset !== 0n) out.push(Buffer.from(whole(offset))); return 0; },
    random_bytes: (length) => add(crypto.getRandomValues(new Uint8Array(Number(length)))),
    block_new: (address, length) => add(new Uint8Array(host.memory.buffer.slice(address, address + length))),
    block_read: (offset, from, address, length) => {
      const start = Number(from);
      new Uint8Array(host.memory.buffer, address, length).set(whole(offset).subarray(start, start + length));
    },
  };
  begin(new Uint8Array(0));
  host.imports = { 'extism:host/env': env, 'extism:host/user': user };
  return host;
}
