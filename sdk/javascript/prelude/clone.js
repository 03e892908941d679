// structuredClone of data: primitives, plain objects, arrays, Map, Set, Date, RegExp, errors, buffers and their views.

const ERRORS = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

export function structuredClone(value, options = {}) {
  const seen = new Map();
  for (const buffer of options?.transfer ?? []) {
    if (!(buffer instanceof ArrayBuffer)) {
      throw refusal('only an ArrayBuffer can be transferred');
    }
    seen.set(buffer, undefined);
  }
  for (const buffer of seen.keys()) {
    seen.set(buffer, buffer.transfer());
  }
  return cloneOf(value, seen);
}

function refusal(text) {
  return new DOMException(`structuredClone: ${text}`, 'DataCloneError');
}

function cloneOf(value, seen) {
  if (typeof value === 'function' || typeof value === 'symbol') {
    throw refusal(`a ${typeof value} cannot be cloned`);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (seen.has(value)) {
    return seen.get(value);
  }
  const remember = (clone) => {
    seen.set(value, clone);
    return clone;
  };
  return cloneLeaf(value, seen, remember) ?? cloneCollection(value, seen, remember);
}

/** Of what holds no further values. */
function cloneLeaf(value, seen, remember) {
  if (value instanceof Date) {
    return remember(new Date(value.getTime()));
  }
  if (value instanceof RegExp) {
    return remember(new RegExp(value.source, value.flags));
  }
  if (value instanceof ArrayBuffer) {
    return remember(value.slice(0));
  }
  if (ArrayBuffer.isView(value)) {
    const buffer = cloneOf(value.buffer, seen);
    const length = value instanceof DataView ? value.byteLength : value.length;
    return remember(new value.constructor(buffer, value.byteOffset, length));
  }
  if (value instanceof Boolean || value instanceof Number || value instanceof String || value instanceof BigInt) {
    return remember(Object(value.valueOf()));
  }
  return undefined;
}

function cloneCollection(value, seen, remember) {
  if (value instanceof Map) {
    const clone = remember(new Map());
    for (const [key, item] of [...value]) {
      clone.set(cloneOf(key, seen), cloneOf(item, seen));
    }
    return clone;
  }
  if (value instanceof Set) {
    const clone = remember(new Set());
    for (const item of [...value]) {
      clone.add(cloneOf(item, seen));
    }
    return clone;
  }
  if (value instanceof Error) {
    return cloneError(value, seen, remember);
  }
  if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet || value instanceof WeakRef) {
    throw refusal(`a ${value.constructor.name} cannot be cloned`);
  }
  const clone = remember(Array.isArray(value) ? new Array(value.length) : {});
  for (const key of Object.keys(value)) {
    clone[key] = cloneOf(value[key], seen);
  }
  return clone;
}

function cloneError(error, seen, remember) {
  const type = Object.hasOwn(ERRORS, error.name) ? ERRORS[error.name] : Error;
  const copy = remember(new type(error.message));
  Object.defineProperty(copy, 'stack', { value: error.stack, writable: true, configurable: true });
  if ('cause' in error) {
    Object.defineProperty(copy, 'cause', { value: cloneOf(error.cause, seen), writable: true, configurable: true });
  }
  return copy;
}
