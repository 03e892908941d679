// What `train` runs: small uses of everything that scripts are likely to use, so that the code which executes them has
// been seen by the JVM's compilers before the first request. Results are checked, lest a broken engine trains in peace.

function check(name, actual, expected) {
  if (actual !== expected) {
    throw new Error(`training: ${name} gave ${actual} instead of ${expected}`);
  }
}

class Shape {
  static made = 0;
  #name;
  sides = 0;

  constructor(name) {
    this.#name = name;
    Shape.made++;
  }

  get name() {
    return this.#name;
  }

  set name(value) {
    this.#name = `${value}`;
  }

  static {
    Shape.origin = 'static block';
  }

  #secret() {
    return this.#name.length;
  }

  length() {
    return #name in this ? this.#secret() : -1;
  }

  area() {
    return 0;
  }
}

class Square extends Shape {
  sides = 4;

  constructor(edge) {
    super('square');
    this.edge = edge;
  }

  area() {
    return super.area() + this.edge ** 2;
  }

  toString() {
    return `${this.name}(${this.edge})`;
  }

  get [Symbol.toStringTag]() {
    return 'Square';
  }
}

function classes() {
  const square = new Square(3);
  square.name = 'SQUARE';
  const mixed = new (class extends Square {
    *[Symbol.iterator]() {
      yield this.edge;
    }
  })(2);
  check(
    'classes',
    `${square} ${square.area()} ${square.length()} ${[...mixed]} ${square instanceof Shape} ${Shape.made > 1}`,
    'SQUARE(3) 9 6 2 true true',
  );
  check('tags', Object.prototype.toString.call(square), '[object Square]');
}

function closures() {
  const counters = [];
  for (let index = 0; index < 3; index++) {
    let own = index;
    counters.push(() => own++ + index);
  }
  var total = 0;
  for (const counter of counters) {
    total += counter() + counter();
  }
  const curry =
    (a) =>
    (b = 2) =>
    (...rest) =>
      a + b + rest.length + arguments.length;
  check('closures', total + curry(1)()(0, 0), 20);
}

function destructuring() {
  const { a, b: { c = 5, ...others } = {}, ...rest } = { a: 1, b: { d: 2, e: 3 }, f: 4 };
  const [first, , third = 9, ...tail] = [1, 2, undefined, 4, 5];
  let x = 1;
  let y = 2;
  [x, y] = [y, x];
  ({ x, ['y']: y } = { x: x + 1, y: y + 1 });
  const list = (p, { q } = { q: 7 }, [r] = [8]) => p + q + r;
  check(
    'destructuring',
    [a, c, others.d, others.e, rest.f, first, third, ...tail, x, y, list(1)].join(),
    '1,5,2,3,4,1,9,4,5,3,2,16',
  );
}

function* numbers(limit) {
  let sent = 0;
  try {
    for (let n = 0; n < limit; n++) {
      sent += (yield n) ?? 0;
    }
    yield* [10, 20];
  } finally {
    sent++;
  }
  return sent;
}

function generators() {
  const iterator = numbers(2);
  const seen = [
    iterator.next().value,
    iterator.next(5).value,
    iterator.next(6).value,
    iterator.next().value,
    iterator.next().value,
  ];
  const early = numbers(5);
  early.next();
  seen.push(early.return('early').value);
  for (const n of numbers(9)) {
    if (n > 1) {
      break;
    }
    seen.push(n);
  }
  check('generators', seen.join(), '0,1,10,20,12,early,0,1');
}

async function* ticks(limit) {
  for (let n = 0; n < limit; n++) {
    await null;
    yield n;
  }
}

async function asynchrony() {
  const seen = [];
  for await (const tick of ticks(3)) {
    seen.push(tick);
  }
  const results = await Promise.allSettled([
    Promise.resolve(1),
    Promise.reject(new Error('x')),
    new Promise((resolve) => queueMicrotask(() => resolve(2))),
  ]);
  const first = await Promise.race([new Promise(() => {}), Promise.resolve('fast')]);
  const all = await Promise.all([1, Promise.resolve(2)].map(async (value) => (await value) * 2));
  try {
    await Promise.any([Promise.reject(new Error('none'))]);
  } catch (error) {
    seen.push(error.constructor.name);
  } finally {
    seen.push(
      await Promise.resolve('done')
        .finally(() => {})
        .then((value) => value),
    );
  }
  check(
    'asynchrony',
    `${seen} ${results.map(({ status }) => status)} ${first} ${all}`,
    '0,1,2,AggregateError,done fulfilled,rejected,fulfilled fast 2,4',
  );
}

