import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer, evaluate, loaded } from './host.js';

test('the offered globals are there, and no others of the web platform', () => {
  const offered = [
    'AbortController',
    'AbortSignal',
    'DOMException',
    'Event',
    'EventTarget',
    'Headers',
    'ReadableStream',
    'Request',
    'Response',
    'TextDecoder',
    'TextDecoderStream',
    'TextEncoder',
    'TextEncoderStream',
    'TransformStream',
    'URL',
    'URLSearchParams',
    'WritableStream',
    'atob',
    'btoa',
    'clearInterval',
    'clearTimeout',
    'console',
    'crypto',
    'fetch',
    'navigator',
    'performance',
    'queueMicrotask',
    'self',
    'setInterval',
    'setTimeout',
    'structuredClone',
  ];
  assert.deepEqual(evaluate(`${JSON.stringify(offered)}.filter((name) => !(name in globalThis))`), []);
  assert.deepEqual(
    evaluate(
      `${JSON.stringify(offered)}.filter((name) => Object.getOwnPropertyDescriptor(globalThis, name).enumerable)`,
    ),
    [],
  );
  assert.deepEqual(
    evaluate('["WebSocket", "process", "require", "Deno", "document"].filter((name) => name in globalThis)'),
    [],
  );
});

test('text is encoded and decoded as in Node', () => {
  const program = (TextEncoder, TextDecoder) => {
    const inputs = [
      [],
      [0x61],
      [0xc3, 0xa4],
      [0xf0, 0x9f, 0x98, 0x80],
      [0xff],
      [0xc3],
      [0xc3, 0x28],
      [0xe2, 0x82],
      [0xe2, 0x82, 0x41],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0xf0, 0x80, 0x80, 0x80],
      [0xc0, 0xaf],
      [0xe0, 0x80, 0xaf],
      [0xf0, 0x9f, 0x98],
      [0xf0, 0x9f, 0x41],
      [0xef, 0xbb, 0xbf, 0x61],
      [0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf],
      [0x80, 0x80],
      [0xf8, 0x88],
      [0x61, 0xe1, 0x80, 0xe2, 0xf0, 0x91, 0x92, 0xf1, 0xbf, 0x41],
    ];
    const decoded = inputs.map((bytes) => new TextDecoder().decode(Uint8Array.from(bytes)));
    const raw = inputs.map((bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes)));
    const fatal = inputs.map((bytes) => {
      try {
        return new TextDecoder('UTF8', { fatal: true }).decode(Uint8Array.from(bytes));
      } catch (error) {
        return error.name;
      }
    });
    const streamed = inputs.map((bytes) => {
      const decoder = new TextDecoder();
      return bytes.map((byte) => decoder.decode(Uint8Array.of(byte), { stream: true })).join('|') + decoder.decode();
    });
    const texts = ['', 'abc', '\u00e4\u20ac\u{1f600}', '\ud800', 'a\udc00b', '\ud83d\ude00\ud83d'];
    const encoded = texts.map((text) => Array.from(new TextEncoder().encode(text)));
    const into = texts.map((text) => {
      const bytes = new Uint8Array(4);
      return [new TextEncoder().encodeInto(text, bytes), Array.from(bytes)];
    });
    return { decoded, raw, fatal, streamed, encoded, into };
  };
  assert.deepEqual(
    evaluate(`(${program})(TextEncoder, TextDecoder)`),
    JSON.parse(JSON.stringify(program(TextEncoder, TextDecoder))),
  );
});

test('random bytes decode as in Node', () => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
  console.log(`seed ${seed}`);
  let state = seed;
  const bytes = new Uint8Array(200_000).map(() => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const byte = state >>> 24;
    return byte < 64 ? byte + 64 : byte; // more bytes of longer characters
  });
  const engine = loaded(
    'export default async (request) => new Response(new TextDecoder().decode(await request.bytes()))',
  );
  assert.equal(engine.handle({ method: 'POST', body: bytes }).text, new TextDecoder().decode(bytes));
});

test('other encodings are refused', () => {
  assert.throws(
    () => evaluate('new TextDecoder("latin1")'),
    /RangeError: TextDecoder: "latin1" is not supported, only utf-8 is/,
  );
});

test('base64', () => {
  assert.deepEqual(evaluate('[btoa("h\\u00e9llo"), atob("aOlsbG8="), atob(" aGk ")]'), [
    'aOlsbG8=',
    'h\u00e9llo',
    'hi',
  ]);
  assert.deepEqual(
    evaluate('[() => btoa("\\u20ac"), () => atob("a")].map((f) => { try { f(); } catch (e) { return e.name; } })'),
    ['InvalidCharacterError', 'InvalidCharacterError'],
  );
});

