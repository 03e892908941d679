// Values as people read them in a log.

const MAX_DEPTH = 3;
const MAX_ITEMS = 100;
const MAX_TEXT = 10_000;
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** The stack without the engine's own JavaScript, each frame after a line end. */
export function framesOfAuthor(stack) {
  if (typeof stack !== 'string') {
    return '';
  }
  const frames = stack.split('\n').filter((line) => line.trim() !== '' && !line.includes('dormouse:web/'));
  return frames.map((line) => `\n${line}`).join('');
}

/** The value as text; a string is quoted. Never throws, never longer than the bounds above allow. */
export function inspect(value) {
  return inspectNested(value, 0, []);
}

/** The arguments of console.log as one line: format specifiers of the first, then the rest, strings as they are. */
export function format(values) {
  const rest = [...values];
  let text = '';
  if (typeof rest[0] === 'string') {
    text = rest.shift().replace(/%[sdifjoOc%]/g, (specifier) => {
      if (specifier === '%%') {
        return '%';
      }
      return rest.length === 0 ? specifier : formatOne(specifier[1], rest.shift());
    });
    if (rest.length > 0) {
      text += ' ';
    }
  }
  return text + rest.map((value) => (typeof value === 'string' ? value : inspect(value))).join(' ');
}

function formatOne(specifier, value) {
  switch (specifier) {
    case 's':
      return typeof value === 'string' ? value : inspect(value);
    case 'd':
      return typeof value === 'bigint' ? `${value}n` : String(typeof value === 'symbol' ? NaN : Number(value));
    case 'i':
      return String(typeof value === 'symbol' ? NaN : parseInt(value, 10));
    case 'f':
      return String(typeof value === 'symbol' ? NaN : parseFloat(value));
    case 'c':
      return ''; // style of a browser's console
    default:
      return inspect(value);
  }
}

function inspectNested(value, depth, ancestors) {
  try {
    return typeof value === 'object' && value !== null
      ? inspectObject(value, depth, ancestors)
      : inspectPrimitive(value);
  } catch {
    return '[not to be inspected]';
  }
}

function inspectPrimitive(value) {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}...` : value);
    case 'bigint':
      return `${value}n`;
    case 'function':
      return inspectFunction(value);
    default:
      return Object.is(value, -0) ? '-0' : String(value);
  }
}

function inspectFunction(value) {
  const isClass = /^class\b/.test(Function.prototype.toString.call(value));
  return `[${isClass ? 'class' : 'Function'}${value.name ? `: ${value.name}` : ' (anonymous)'}]`;
}

function inspectObject(value, depth, ancestors) {
  if (ancestors.includes(value)) {
    return '[Circular]';
  }
  if (value instanceof Error) {
    return inspectError(value);
  }
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  }
  if (value instanceof RegExp) {
    return String(value);
  }
  const name = nameOf(value);
  if (depth >= MAX_DEPTH) {
    return Array.isArray(value) ? '[Array]' : `[${name || 'Object'}]`;
  }
  const nested = (item) => inspectNested(item, depth + 1, [...ancestors, value]);
  const prefix = name && name !== 'Object' && name !== 'Array' ? `${name} ` : '';
  if (Array.isArray(value)) {
    return prefix + listed('[', value, value.length, nested, ']');
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return `${name}(${value.length}) ${listed('[', value, value.length, nested, ']')}`;
  }
  if (value instanceof ArrayBuffer) {
    return `ArrayBuffer { byteLength: ${value.byteLength} }`;
  }
  if (value instanceof Map) {
    const entry = ([key, item]) => `${nested(key)} => ${nested(item)}`;
    return `Map(${value.size}) ${listed('{ ', value, value.size, entry, ' }')}`;
  }
  if (value instanceof Set) {
    return `Set(${value.size}) ${listed('{ ', value, value.size, nested, ' }')}`;
  }
  return prefix + inspectProperties(value, nested);
}

function nameOf(value) {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null ? '[Object: null prototype]' : prototype.constructor?.name;
}

/** An error with its stack and its cause. */
function inspectError(error) {
  const cause = error.cause === undefined ? '' : `\n  caused by ${inspectNested(error.cause, 1, [error])}`;
  return `${error.name}: ${error.message}${framesOfAuthor(error.stack)}${cause}`;
}

function inspectProperties(value, nested) {
  const entry = (key) => `${IDENTIFIER.test(key) ? key : JSON.stringify(key)}: ${property(value, key, nested)}`;
  const keys = Object.keys(value);
  return listed('{ ', keys, keys.length, entry, ' }');
}

/** Getters are named, not called. */
function property(value, key, nested) {
  const descriptor = Object.getOwnPropertyDescriptor(value, key);
  return descriptor?.get ? '[Getter]' : nested(value[key]);
}

function listed(open, items, size, inspectItem, close) {
  if (size === 0) {
    return open.trim() + close.trim();
  }
  const shown = [];
  for (const item of items) {
    if (shown.length === MAX_ITEMS) {
      shown.push(`... ${size - MAX_ITEMS} more`);
      break;
    }
    shown.push(inspectItem(item));
  }
  return open + shown.join(', ') + close;
}
