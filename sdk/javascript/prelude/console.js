// console: each call is one entry of the function's log.

import { logWrite, monotonicMillis } from 'dormouse:host';
import { format, framesOfAuthor, inspect } from './inspect.js';

const TRACE = 0;
const DEBUG = 1;
const INFO = 2;
const WARN = 3;
const ERROR = 4;

const counts = new Map();
const starts = new Map();
let indentation = '';

function write(level, text) {
  if (text === '') {
    return; // an entry without text says nothing
  }
  logWrite(level, indentation === '' ? text : indentation + text.replaceAll('\n', `\n${indentation}`));
}

function count(label = 'default') {
  const next = (counts.get(`${label}`) ?? 0) + 1;
  counts.set(`${label}`, next);
  write(INFO, `${label}: ${next}`);
}

function elapsed(label) {
  return `${label}: ${(monotonicMillis() - (starts.get(`${label}`) ?? monotonicMillis())).toFixed(3)}ms`;
}

export const console = {
  trace: (...values) => write(TRACE, `${format(values)}${framesOfAuthor(new Error().stack)}`),
  debug: (...values) => write(DEBUG, format(values)),
  log: (...values) => write(INFO, format(values)),
  info: (...values) => write(INFO, format(values)),
  warn: (...values) => write(WARN, format(values)),
  error: (...values) => write(ERROR, format(values)),
  dir: (value) => write(INFO, inspect(value)),
  table: (value) => write(INFO, inspect(value)),
  assert(condition, ...values) {
    if (!condition) {
      write(ERROR, `Assertion failed${values.length > 0 ? `: ${format(values)}` : ''}`);
    }
  },
  count,
  countReset: (label = 'default') => void counts.delete(`${label}`),
  time: (label = 'default') => void starts.set(`${label}`, monotonicMillis()),
  timeLog: (label = 'default', ...values) => write(INFO, `${elapsed(label)} ${format(values)}`.trimEnd()),
  timeEnd(label = 'default') {
    write(INFO, elapsed(label));
    starts.delete(`${label}`);
  },
  group(...values) {
    if (values.length > 0) {
      write(INFO, format(values));
    }
    indentation += '  ';
  },
  groupEnd() {
    indentation = indentation.slice(2);
  },
};
console.groupCollapsed = console.group;