test('Math.random differs from resume to resume and repeats for none', () => {
  const engine = loaded('export default () => Response.json([Math.random(), Math.random()])');
  const draws = [];
  for (let seed = 1; seed <= 50; seed++) {
    engine.resume(seed);
    draws.push(...JSON.parse(engine.handle().text));
  }
  assert.equal(new Set(draws).size, 100);
  assert.ok(draws.every((draw) => draw >= 0 && draw < 1));
  assert.equal(engine.randomCalls, 0);
});

test('Math.random at top level is seeded by the host, once', () => {
  const engine = loaded(
    'const first = [Math.random(), Math.random()]; export default () => Response.json([...first, Math.random()])',
  );
  assert.equal(engine.randomCalls, 1);
  assert.equal(new Set(JSON.parse(engine.handle().text)).size, 3);
});

test('Math.random is spread evenly', () => {
  const counts = evaluate(
    '(() => { const c = new Array(10).fill(0); for (let i = 0; i < 20000; i++) c[Math.floor(Math.random() * 10)]++; return c; })()',
  );
  assert.ok(
    counts.every((count) => count > 1700 && count < 2300),
    `${counts}`,
  );
});

test('crypto asks the host each time', () => {
  const engine = loaded(
    'export default () => Response.json([crypto.randomUUID(), Array.from(crypto.getRandomValues(new Uint32Array(2)))])',
  );
  const [uuid, values] = JSON.parse(engine.handle().text);
  assert.match(uuid, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  assert.equal(values.length, 2);
  assert.notEqual(JSON.parse(engine.handle().text)[0], uuid);
  assert.equal(engine.randomCalls, 4);
  assert.deepEqual(
    evaluate(
      '[() => crypto.getRandomValues(new Float64Array(1)), () => crypto.getRandomValues(new Uint8Array(65537)), () => crypto.getRandomValues("x")].map((f) => { try { f(); } catch (e) { return e.name; } })',
    ),
    ['TypeMismatchError', 'QuotaExceededError', 'TypeMismatchError'],
  );
});

test('the time is asked for at each call', () => {
  const engine = loaded(
    'export default () => Response.json([Date.now(), new Date().toISOString(), performance.now()])',
  );
  const first = JSON.parse(engine.handle().text);
  assert.deepEqual(first, [1_700_000_000_000, '2023-11-14T22:13:20.000Z', 5_000]);
  engine.wallMillis += 1500;
  engine.monotonicMillis += 1500.5;
  assert.deepEqual(JSON.parse(engine.handle().text), [1_700_000_001_500, '2023-11-14T22:13:21.500Z', 6_500.5]);
});

test('console writes to the log at its levels', () => {
  const engine = loaded(`export default () => {
    console.trace('t'); console.debug('d'); console.log('l'); console.info('i'); console.warn('w'); console.error('e');
    console.assert(true, 'no'); console.assert(false, 'yes %d', 1); console.log(''); console.log();
    return new Response('x');
  }`);
  engine.handle();
  assert.deepEqual(
    engine.logs.map(({ level, text }) => [level, text.split('\n')[0]]),
    [
      ['trace', 't'],
      ['debug', 'd'],
      ['info', 'l'],
      ['info', 'i'],
      ['warn', 'w'],
      ['error', 'e'],
      ['error', 'Assertion failed: yes 1'],
    ],
  );
  assert.match(engine.logs[0].text, /^t\n {4}at .*hello\.js:2:/);
});

test('console shows values so that people can read them', () => {
  const cases = [
    ['1, "two", true, null, undefined, 3n, -0, Symbol("s")', '1 two true null undefined 3n -0 Symbol(s)'],
    ['"%s is %d years and %i, %f%%", "Ann", 41.5, 41.5, "1.5", "rest"', 'Ann is 41.5 years and 41, 1.5% rest'],
    ['"%o %O %j %c%s", [1], { a: 1 }, "j", "css"', '[1] { a: 1 } "j" %s'],
    [
      '{ a: 1, "b c": [1, "x", { d: { e: { f: 1 } } }], g: () => 1, h: class K {} }',
      '{ a: 1, "b c": [1, "x", { d: [Object] }], g: [Function: g], h: [class: K] }',
    ],
    ['new Map([["a", { b: 1 }]]), new Set([1]), new Map()', 'Map(1) { "a" => { b: 1 } } Set(1) { 1 } Map(0) {}'],
    [
      'new Date(0), /x/g, new Uint8Array([1, 2]), new ArrayBuffer(3)',
      '1970-01-01T00:00:00.000Z /x/g Uint8Array(2) [1, 2] ArrayBuffer { byteLength: 3 }',
    ],
    ['(() => { const a = { n: 1 }; a.self = a; return a; })()', '{ n: 1, self: [Circular] }'],
    [
      'Object.create(null), new (class Shop { open = true })(), [], {}',
      '[Object: null prototype] {} Shop { open: true } [] {}',
    ],
    ['{ get x() { throw 1; } }, new Proxy({}, { ownKeys() { throw 1; } })', '{ x: [Getter] } [not to be inspected]'],
  ];
  for (const [args, expected] of cases) {
    const engine = loaded(`export default () => { console.log(${args}); return new Response('x'); }`);
    assert.equal(engine.handle().error, undefined);
    assert.equal(engine.logs[0].text, expected, args);
  }
  const engine = loaded(
    'export default () => { console.log(new Array(5000).fill(1)); console.log("x".repeat(20000), ["y".repeat(20000)]); console.error(new TypeError("bad", { cause: "why" })); return new Response("x"); }',
  );
  engine.handle();
  assert.match(engine.logs[0].text, /^\[1, 1, .*1, \.\.\. 4900 more\]$/);
  assert.ok(engine.logs[1].text.length < 31_000);
  assert.match(engine.logs[2].text, /^TypeError: bad\n {4}at .*hello\.js:1:\d+\)\n {2}caused by "why"$/);
});

