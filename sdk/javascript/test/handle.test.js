import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer, evaluate, loaded } from './host.js';

test('the request has what the host says of it', () => {
  const request = {
    method: 'PATCH',
    path: '/a%20b/c',
    query: 'x=1&x=2',
    headers: [
      ['content-type', 'text/plain'],
      ['accept', 'a'],
      ['accept', 'b'],
      ['cookie', 'k=1'],
      ['cookie', 'l=2'],
    ],
  };
  const value = evaluate(
    '{ method: request.method, url: request.url, type: request.headers.get("Content-Type"), accept: request.headers.get("accept"), cookie: request.headers.get("cookie"), none: request.headers.get("x-none") }',
    request,
  );
  assert.deepEqual(value, {
    method: 'PATCH',
    url: 'http://example.test/fn/hello/a%20b/c?x=1&x=2',
    type: 'text/plain',
    accept: 'a, b',
    cookie: 'k=1; l=2',
    none: null,
  });
});

test('the context has identities and the environment', () => {
  const engine = loaded(
    'export default (request, context) => Response.json({ ...context.env, f: context.function, r: context.revision, i: context.invocation })',
  );
  engine.env = { GREETING: 'h\u00e4llo=you', EMPTY: '', __proto__x: '1' };
  assert.deepEqual(JSON.parse(engine.handle().text), {
    GREETING: 'h\u00e4llo=you',
    EMPTY: '',
    __proto__x: '1',
    f: 'hello',
    r: 'r1',
    i: 'i1',
  });
  engine.env = { GREETING: 'new' };
  assert.equal(JSON.parse(engine.handle().text).GREETING, 'new');
});

test('status and headers of the answer arrive', () => {
  const result = answer(
    'return new Response("no", { status: 404, statusText: "Gone", headers: { "X-A": "1", "content-type": "text/html" } });',
  );
  assert.equal(result.status, 404);
  assert.equal(result.headers.get('x-a'), '1');
  assert.equal(result.headers.get('content-type'), 'text/html');
  assert.equal(result.text, 'no');
});

test('several cookies stay several', () => {
  const result = answer(
    'const r = new Response("x"); r.headers.append("set-cookie", "a=1"); r.headers.append("Set-Cookie", "b=2"); return r;',
  );
  assert.deepEqual(result.headers.getSetCookie(), ['a=1', 'b=2']);
});

test('an error in the handler has message, line and column, and no frames of the engine', () => {
  const engine = loaded(
    'function check(order) {\n  return order.items.length;\n}\nexport default {\n  async fetch(request) {\n    await null;\n    check({});\n  },\n};',
    'shop.js',
  );
  const { error } = engine.handle();
  assert.equal(
    error,
    "TypeError: cannot read property 'length' of undefined\n    at check (shop.js:2:10)\n    at fetch (shop.js:7:5)",
  );
});

test('an error thrown by the web platform shows the line of the author', () => {
  const { error } = answer('\nreturn new Response("x", { status: 99 });');
  assert.equal(
    error,
    'RangeError: Response: the status must be a whole number from 200 to 599, not 99\n    at fetch (hello.js:3:12)',
  );
});

test('causes and parts of an error are told', () => {
  const { error } = answer(
    'throw new AggregateError([new Error("one"), new Error("two")], "all", { cause: new TypeError("root") });',
  );
  assert.match(
    error,
    /^AggregateError: all\n[^]*\n {2}Error: one\n[^]*\n {2}Error: two\n[^]*\ncaused by TypeError: root/,
  );
});

test('what is thrown need not be an error', () => {
  assert.equal(answer('throw { code: 7 };').error, 'a value was thrown that is not an Error: { code: 7 }');
  assert.equal(answer('throw undefined;').error, 'a value was thrown that is not an Error: undefined');
  assert.equal(answer('throw Symbol("s");').error, 'a value was thrown that is not an Error: Symbol(s)');
});

test('an error that cannot be described is still an error', () => {
  const { error } = answer(
    'const e = new Error("x"); Object.defineProperty(e, "message", { get() { throw 1; } }); throw e;',
  );
  assert.match(error, /.+/);
});

test('the text of an error is bounded', () => {
  assert.ok(answer('throw new Error("x".repeat(1e6));').error.length < 17_000);
});

test('a return that is no Response says so', () => {
  assert.match(
    answer('return { status: 200 };').error,
    /^TypeError: fetch must return a Response, but it returned \{ status: 200 \}/,
  );
  assert.match(answer('').error, /fetch must return a Response, but it returned undefined/);
  assert.match(answer('return Response.error();').error, /but it returned Response\.error\(\)/);
});

test('a Response cannot be sent twice', () => {
  const engine = loaded('const same = new Response("x"); export default () => same;');
  assert.equal(engine.handle().text, 'x');
  assert.match(engine.handle().error, /body has been read already/);
});

test('a promise that nothing can settle is an error that says so', () => {
  assert.match(answer('await new Promise(() => {});').error, /waits for a promise that can never settle/);
});

test('the standstill names the error that led to it', () => {
  const result = answer('await new Promise((resolve) => setTimeout(() => { null.x; resolve(); }, 5));');
  assert.match(
    result.error,
    /can never settle.*before that: TypeError: cannot read property 'x' of null\n {4}at <anonymous> \(hello\.js:2:/s,
  );
});

test('headers that the host would refuse are errors of the script', () => {
  assert.match(
    answer('return new Response("x", { headers: { "x-name": "J\\u00fcrgen" } });').error,
    /header x-name holds characters that are not printable ASCII/,
  );
  assert.match(
    answer('const r = new Response("x"); for (let i = 0; i < 100; i++) r.headers.set("x-" + i, "1"); return r;').error,
    /101 headers; at most 100/,
  );
});

test('an unhandled rejection is logged and does not end the request', () => {
  const engine = loaded('export default () => { Promise.reject(new Error("lost")); return new Response("fine"); }');
  assert.equal(engine.handle().text, 'fine');
  assert.equal(engine.logs.length, 1);
  assert.equal(engine.logs[0].level, 'error');
  assert.match(engine.logs[0].text, /^Unhandled promise rejection: Error: lost\n {4}at .*\(hello\.js:1:/);
});

test('waitUntil is waited for before the call ends', () => {
  const engine = loaded(`let done = 0;
    export default (request, context) => {
      context.waitUntil((async () => { await new Promise((r) => setTimeout(r, 30)); context.waitUntil(more()); })());
      return new Response(String(done));
    };
    async function more() { await null; done++; }`);
  assert.equal(engine.handle().text, '0');
  assert.deepEqual(engine.waits, [30]);
  assert.equal(engine.handle().text, '1');
});

test('globals live on from call to call in one instance', () => {
  const engine = loaded(
    'let n = 0; globalThis.seen = []; export default (request) => { seen.push(request.method); return new Response(`${++n} ${seen}`); }',
  );
  engine.handle();
  assert.equal(engine.handle({ method: 'PUT' }).text, '2 GET,PUT');
});

test('after an error the next request is answered', () => {
  const engine = loaded(
    'export default (request) => { if (request.method === "PUT") throw new Error("x"); return new Response("ok"); }',
  );
  assert.match(engine.handle({ method: 'PUT' }).error, /Error: x/);
  assert.equal(engine.handle().text, 'ok');
});

test('outbound requests are refused by the promise', () => {
  assert.match(answer('await fetch("http://example.test/");').error, /^TypeError: fetch: outbound HTTP is not granted/);
});
