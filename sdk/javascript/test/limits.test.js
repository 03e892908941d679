import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { Engine, loaded } from './host.js';

/** Answers GET with this script in a thread whose stack is as large as the runtime's. */
function answerOnLargeStack(source) {
  const program = `
    import(${JSON.stringify(new URL('./host.js', import.meta.url).href)}).then(({ loaded }) => {
      const engine = loaded(${JSON.stringify(source)});
      require('node:worker_threads').parentPort.postMessage(engine.handle().text + engine.handle().text);
    });`;
  return new Promise((resolve, reject) => {
    const worker = new Worker(program, { eval: true, resourceLimits: { stackSizeMb: 16 } });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

const RECURSIONS = {
  functions: 'const f = () => f() + 1;',
  methods: 'class A { m() { return this.m() + 1; } } const f = () => new A().m();',
  constructors: 'class B { constructor() { new A(); } } class A extends B {} const f = () => new A();',
  'callbacks of natives': 'const f = () => [1].map(f);',
  replacers: 'const f = () => "a".replace(/a/, f);',
  getters: 'const o = { get x() { return this.x; } }; const f = () => o.x;',
  proxies: 'const p = new Proxy({}, { get: (t, k, r) => r[k] }); const f = () => p.x;',
  conversions: 'const f = () => `${{ toString: f }}`;',
  toJSON: 'const f = () => JSON.stringify({ toJSON: f });',
  generators: 'function* g() { yield* g(); } const f = () => [...g()];',
  'async functions': 'const f = async () => { await f(); };',
  'nested JSON, read': 'const f = () => JSON.parse("[".repeat(100000));',
  'nested arrays, written': 'let a = []; for (let i = 0; i < 100000; i++) a = [a]; const f = () => JSON.stringify(a);',
  'nested arrays, as text': 'let a = []; for (let i = 0; i < 100000; i++) a = [a]; const f = () => String(a);',
  'nested groups of a pattern': 'const f = () => new RegExp("(?:".repeat(100000) + ")".repeat(100000));',
  'nested source': 'const f = () => eval("[".repeat(100000));',
};

for (const [name, source] of Object.entries(RECURSIONS)) {
  test(`endless recursion ends in an error that can be caught: ${name}`, async () => {
    const script = `${source} export default async () => { try { await f(); } catch (error) { return new Response(error.name); } return new Response('none'); }`;
    assert.match(await answerOnLargeStack(script), /^(RangeErrorRangeError|SyntaxErrorSyntaxError)$/);
  });
}

test('a thousand levels of recursion are possible', async () => {
  const script = 'const f = (n) => (n > 0 ? f(n - 1) + 1 : 0); export default () => new Response(String(f(1000)))';
  assert.equal(await answerOnLargeStack(script), '10001000');
});

test('too many arguments are an error', () => {
  const engine = loaded(
    'export default () => { try { Math.max(...new Array(1e6)); } catch (error) { return new Response(error.name); } }',
  );
  assert.equal(engine.handle().text, 'RangeError');
});

/** Memory after each of some batches of calls. */
function memoryOver(engine, batches, calls, request) {
  return Array.from({ length: batches }, () => {
    for (let call = 0; call < calls; call++) {
      const { error } = engine.handle(request);
      assert.equal(error, undefined);
    }
    return engine.memoryBytes;
  });
}

test('over 10,000 calls in one instance its memory stops growing', () => {
  const engine = loaded(`
    let calls = 0;
    class Order { #total = 0; add(n) { this.#total += n; return this; } get total() { return this.#total; } }
    export default {
      async fetch(request, context) {
        calls++;
        const url = new URL(request.url);
        const data = await request.json();
        const ring = { data }; ring.self = ring; // only the cycle collector frees it
        await new Promise((resolve) => setTimeout(resolve, 1));
        const words = new Map(data.text.split(' ').map((word, index) => [word, index]));
        setTimeout(() => ring, 1000);
        console.log('%s', url.searchParams.get('q'), [...words.keys()].length);
        if (calls % 7 === 0) return new Response((async function* () { yield 'a'; yield 'b'; })());
        try { null.x; } catch (error) { words.set(error.message, 1); }
        return Response.json({ calls, total: new Order().add(2).total, words: words.size, id: crypto.randomUUID(), env: context.env.A });
      },
    };`);
  engine.env = { A: 'b' };
  const request = {
    method: 'POST',
    path: '/x',
    query: 'q=1',
    headers: [['content-type', 'application/json']],
    body: '{"text":"the quick brown fox"}',
  };
  const memory = memoryOver(engine, 10, 1000, request);
  assert.ok(
    memory.slice(5).every((bytes) => bytes === memory[4]),
    `${memory}`,
  );
  assert.ok(memory[4] < 8_000_000, `${memory}`);
});

test('failing calls leave no memory behind', () => {
  const engine = loaded(
    'export default async (request) => { if (request.method === "PUT") await new Promise(() => {}); Promise.reject(new Error("lost")); const e = new Error("x"); e.self = e; e.items = new Array(100).fill(0); throw e; }',
  );
  const batch = () => {
    for (let call = 0; call < 1000; call++) {
      assert.ok(engine.handle({ method: call % 2 === 0 ? 'PUT' : 'GET' }).error);
    }
    engine.logs.length = 0;
    return engine.memoryBytes;
  };
  const memory = Array.from({ length: 10 }, batch);
  assert.ok(
    memory.slice(5).every((bytes) => bytes === memory[4]),
    `${memory}`,
  );
});

test('large bodies are freed', () => {
  const engine = loaded('export default async (request) => new Response(await request.text())');
  const memory = memoryOver(engine, 5, 10, { method: 'POST', body: 'x'.repeat(3_000_000) });
  assert.ok(
    memory.every((bytes) => bytes === memory[0]),
    `${memory}`,
  );
});

test('state that a script keeps is kept', () => {
  const engine = loaded(
    'const log = []; export default async (request) => { log.push(await request.text()); return Response.json([log.length, log.at(-1).length]); }',
  );
  for (let call = 1; call <= 200; call++) {
    assert.equal(engine.handle({ method: 'POST', body: 'x'.repeat(call) }).text, `[${call},${call}]`);
  }
});

test('training works, again and again, and leaves the script alone', () => {
  const engine = loaded('globalThis.mark = 1; export default () => Response.json([mark, typeof trained])');
  const memory = [];
  for (let round = 0; round < 20; round++) {
    assert.equal(engine.train(), undefined);
    memory.push(engine.memoryBytes);
  }
  assert.equal(memory.at(-1), memory[1], `${memory}`);
  assert.equal(engine.handle().text, '[1,"undefined"]');
  assert.equal(new Engine().train(), undefined);
});