test('groups, counters and stop watches', () => {
  const engine = loaded(`export default async () => {
    console.group('g'); console.log('a\\nb'); console.groupEnd(); console.count(); console.count(); console.time('t');
    await new Promise((r) => setTimeout(r, 20)); console.timeEnd('t'); return new Response('x'); }`);
  engine.handle();
  assert.deepEqual(
    engine.logs.map(({ text }) => text),
    ['g', '  a\n  b', 'default: 1', 'default: 2', engine.logs[4].text],
  );
  assert.match(engine.logs[4].text, /^t: 20\.\d{3}ms$/);
});

test('timers fire in due order when there is nothing else to do', () => {
  const engine = loaded(`export default async () => {
    const seen = [];
    setTimeout(() => seen.push('30'), 30);
    setTimeout(() => { seen.push('10'); Promise.resolve().then(() => seen.push('job of 10')); }, 10);
    setTimeout(() => seen.push('10 too'), 10);
    setTimeout((a, b) => seen.push(a + b), 0, 'ze', 'ro');
    clearTimeout(setTimeout(() => seen.push('cleared'), 5));
    queueMicrotask(() => seen.push('microtask'));
    const interval = setInterval(() => { seen.push('tick'); if (seen.filter((s) => s === 'tick').length === 3) clearInterval(interval); }, 8);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return Response.json(seen);
  }`);
  const result = engine.handle();
  assert.deepEqual(
    JSON.parse(result.text),
    ['microtask', 'zero', 'tick', '10', 'job of 10', '10 too', 'tick', 'tick', '30'],
    result.error,
  );
  assert.equal(Math.round(engine.waits.reduce((sum, wait) => sum + wait)), 100);
});

test('timers that are left when the call ends do not live on', () => {
  const engine = loaded(
    'let fired = 0; export default () => { setTimeout(() => fired++, 1000); setInterval(() => fired++, 1); return new Response(String(fired)); }',
  );
  engine.handle();
  assert.deepEqual(engine.waits, []);
  assert.equal(engine.handle().text, '0');
  assert.deepEqual(engine.waits, []);
});

test('an error in a timer is logged and the others go on', () => {
  const engine = loaded(
    'export default async () => { setTimeout(() => { throw new Error("in timer"); }, 1); return new Promise((r) => setTimeout(() => r(new Response("ok")), 2)); }',
  );
  assert.equal(engine.handle().text, 'ok');
  assert.match(engine.logs[0].text, /^Uncaught Error: in timer\n {4}at .*hello\.js:1:/);
});

test('an error in a microtask is logged and the others go on', () => {
  const engine = loaded(
    'export default async () => { queueMicrotask(() => { throw new Error("in job"); }); await null; return new Response("ok"); }',
  );
  assert.equal(engine.handle().text, 'ok');
  assert.match(engine.logs[0].text, /^Uncaught Error: in job/);
});

test('timers are checked', () => {
  assert.throws(
    () => evaluate('setTimeout("alert(1)", 1)'),
    /TypeError: setTimeout: the callback must be a function, not string/,
  );
  assert.equal(evaluate('new Promise((r) => setTimeout(r, -5, "negative"))'), 'negative');
  assert.equal(evaluate('new Promise((r) => setTimeout(r, NaN, "nan"))'), 'nan');
});

