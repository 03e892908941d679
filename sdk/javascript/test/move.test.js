import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loaded } from './host.js';

/** A script with these members beside its handler. */
const script = (members) => loaded(`let kept = "nothing";
export default { fetch: () => new Response(JSON.stringify(kept)), ${members} };`);

test('what a script hands over is the JSON of what handOver gives', () => {
  const engine = script('handOver() { return { items: ["milk", "br\\u00f6d", "\\ud800"], at: new Date(0) }; }');
  assert.deepEqual(engine.handOver(), {
    code: 0,
    error: undefined,
    text: '{"items":["milk","br\u00f6d","\\ud800"],"at":"1970-01-01T00:00:00.000Z"}',
  });
  assert.equal(engine.handle().text, '"nothing"');
});

test('handOver may take its time', () => {
  const engine = script('async handOver() { await new Promise((resolve) => setTimeout(resolve, 50)); return 1; }');
  assert.equal(engine.handOver().text, '1');
  assert.deepEqual(engine.waits, [50]);
});

test('what JSON cannot say is not handed over', () => {
  for (const value of ['undefined', '() => 1', 'Symbol("s")']) {
    assert.match(script(`handOver() { return ${value}; }`).handOver().error, /must return what JSON can say, but it/);
  }
  for (const value of ['new Uint8Array(3)', 'new ArrayBuffer(3)']) {
    assert.match(script(`handOver() { return ${value}; }`).handOver().error, /returned bytes/);
  }
  assert.match(script('handOver() { const a = []; a.push(a); return a; }').handOver().error, /circular/);
  assert.match(script('handOver() { return 1n; }').handOver().error, /^TypeError/);
});

test('migrate takes in what was handed over', () => {
  const engine = script('async migrate(state) { await null; kept = state.items; }');
  assert.deepEqual(engine.migrate('{"items":["milk","br\u00f6d"]}'), { code: 0, error: undefined, text: '' });
  assert.equal(engine.handle().text, '["milk","br\u00f6d"]');
});

test('a migrate that throws fails with its text and place', () => {
  const { code, error } = script('\nmigrate(state) { kept = state.items.length; }').migrate('{}');
  assert.equal(code, 1);
  assert.match(error, /^TypeError: cannot read property 'length' of undefined\n {4}at migrate \(hello\.js:3:/);
});

test('what was handed over and is no JSON fails', () => {
  for (const state of ['', '{', 'milk', '1 2']) {
    const { code, error } = script('migrate(state) { kept = state; }').migrate(state);
    assert.equal(code, 1);
    assert.match(error, /SyntaxError/);
  }
});

test('a script without these methods says so by a code of its own', () => {
  assert.deepEqual(script('').handOver(), { code: 2, error: undefined, text: '' });
  assert.deepEqual(script('').migrate('1'), { code: 2, error: undefined, text: '' });
  assert.equal(script('handOver: 1').handOver().code, 2);
});

test('a script without a default export may export them', () => {
  const engine = loaded(`let kept = 1;
export const fetch = () => new Response(String(kept));
export const handOver = () => kept;
export const migrate = (state) => void (kept = state);`);
  assert.equal(engine.handOver().text, '1');
  assert.equal(engine.migrate('7').code, 0);
  assert.equal(engine.handle().text, '7');
});