function strings() {
  let text = '';
  for (let n = 0; n < 40; n++) {
    text += String.fromCharCode(97 + (n % 26)) + (n % 5 === 0 ? ' ' : '');
  }
  const words = text
    .trim()
    .split(/\s+/)
    .map((word) => word[0].toUpperCase() + word.slice(1).toLowerCase());
  const tag = (parts, ...values) => parts.raw.join('|') + values.join();
  const unicode = 'h\u00e4\u{1f600}'.normalize('NFD');
  check(
    'strings',
    `${words.length} ${words.join(' ').length} ${tag`a${1}b\n${2}`} ${[...unicode].length} ${'abc'.at(-1)}${'x'.padStart(3, '-')} ${'a-b-c'.replaceAll('-', '+')} ${'abc'.includes('b') && 'abc'.startsWith('a') && 'abc'.endsWith('c')} ${' t '.trim()} ${'ab'.repeat(2)} ${'b'.localeCompare('a')} ${'abc'.codePointAt(1)} ${'a,b'.split(',').length} ${'abcabc'.lastIndexOf('b')} ${'abc'.charAt(1) + 'abc'.substring(1, 2)}`,
    '9 48 a|b\\n|1,2 4 c--x a+b+c true t abab 1 98 2 4 bb',
  );
}

function patterns() {
  const date = /(?<year>\d{4})-(?<month>\d\d)(?:-(\d\d))?/u.exec('on 2024-05-06');
  const swapped = 'John Smith'.replace(/(\w+)\s(\w+)/, '$2, $1');
  const upper = 'a1b22'.replace(/\d+/g, (digits, offset) => `<${digits}@${offset}>`);
  const all = [...'x=1;y=2'.matchAll(/(\w)=(\d)/g)].map(([, name, value]) => name + value).join();
  const looking = /(?<=\$)\d+(?!\d)/.exec('cost $42')[0];
  check(
    'patterns',
    `${date.groups.year}${date.groups.month}${date[3]} ${swapped} ${upper} ${all} ${looking} ${/^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i.test('A.b@example.test')} ${'aXbX'.search(/X/)} ${/a.c/s.test('a\nc')} ${/(a+)+b/.test('aaac')}`,
    '20240506 Smith, John a<1@1>b<22@3> x1,y2 42 true 1 true false',
  );
}

function collections() {
  const map = new Map([
    ['a', 1],
    ['b', 2],
  ]);
  map.set('c', map.get('a') + map.get('b')).delete('a');
  const set = new Set([1, 2, 2, 3]);
  set.forEach((value) => value === 2 && set.delete(value));
  const weak = new WeakMap();
  const key = {};
  weak.set(key, new WeakRef(key));
  const grouped = Object.groupBy([1, 2, 3], (n) => (n % 2 ? 'odd' : 'even'));
  const sorted = [5, 3, 9, 1].toSorted((a, b) => a - b);
  const array = Array.from({ length: 5 }, (_, index) => index * index);
  array.splice(1, 2, 'x');
  array.unshift(0);
  array.length = 4;
  const table = Object.entries({ a: 1, b: 2 }).map(([name, value]) => ({ name, value }));
  check(
    'collections',
    `${[...map]} ${set.size} ${weak.has(key)} ${grouped.odd} ${sorted} ${array} ${table.find(({ value }) => value === 2).name} ${[1, [2, [3]]].flat(Infinity)} ${[3, 4].reduce((sum, n) => sum + n, 0)} ${[1, 2, 3].filter((n) => n % 2).some((n) => n > 2)} ${[1, 2].indexOf(2)} ${[1, 2].includes(3)} ${[1, 2, 3].slice(-2)} ${[1, 2].concat([3], 4)} ${[...'ab'].reverse()} ${[1, 2, 3].fill(0, 1)} ${[2, 1].every(Number.isInteger)} ${[1, 2].findLastIndex((n) => n < 2)} ${[['k', 'v']].flatMap((pair) => pair)} ${[4, 5].entries().toArray().length}`,
    'b,2,c,3 2 true 1,3 1,3,5,9 0,0,x,9 b 1,2,3 7 true 1 false 2,3 1,2,3,4 b,a 1,0,0 true 0 k,v 2',
  );
}

function json() {
  const source = {
    text: 'a"b\\c\u00e4\n',
    numbers: [1, -2.5, 1e21, 0.1],
    nested: { deep: [{ flag: true, none: null }] },
    skipped: undefined,
  };
  const copy = JSON.parse(JSON.stringify(source));
  const revived = JSON.parse('{"when":"2024-01-01","n":1}', (key, value) => (key === 'when' ? new Date(value) : value));
  const pretty = JSON.stringify(
    { a: [1, { b: 2 }], toJSON: undefined },
    (key, value) => (key === 'b' ? value + 1 : value),
    2,
  );
  check(
    'json',
    `${copy.text === source.text} ${copy.numbers} ${copy.nested.deep[0].flag} ${'skipped' in copy} ${revived.when.getTime()} ${pretty.length}`,
    'true 1,-2.5,1e+21,0.1 true false 1704067200000 48',
  );
}