test('structuredClone copies data and refuses the rest', () => {
  const program = (structuredClone) => {
    const original = {
      n: 1,
      d: new Date(5),
      r: /x/gi,
      m: new Map([[{ k: 1 }, new Set([1])]]),
      b: Uint8Array.of(1, 2).subarray(1),
      a: [1, , 3],
      e: new RangeError('bad', { cause: 1 }),
      big: 5n,
      o: Object('s'),
    };
    original.self = original;
    const copy = structuredClone(original);
    const [key, set] = [...copy.m][0];
    const buffer = new ArrayBuffer(4);
    const moved = structuredClone({ buffer }, { transfer: [buffer] });
    const refusals = [() => 1, Symbol('x'), { f() {} }, new WeakMap(), Promise.resolve()].map((value) => {
      try {
        structuredClone(value);
        return 'cloned';
      } catch (error) {
        return error.name;
      }
    });
    return [
      copy !== original,
      copy.self === copy,
      copy.d.getTime(),
      `${copy.r}`,
      key.k,
      [...set],
      Array.from(copy.b),
      copy.b.byteOffset,
      1 in copy.a,
      copy.a.length,
      copy.e.name,
      copy.e.message,
      copy.e.cause,
      copy.e instanceof RangeError,
      `${copy.big}`,
      typeof copy.o,
      moved.buffer.byteLength,
      buffer.byteLength,
      refusals,
    ];
  };
  assert.deepEqual(evaluate(`(${program})(structuredClone)`), JSON.parse(JSON.stringify(program(structuredClone))));
});

test('signals abort', () => {
  const result = evaluate(`(async () => {
    const seen = [];
    const controller = new AbortController();
    controller.signal.addEventListener('abort', (event) => seen.push(event.type, event.target === controller.signal), { once: true });
    controller.signal.onabort = () => seen.push('onabort');
    const either = AbortSignal.any([controller.signal, new AbortController().signal]);
    controller.abort();
    controller.abort('again');
    seen.push(either.aborted, controller.signal.reason.name);
    try { AbortSignal.abort('now').throwIfAborted(); } catch (reason) { seen.push(reason); }
    const timeout = AbortSignal.timeout(50);
    await new Promise((resolve) => timeout.addEventListener('abort', resolve));
    seen.push(timeout.reason.name, request.signal.aborted);
    try { new AbortSignal(); } catch (error) { seen.push(error.name); }
    return seen;
  })()`);
  assert.deepEqual(result, ['abort', true, 'onabort', true, 'AbortError', 'now', 'TimeoutError', false, 'TypeError']);
});

test('event targets call their listeners', () => {
  const result = evaluate(`(() => {
    const seen = [];
    const target = new EventTarget();
    const listener = { handleEvent(event) { seen.push('object', event.type); event.preventDefault(); } };
    target.addEventListener('x', listener);
    target.addEventListener('x', listener);
    target.addEventListener('x', function () { seen.push(this === target); });
    target.addEventListener('x', () => { throw new Error('bad listener'); });
    target.addEventListener('x', (event) => { seen.push('last'); event.stopImmediatePropagation(); });
    target.addEventListener('x', () => seen.push('never'));
    seen.push(target.dispatchEvent(new Event('x', { cancelable: true })));
    target.removeEventListener('x', listener);
    seen.push(target.dispatchEvent(new Event('x')));
    return seen;
  })()`);
  assert.deepEqual(result, ['object', 'x', true, 'last', false, true, 'last', true]);
});

test('headers behave as in Node', () => {
  const program = (Headers) => {
    const headers = new Headers([
      ['B', ' 2 '],
      ['a', '1'],
      ['b', '3'],
    ]);
    headers.append('Set-Cookie', 'x=1');
    headers.append('set-cookie', 'y=2');
    headers.set('C', 'c');
    const copy = new Headers(headers);
    copy.delete('B');
    const seen = [];
    headers.forEach((value, name) => seen.push(name, value));
    const refusals = [
      () => headers.append('a b', '1'),
      () => headers.set('a', 'x\ny'),
      () => headers.get(''),
      () => new Headers([['a']]),
      () => headers.set('a', '\u20ac'),
    ].map((step) => {
      try {
        step();
        return 'accepted';
      } catch (error) {
        return error.name;
      }
    });
    return [
      [...headers],
      [...copy.keys()],
      [...copy.values()],
      headers.get('B'),
      headers.get('set-cookie'),
      headers.getSetCookie(),
      headers.has('c'),
      headers.get('none'),
      seen,
      refusals,
      [...new Headers({ q: 1, r: 'x' })],
    ];
  };
  assert.deepEqual(evaluate(`(${program})(Headers)`), JSON.parse(JSON.stringify(program(Headers))));
});

test('the headers of the request cannot be changed, a copy of them can', () => {
  assert.match(answer('request.headers.set("a", "1");').error, /those of the request cannot be changed/);
  assert.equal(
    evaluate('(() => { const h = new Headers(request.headers); h.set("a", "2"); return h.get("a"); })()', {
      headers: [['a', '1']],
    }),
    '2',
  );
});
