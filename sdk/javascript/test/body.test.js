import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer, evaluate, loaded } from './host.js';

const post = (body) => ({ method: 'POST', body });

test('text, json, bytes and arrayBuffer give the whole body', () => {
  assert.equal(evaluate('request.text()', post(['h\u00e4', 'll\u00f6 \u{1f600}'])), 'h\u00e4ll\u00f6 \u{1f600}');
  assert.deepEqual(evaluate('request.json()', post('{"a":[1,{"b":null}]}')), { a: [1, { b: null }] });
  assert.deepEqual(
    evaluate('Array.from(await request.bytes())', post([Uint8Array.of(0, 255), Uint8Array.of(7)])),
    [0, 255, 7],
  );
  assert.equal(evaluate('(await request.arrayBuffer()).byteLength', post('12345')), 5);
});

test('an empty body is empty', () => {
  assert.equal(evaluate('request.text()', post([])), '');
  assert.equal(evaluate('(await request.bytes()).length', post([])), 0);
  assert.match(answer('return Response.json(await request.json())', post([])).error, /^SyntaxError/);
});

test('a GET request has no body', () => {
  assert.deepEqual(evaluate('[request.body, request.bodyUsed, await request.text(), await request.text()]'), [
    null,
    false,
    '',
    '',
  ]);
});

test('a byte order mark is no part of the text, ill-formed bytes become U+FFFD', () => {
  assert.equal(
    evaluate('request.text()', post(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0xff, 0xe2, 0x82, 0x62))),
    'a\ufffd\ufffdb',
  );
});

test('a body can be read once', () => {
  assert.match(answer('await request.text(); await request.json();', post('{}')).error, /body has been read already/);
  assert.equal(evaluate('(await request.text(), request.bodyUsed)', post('x')), true);
});

test('JSON that is none is an error with the place in the handler', () => {
  const { error } = answer('const data = await request.json();\nreturn new Response(data);', post('{"a":'));
  assert.match(error, /^SyntaxError: .*/);
  assert.match(error, /hello\.js:2/);
});

test('the body as a stream is read chunk by chunk, when it is asked for', () => {
  const source = `const reader = request.body.getReader();
    const first = await reader.read();
    return Response.json([first.done, new TextDecoder().decode(first.value)]);`;
  const result = answer(source, post(['one', 'two', 'three']));
  assert.deepEqual(JSON.parse(result.text), [false, 'one']);
  assert.equal(result.reads, 1);
});

test('a body that is not read costs nothing', () => {
  assert.equal(answer('return new Response("x")', post(['one', 'two'])).reads, 0);
});

test('the body can be iterated', () => {
  const source = `let parts = [];
    for await (const chunk of request.body) parts.push(chunk.length);
    return Response.json([parts, request.bodyUsed]);`;
  assert.deepEqual(JSON.parse(answer(source, post(['a', 'bb', 'ccc'])).text), [[1, 2, 3], true]);
});

test('a body can be echoed as it comes', () => {
  const result = answer(
    'return new Response(request.body, { headers: request.headers });',
    post(['one', 'two', 'three']),
  );
  assert.deepEqual(result.chunks, ['one', 'two', 'three']);
});

test('a large body passes unharmed', () => {
  const body = new Uint8Array(10_000_000).map((_, index) => index * 31);
  const engine = loaded('export default async (request) => new Response(await request.arrayBuffer())');
  assert.ok(engine.handle(post([body.subarray(0, 3_000_000), body.subarray(3_000_000)])).bytes.equals(body));
  const streaming = loaded('export default async (request) => new Response(request.body)');
  assert.ok(streaming.handle(post(body)).bytes.equals(body));
});

