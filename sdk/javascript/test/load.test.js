import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Engine, loaded } from './host.js';

const refusal = (source, name) => new Engine().load(source, name);

test('loading asks for no clock and no random bytes, so that the image may be shared', () => {
  const engine = loaded('const table = new Map([["a", 1]]); export default { fetch: () => new Response("x") };');
  assert.equal(engine.clockCalls, 0);
  assert.equal(engine.randomCalls, 0);
});

test('a syntax error names file, line and column first', () => {
  assert.match(refusal('const a = 1;\n\nconst b = ;\n', 'src/shop.js'), /^src\/shop\.js:3:11: SyntaxError: /);
});

test('an error at top level names file, line and column first, then what happened', () => {
  const text = refusal('const settings = null;\nfunction read() {\n  return settings.port;\n}\nread();');
  assert.match(text, /^hello\.js:3:10: TypeError: cannot read property 'port' of null/);
  assert.match(text, /at read \(hello\.js:3:10\)\n {4}at <anonymous> \(hello\.js:5:1\)/);
});

test('a script without a handler is refused with the shape that it needs', () => {
  for (const source of ['export default 5', 'export default {}', 'const a = 1;', '']) {
    assert.match(refusal(source), /^hello\.js: TypeError: the script exports no handler: it needs `export default/);
  }
});

test('an import is refused with advice', () => {
  for (const source of ['import fs from "node:fs"; export default {}', 'export * from "./other.js"']) {
    assert.match(refusal(source), /cannot import "[^"]+": a script is one file; bundle what it imports into it/);
  }
});

test('the modules of the engine cannot be imported', () => {
  for (const name of ['dormouse:host', 'dormouse:web/main.js', './main.js']) {
    assert.match(refusal(`import * as engine from "${name}"; export default {}`), /cannot import/);
  }
  const engine = loaded('export default async () => Response.json(await import("dormouse:host"))');
  assert.match(engine.handle().error, /cannot import "dormouse:host"/);
});

test('a second script is refused', () => {
  const engine = loaded('export default () => new Response("first")');
  assert.match(engine.load('export default () => new Response("second")'), /may be called once/);
  assert.equal(engine.handle().text, 'first');
});

test('a request before load is answered with an error', () => {
  assert.match(new Engine().handle().error, /no script is loaded/);
});

test('a script that failed to load does not answer', () => {
  const engine = new Engine();
  assert.match(engine.load('throw new RangeError("no")'), /RangeError: no/);
  assert.match(engine.handle().error, /no script is loaded/);
});

test('top-level await is waited for, timers included', () => {
  const engine = loaded(`
    const value = await new Promise((resolve) => setTimeout(resolve, 20, 'ready'));
    export default () => new Response(value);`);
  assert.deepEqual(engine.waits, [20]);
  assert.equal(engine.handle().text, 'ready');
});

test('a top level that can never end is refused', () => {
  assert.match(refusal('await new Promise(() => {}); export default {}'), /can never settle/);
});

test('a rejection that nothing handles at top level is refused', () => {
  const text = refusal('Promise.reject(new Error("lost")); export default () => new Response("x")');
  assert.match(text, /^hello\.js:1:20: unhandled: Error: lost/);
});

test('a rejection that is handled later at top level is none', () => {
  loaded('const p = Promise.reject(new Error("x")); queueMicrotask(() => p.catch(() => {})); export default () => {}');
});

test('a byte order mark and a hashbang are skipped, names beyond ASCII work', () => {
  loaded('\ufeff#!/usr/bin/env dormouse\nexport default () => new Response("x")');
  assert.match(
    refusal('throw new Error("\u00fcber")', 'gr\u00fc\u00dfe.js'),
    /^gr\u00fc\u00dfe\.js:1:11: Error: \u00fcber/,
  );
});

test('a source that is no UTF-8 does not break the engine', () => {
  assert.match(refusal(Uint8Array.from([0xff, 0xfe, 0x00, 0x61])), /SyntaxError/);
});

test('the default export may be an object with fetch, a function, or absent beside an exported fetch', () => {
  for (const source of [
    'export default { async fetch(request) { return new Response(request.method); } }',
    'export default async function (request) { return new Response(request.method); }',
    'export function fetch(request) { return new Response(request.method); }',
    'class App { #suffix = ""; fetch(request) { return new Response(request.method + this.#suffix); } }\nexport default new App();',
  ]) {
    assert.equal(loaded(source).handle({ method: 'PUT' }).text, 'PUT', source);
  }
});

test('loading large data works', () => {
  const words = JSON.stringify(Array.from({ length: 20_000 }, (_, index) => `word${index}`));
  const engine = loaded(`const words = ${words}; export default () => new Response(words.at(-1))`);
  assert.equal(engine.handle().text, 'word19999');
});