function errors() {
  const seen = [];
  const risky = (n) => {
    try {
      if (n === 0) {
        throw new TypeError('zero');
      }
      return n === 1 ? null.x : `fine ${n}`;
    } catch (error) {
      seen.push(error.name, typeof error.stack);
      if (n === 1) {
        return 'caught';
      }
      throw new RangeError('again', { cause: error });
    } finally {
      seen.push(n);
    }
  };
  try {
    seen.push(risky(2), risky(1), risky(0));
  } catch ({ name, cause }) {
    seen.push(name, cause.message);
  }
  check('errors', seen.join(), '2,TypeError,string,1,TypeError,string,0,RangeError,zero');
}

function control() {
  let text = '';
  outer: for (let i = 0; i < 5; i++) {
    for (let j = 0; ; j++) {
      if (j > i) continue outer;
      if (i === 4) break outer;
      text += j;
    }
  }
  let n = 5;
  while (n-- > 0) {
    switch (n % 4) {
      case 0:
        text += 'z';
        break;
      case 1:
        text += 'o';
      // falls through
      case 2:
        text += 't';
        continue;
      default:
        text += 'd';
    }
  }
  do {
    text += ++n;
  } while (n < 1);
  for (const key in { p: 1, q: 2, __proto__: { r: 3 } }) {
    text += key;
  }
  const named = { first: 1, second: 2 }[text.length > 3 ? 'second' : 'first'];
  const kind = (value) => {
    switch (typeof value) {
      case 'string':
        return 's';
      case 'number':
        return 'n';
      default:
        return value === null ? 'null' : void 0 === value ? 'u' : 'o';
    }
  };
  check(
    'control',
    `${text}${named}${kind('')}${kind(1)}${kind(null)}${kind(undefined)}${kind({})}`,
    '0010120123zdtotz01pqr2snnulluo',
  );
}

function arithmetic() {
  let bits = 0;
  for (let n = 1; n < 20; n++) {
    bits = ((bits << 1) ^ (n * 7)) & 0xffff;
    bits |= n >> 1;
    bits = bits + (~n >>> 28) - (n % 3);
  }
  let real = 0.5;
  real += 1 / 3;
  real *= -2;
  real -= real % 1;
  real /= 4;
  let big = 2n ** 64n;
  big = (big * 3n - 1n) / 7n + (big % 5n) - (big >> 3n);
  let value = null;
  value ??= 5;
  value ||= 6;
  value &&= value + 1;
  const maths = [
    Math.max(1, 2, 3),
    Math.floor(-1.5),
    Math.round(2.5),
    Math.hypot(3, 4),
    Math.sign(-3),
    Math.trunc(9.9),
    Math.imul(3, 4),
    Math.min(...[4, 2]),
    Math.abs(-1),
    Math.sqrt(16),
    Math.log2(8),
    (255).toString(16),
    (1.005).toFixed(2),
    Number('0x1f'),
    parseInt('12px', 10),
    parseFloat('1.5e3'),
    Number.isNaN(+'x'),
    1 == '1',
    null == undefined,
    0.1 + 0.2 < 0.31,
    'b' > 'a',
    -0 === 0,
    !1,
    value?.missing?.deep,
    value?.['toFixed']?.(1),
  ];
  check(
    'arithmetic',
    `${bits} ${real} ${big} ${value} ${maths}`,
    '36807 -0.25 5599904450947542455 6 3,-2,3,5,-1,9,12,2,1,4,3,ff,1.00,31,12,1500,true,true,true,true,true,true,false,,6.0',
  );
}