test('each kind of body can be answered, with its type', () => {
  const cases = [
    ['"text"', 'text', 'text/plain;charset=UTF-8'],
    ['new Uint8Array([104, 105])', 'hi', null],
    ['new Uint8Array([104, 105, 106]).subarray(1)', 'ij', null],
    ['new Uint16Array([26984]).buffer', 'hi', null],
    ['new DataView(new Uint8Array([104, 105]).buffer, 1)', 'i', null],
    ['new URLSearchParams({ a: "1 2", b: "&" })', 'a=1+2&b=%26', 'application/x-www-form-urlencoded;charset=UTF-8'],
    ['["a", "b", new Uint8Array([99])]', 'abc', null],
    ['(function* () { yield "x"; yield "y"; })()', 'xy', null],
    ['(async function* () { yield "x"; await null; yield "y"; })()', 'xy', null],
    ['new ReadableStream({ start(c) { c.enqueue("s"); c.close(); } })', 's', null],
    ['null', '', null],
    ['undefined', '', null],
    ['""', '', 'text/plain;charset=UTF-8'],
    ['12', '12', 'text/plain;charset=UTF-8'],
    ['"\\ud800x"', '\ufffdx', 'text/plain;charset=UTF-8'],
  ];
  for (const [expression, text, type] of cases) {
    const result = answer(`return new Response(${expression});`);
    assert.equal(result.error, undefined, expression);
    assert.equal(result.text, text, expression);
    assert.equal(result.headers.get('content-type'), type, expression);
  }
});

test('a streamed answer leaves chunk by chunk, with waits between them', () => {
  const engine = loaded(`export default () => new Response((async function* () {
    for (let i = 0; i < 3; i++) { yield "tick " + i + "\\n"; await new Promise((r) => setTimeout(r, 100)); }
  })())`);
  assert.deepEqual(engine.handle().chunks, ['tick 0\n', 'tick 1\n', 'tick 2\n']);
  assert.deepEqual(engine.waits, [100, 100, 100]);
});

test('a stream that fails ends the call with its error, after the chunks before', () => {
  const result = answer('return new Response((function* () { yield "a"; throw new Error("broken"); })());');
  assert.deepEqual(result.chunks, ['a']);
  assert.match(result.error, /^Error: broken\n {4}at .*hello\.js:2/);
});

test('a chunk that is no bytes and no text is an error', () => {
  assert.match(answer('return new Response([1, 2]);').error, /a chunk of a body must be a string or bytes, not number/);
});

test('Response.json and Response.redirect', () => {
  const json = answer('return Response.json({ a: 1 }, { status: 201, headers: { "x-a": "1" } });');
  assert.deepEqual(
    [json.status, json.text, json.headers.get('content-type'), json.headers.get('x-a')],
    [201, '{"a":1}', 'application/json', '1'],
  );
  assert.match(answer('return Response.json(() => 1);').error, /cannot be written as JSON/);
  const redirect = answer('return Response.redirect("http://example.test/a b", 307);');
  assert.deepEqual([redirect.status, redirect.headers.get('location')], [307, 'http://example.test/a%20b']);
  assert.match(answer('return Response.redirect("http://example.test/", 200);').error, /200 is not a redirect/);
});

test('statuses without a body have none', () => {
  assert.equal(answer('return new Response(null, { status: 204 });').status, 204);
  assert.match(answer('return new Response("x", { status: 204 });').error, /status 204 has no body/);
});

test('requests and responses can be made, read and cloned', () => {
  assert.deepEqual(
    evaluate(`(async () => {
      const original = new Request('http://example.test/x', { method: 'post', body: 'abc', headers: { a: '1' } });
      const copy = original.clone();
      const changed = new Request(original, { method: 'PUT', headers: { b: '2' } });
      return [original.method, await copy.text(), changed.method, await changed.text(), changed.headers.get('a'), original.bodyUsed];
    })()`),
    ['POST', 'abc', 'PUT', 'abc', null, true],
  );
  assert.deepEqual(
    evaluate(`(async () => {
      const response = new Response((async function* () { yield 'a'; yield 'b'; })(), { status: 201 });
      const copy = response.clone();
      return [await response.text(), await copy.text(), copy.status, copy.ok];
    })()`),
    ['ab', 'ab', 201, true],
  );
  assert.deepEqual(evaluate('Promise.all([request.clone().text(), request.text()])', post(['a', 'b'])), ['ab', 'ab']);
  assert.match(answer('new Request("http://example.test/", { body: "x" });').error, /a GET request has no body/);
  assert.match(answer('new Request("/relative");').error, /Invalid URL: "\/relative"/);
});
