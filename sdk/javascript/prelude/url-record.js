// Parsing and writing URLs as the URL standard does, without its quirks for Windows drive letters.

import { parseHost, percentEncode } from './url-host.js';

const DEFAULT_PORTS = { 'http:': 80, 'https:': 443, 'ws:': 80, 'wss:': 443, 'ftp:': 21, 'file:': undefined };

const FRAGMENT = /[^\x21\x23-\x3b\x3d\x3f-\x5f\x61-\x7e]/;
const QUERY = /[^\x21\x24-\x3b\x3d\x3f-\x7e]/;
const SPECIAL_QUERY = /[^\x21\x24-\x26\x28-\x3b\x3d\x3f-\x7e]/;
const PATH = /[^\x21\x24-\x3b\x3d\x40-\x5d\x5f\x61-\x7a\x7c\x7e]/;
const USER_INFO = /[^\x21\x24-\x2e\x30-\x39\x41-\x5a\x5f\x61-\x7a\x7e]/;
const OPAQUE_PATH = /[^\x20-\x7e]/;

/** What a server is mostly asked for: nothing in it needs changing. */
const PLAIN =
  /^(https?:)\/\/((?:[a-z0-9-]+\.)*[a-z][a-z0-9-]*)(?::([1-9]\d{0,3}))?(\/[\w\-.~!$&'()*+,;=:@/|]*)?(?:\?([\w\-.~!$&()*+,;=:@/?%|]*))?$/;
const DOTS = /\/\.|xn--/;

export function isSpecial(record) {
  return record.scheme in DEFAULT_PORTS;
}

/** The record of a URL, against the record of a base where there is one; undefined when it is none. */
export function parseUrl(input, base) {
  return parsePlain(input) ?? parseAny(input, base);
}

function parsePlain(input) {
  const match = PLAIN.exec(input);
  if (match === null || DOTS.test(input)) {
    return undefined;
  }
  const [, scheme, host, portText, path = '/', query = null] = match;
  const port = portText === undefined || Number(portText) === DEFAULT_PORTS[scheme] ? null : Number(portText);
  return { scheme, username: '', password: '', host, port, path, opaque: false, query, fragment: null };
}

function parseAny(input, base) {
  const text = input.replace(/^[\0-\x20]+|[\0-\x20]+$/g, '').replace(/[\t\n\r]/g, '');
  const hash = text.indexOf('#');
  const beforeHash = hash < 0 ? text : text.slice(0, hash);
  const mark = beforeHash.indexOf('?');
  const parts = {
    main: mark < 0 ? beforeHash : beforeHash.slice(0, mark),
    query: mark < 0 ? null : beforeHash.slice(mark + 1),
  };
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:/.exec(parts.main)?.[0];
  const record =
    scheme === undefined
      ? base && parseRelative(parts, base)
      : parseAbsolute(scheme.toLowerCase(), { ...parts, main: parts.main.slice(scheme.length) }, base);
  if (record && hash >= 0) {
    record.fragment = encodeFragment(text.slice(hash + 1));
  } else if (record && scheme === undefined && base.opaque) {
    return undefined; // only a fragment can be relative to an opaque path
  }
  return record;
}

function blank(scheme) {
  return {
    scheme,
    username: '',
    password: '',
    host: null,
    port: null,
    path: '',
    opaque: false,
    query: null,
    fragment: null,
  };
}

function parseAbsolute(scheme, parts, base) {
  const record = blank(scheme);
  const slashes = isSpecial(record) ? /^[/\\]{2}/ : /^\/\//;
  if (scheme === 'file:') {
    return slashes.test(parts.main) ? afterAuthority(record, parts, 2) : parseFile(record, parts, base);
  }
  if (isSpecial(record)) {
    if (base?.scheme === scheme && !slashes.test(parts.main)) {
      return parseRelative(parts, base);
    }
    return afterAuthority(record, parts, /^[/\\]*/.exec(parts.main)[0].length);
  }
  if (slashes.test(parts.main)) {
    return afterAuthority(record, parts, 2);
  }
  if (parts.main.startsWith('/')) {
    return withPath(record, parts, parts.main, []);
  }
  record.opaque = true;
  record.path = percentEncode(parts.main, OPAQUE_PATH);
  record.query = parts.query === null ? null : encodeQuery(record, parts.query);
  return record;
}

function parseFile(record, parts, base) {
  if (base?.scheme === 'file:') {
    return parseRelative(parts, base);
  }
  record.host = '';
  return withPath(record, parts, parts.main, []);
}

function parseRelative(parts, base) {
  if (base.opaque) {
    return parts.main === '' && parts.query === null ? { ...base, fragment: null } : undefined;
  }
  const record = { ...base, fragment: null };
  const slash = isSpecial(base) ? /^[/\\]/ : /^\//;
  if (slash.test(parts.main) && slash.test(parts.main.slice(1))) {
    const ignored = isSpecial(base) && base.scheme !== 'file:' ? /^[/\\]*/.exec(parts.main)[0].length : 2;
    return afterAuthority(blank(base.scheme), parts, ignored);
  }
  if (parts.main === '') {
    record.query = parts.query === null ? base.query : encodeQuery(record, parts.query);
    return record;
  }
  const start = slash.test(parts.main) ? [] : base.path.split('/').slice(1, -1);
  return withPath(record, parts, parts.main, start);
}

/** `parts.main` from `at` on: authority, then path. */
function afterAuthority(record, parts, at) {
  const rest = parts.main.slice(at);
  const end = rest.search(isSpecial(record) ? /[/\\]/ : /\//);
  const authority = end < 0 ? rest : rest.slice(0, end);
  if (!setAuthority(record, authority)) {
    return undefined;
  }
  return withPath(record, parts, end < 0 ? '' : rest.slice(end), []);
}

function setAuthority(record, authority) {
  const sign = authority.lastIndexOf('@');
  if (sign >= 0) {
    const credentials = authority.slice(0, sign);
    const colon = credentials.indexOf(':');
    record.username = encodeUserInfo(colon < 0 ? credentials : credentials.slice(0, colon));
    record.password = colon < 0 ? '' : encodeUserInfo(credentials.slice(colon + 1));
  }
  const hostAndPort = authority.slice(sign + 1);
  if (record.scheme === 'file:') {
    return sign < 0 && setFileHost(record, hostAndPort);
  }
  if (hostAndPort === '' && (isSpecial(record) || sign >= 0)) {
    return false;
  }
  return setHostAndPort(record, hostAndPort);
}

function setFileHost(record, text) {
  const host = text === '' ? '' : parseHost(text, true);
  record.host = host === 'localhost' ? '' : host;
  return host !== undefined;
}

/** "host" or "host:port"; false, and the record half changed, when it is neither. */
export function setHostAndPort(record, text) {
  const match = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(text);
  if (match === null || (match[1] === '' && (isSpecial(record) || match[2] !== undefined))) {
    return false;
  }
  const host = match[1] === '' ? '' : parseHost(match[1], isSpecial(record));
  if (host === undefined) {
    return false;
  }
  record.host = host;
  return match[2] === undefined || setPort(record, match[2]);
}

/** The port from its text ("" is the scheme's own); false when it is none. */
export function setPort(record, text) {
  if (!/^\d*$/.test(text) || Number(text) > 65_535) {
    return false;
  }
  const port = text === '' ? null : Number(text);
  record.port = port === DEFAULT_PORTS[record.scheme] ? null : port;
  return true;
}

function withPath(record, parts, path, start) {
  setPath(record, path, start);
  record.query = parts.query === null ? null : encodeQuery(record, parts.query);
  return record;
}

/** The path from its text, its segments appended to those of `start`, with dots resolved. */
export function setPath(record, text, start = []) {
  const separator = isSpecial(record) ? /[/\\]/ : '/';
  const given = text.split(separator);
  if (given[0] === '' && given.length > 1) {
    given.shift();
  }
  if (text === '' && !isSpecial(record) && start.length === 0) {
    record.path = '';
    return;
  }
  const segments = [...start];
  for (const [index, segment] of given.entries()) {
    const last = index === given.length - 1;
    const plain = segment.replace(/%2e/gi, '.');
    if (plain === '..') {
      segments.pop();
    } else if (plain !== '.') {
      segments.push(percentEncode(segment, PATH));
      continue;
    }
    if (last) {
      segments.push('');
    }
  }
  record.path = `/${segments.join('/')}`;
}

export function encodeQuery(record, text) {
  return percentEncode(text, isSpecial(record) ? SPECIAL_QUERY : QUERY);
}

export function encodeFragment(text) {
  return percentEncode(text, FRAGMENT);
}

export function encodeUserInfo(text) {
  return percentEncode(text, USER_INFO);
}

export function writeUrl(record) {
  const { scheme, username, password, host, path, query, fragment } = record;
  let text = scheme;
  if (host !== null) {
    text += '//';
    if (username !== '' || password !== '') {
      text += `${username}${password === '' ? '' : `:${password}`}@`;
    }
    text += writeHost(record);
  } else if (!record.opaque && path.startsWith('//')) {
    text += '/.';
  }
  return `${text}${path}${query === null ? '' : `?${query}`}${fragment === null ? '' : `#${fragment}`}`;
}

export function writeHost({ host, port }) {
  return host === null ? '' : port === null ? host : `${host}:${port}`;
}