function reflection() {
  const log = [];
  const target = {
    plain: 1,
    get double() {
      return this.plain * 2;
    },
    set double(value) {
      this.plain = value / 2;
    },
    ['com' + 'puted']: true,
    method() {
      return this.plain;
    },
  };
  const proxy = new Proxy(target, {
    get: (object, key, receiver) => (log.push(`get ${String(key)}`), Reflect.get(object, key, receiver)),
    has: (object, key) => (log.push(`has ${key}`), key in object),
    set: (object, key, value) => (log.push(`set ${key}`), Reflect.set(object, key, value)),
    deleteProperty: (object, key) => (log.push(`delete ${key}`), delete object[key]),
    ownKeys: (object) => Reflect.ownKeys(object),
  });
  proxy.plain = 4;
  proxy.double = proxy.double + 2;
  log.push('plain' in proxy, proxy.method(), delete proxy.computed, Object.keys(proxy).length);
  const frozen = Object.freeze({ ...target, extra: [1] });
  try {
    frozen.plain = 9;
  } catch (error) {
    log.push(error.name);
  }
  const symbol = Symbol('own');
  const made = Object.create({ inherited: 1 }, { [symbol]: { value: 2, enumerable: true } });
  Object.defineProperty(made, 'hidden', { get: () => 3, configurable: true });
  log.push(
    made[symbol] + made.inherited + made.hidden,
    Object.hasOwn(made, 'inherited'),
    Object.getOwnPropertyNames(made).length,
  );
  log.push(
    function () {
      return arguments.length;
    }.apply(null, [1, 2]),
    ((a, b) => a + b).bind(null, 1).call(null, 2),
    Math.max.apply(null, [1, 5]),
    new.target === undefined,
    typeof missing,
    void 0,
    (1, 2),
  );
  check('reflection', log.length, 23);
}

function bytes() {
  const buffer = new ArrayBuffer(16);
  const view = new DataView(buffer);
  view.setUint32(0, 0xdeadbeef);
  view.setFloat64(8, Math.PI, true);
  const array = new Uint8Array(buffer);
  const copy = array.slice(0, 4).map((byte) => byte >> 4);
  array.set([1, 2, 3], 4);
  const floats = Float32Array.of(1.5, 2.5);
  const words = new Uint16Array(buffer, 4, 2);
  let sum = 0;
  for (const byte of array) {
    sum += byte;
  }
  for (let index = 0; index < floats.length; index++) {
    floats[index] *= 2;
  }
  check(
    'bytes',
    `${copy} ${array.subarray(4, 7)} ${floats} ${words.length} ${sum > 0} ${view.getFloat64(8, true).toFixed(2)} ${new BigInt64Array([5n])[0]}`,
    '13,10,11,14 1,2,3 3,5 2 true 3.14 5',
  );
}

function dates() {
  const date = new Date(Date.UTC(2024, 1, 29, 12, 30, 45, 678));
  date.setUTCDate(date.getUTCDate() + 1);
  check(
    'dates',
    `${date.toISOString()} ${date.getUTCDay()} ${new Date('2024-03-01T00:00:00Z') < date} ${JSON.stringify(date).length}`,
    '2024-03-01T12:30:45.678Z 5 true 26',
  );
}

async function web() {
  const request = new Request('http://localhost:8080/fn/hello/orders/7?limit=10&tag=a&tag=b%20c', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: '*/*' },
    body: JSON.stringify({ name: 'Ann', items: [{ price: 2.5, count: 2 }] }),
  });
  const url = new URL(request.url);
  const [, , , , id] = url.pathname.split('/');
  const { name, items } = await request.json();
  const total = items.reduce((sum, { price, count }) => sum + price * count, 0);
  const response = Response.json(
    { id, name, total, tags: url.searchParams.getAll('tag'), limit: Number(url.searchParams.get('limit')) },
    { status: 201, headers: { 'x-total': `${total}` } },
  );
  check(
    'web',
    `${response.status} ${[...response.headers]} ${await response.text()}`,
    '201 content-type,application/json,x-total,5 {"id":"7","name":"Ann","total":5,"tags":["a","b c"],"limit":10}',
  );
  const relative = new URL('../x y?q=\u00e4#z', 'https://user@Example.test:443/a/b/c');
  check('url', relative.href, 'https://user@example.test/a/x%20y?q=%C3%A4#z');
  const streamed = new Response(
    (async function* () {
      yield 'a';
      yield new TextEncoder().encode('\u00e4');
    })(),
  );
  check('stream', await streamed.text(), 'a\u00e4');
  const html = new Response('<p>', { headers: new Headers([['content-type', 'text/html']]) });
  check(
    'text',
    `${html.headers.get('Content-Type')} ${new TextDecoder().decode(await html.bytes())} ${atob(btoa('hi'))}`,
    'text/html <p> hi',
  );
  check('clone', structuredClone(new Map([['a', { b: [1] }]])).get('a').b[0], 1);
}

const parts = [
  classes,
  closures,
  destructuring,
  generators,
  asynchrony,
  strings,
  patterns,
  collections,
  json,
  errors,
  control,
  arithmetic,
  reflection,
  bytes,
  dates,
  web,
];

for (let round = 0; round < 3; round++) {
  for (const part of parts) {
    await part();
  }
}
