// The host of a URL: names, IPv4 and IPv6 addresses, as the URL standard has them. Names beyond ASCII are normalised by
// NFKC and lower case, then written in Punycode; the finer rules of UTS 46 are left out.

import { utf8Decode, utf8Encode } from 'dormouse:host';

const FORBIDDEN_IN_HOST = /[\0\t\n\r #/:<>?@[\\\]^|]/;
const FORBIDDEN_IN_DOMAIN = /[\0-\x20#%/:<>?@[\\\]^|\x7f]/;
const PLAIN_DOMAIN = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;

/** The host as it is written in a URL; undefined when it is none. */
export function parseHost(text, special) {
  if (text.startsWith('[')) {
    const address = text.endsWith(']') ? parseIpv6(text.slice(1, -1)) : undefined;
    return address && `[${address}]`;
  }
  if (!special) {
    return FORBIDDEN_IN_HOST.test(text) ? undefined : percentEncode(text, /[^\x20-\x7e]/);
  }
  const domain = toAscii(PLAIN_DOMAIN.test(text) ? text : percentDecode(text));
  if (domain === undefined || domain === '' || FORBIDDEN_IN_DOMAIN.test(domain)) {
    return undefined;
  }
  return endsInNumber(domain) ? parseIpv4(domain) : domain;
}

/** The text with each character that `set` matches as its UTF-8 bytes in percent signs. */
export function percentEncode(text, set) {
  if (!set.test(text)) {
    return text;
  }
  let out = '';
  for (const character of text) {
    out += set.test(character) ? percentEncoded(character) : character;
  }
  return out;
}

function percentEncoded(character) {
  let out = '';
  for (const byte of utf8Encode(character)) {
    out += `%${byte < 16 ? '0' : ''}${byte.toString(16).toUpperCase()}`;
  }
  return out;
}

/** The text that the bytes behind the percent signs mean; ill-formed bytes become U+FFFD. */
export function percentDecode(text) {
  if (!text.includes('%')) {
    return text.toWellFormed();
  }
  const bytes = utf8Encode(text);
  let size = 0;
  for (let at = 0; at < bytes.length; at++, size++) {
    const value = bytes[at] === 0x25 ? hexPair(bytes, at + 1) : -1;
    bytes[size] = value >= 0 ? value : bytes[at];
    at += value >= 0 ? 2 : 0;
  }
  return utf8Decode(bytes.subarray(0, size));
}

function hexPair(bytes, at) {
  const high = hexDigit(bytes[at]);
  const low = hexDigit(bytes[at + 1]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

function hexDigit(byte) {
  if (byte >= 0x30 && byte <= 0x39) {
    return byte - 0x30;
  }
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

function toAscii(domain) {
  if (/^[\0-\x7f]*$/.test(domain)) {
    return domain.toLowerCase();
  }
  const normal = domain
    .normalize('NFKC')
    .replace(/[\u00ad\u200b\u2060\ufe0f]/g, '')
    .toLowerCase()
    .normalize('NFC');
  const labels = normal
    .split(/[.\u3002\uff0e\uff61]/)
    .map((label) => (/[^\0-\x7f]/.test(label) ? punycode(label) : label));
  return labels.includes(undefined) || normal.includes('\ufffd') ? undefined : labels.join('.');
}

/** RFC 3492, with the prefix that marks a label as encoded. */
function punycode(label) {
  const points = Array.from(label, (character) => character.codePointAt(0));
  const basic = points.filter((point) => point < 0x80);
  let output = basic.length > 0 ? `${String.fromCodePoint(...basic)}-` : '';
  let handled = basic.length;
  let threshold = 0x80;
  let delta = 0;
  let bias = 72;
  while (handled < points.length) {
    const next = Math.min(...points.filter((point) => point >= threshold));
    delta += (next - threshold) * (handled + 1);
    threshold = next;
    for (const point of points) {
      if (point < threshold) {
        delta++;
      } else if (point === threshold) {
        output += punycodeNumber(delta, bias);
        bias = adaptedBias(delta, handled + 1, handled === basic.length);
        delta = 0;
        handled++;
      }
    }
    delta++;
    threshold++;
  }
  return output.length + 4 > 63 ? undefined : `xn--${output}`;
}

function punycodeNumber(delta, bias) {
  let output = '';
  let rest = delta;
  for (let base = 36; ; base += 36) {
    const limit = base <= bias ? 1 : Math.min(base - bias, 26);
    if (rest < limit) {
      return output + punycodeDigit(rest);
    }
    output += punycodeDigit(limit + ((rest - limit) % (36 - limit)));
    rest = Math.floor((rest - limit) / (36 - limit));
  }
}

function punycodeDigit(value) {
  return String.fromCharCode(value < 26 ? value + 0x61 : value - 26 + 0x30);
}

function adaptedBias(delta, points, first) {
  let rest = first ? Math.floor(delta / 700) : Math.floor(delta / 2);
  rest += Math.floor(rest / points);
  let base = 0;
  for (; rest > 455; base += 36) {
    rest = Math.floor(rest / 35);
  }
  return base + Math.floor((36 * rest) / (rest + 38));
}

function endsInNumber(domain) {
  const parts = domain.split('.');
  if (parts.at(-1) === '' && parts.length > 1) {
    parts.pop();
  }
  return /^(?:\d+|0x[\da-f]*)$/.test(parts.at(-1));
}

function parseIpv4(domain) {
  const parts = domain.split('.');
  if (parts.at(-1) === '') {
    parts.pop();
  }
  const numbers = parts.map(ipv4Number);
  const last = numbers.pop();
  const tooLarge = numbers.some((number) => !(number <= 255)) || !(last < 256 ** (4 - numbers.length));
  if (parts.length > 4 || tooLarge) {
    return undefined;
  }
  const address = numbers.reduce((sum, number, index) => sum + number * 256 ** (3 - index), last);
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

function ipv4Number(text) {
  if (/^0x[\da-f]*$/.test(text)) {
    return text === '0x' ? 0 : parseInt(text, 16);
  }
  if (/^0[0-7]+$/.test(text)) {
    return parseInt(text, 8);
  }
  return /^(?:0|[1-9]\d*)$/.test(text) ? Number(text) : NaN;
}

function parseIpv6(text) {
  const halves = text.split('::');
  if (halves.length > 2) {
    return undefined;
  }
  const [head, tail] = halves.map((half, index) => ipv6Pieces(half, index === halves.length - 1));
  if (head === undefined || (halves.length === 2 && tail === undefined)) {
    return undefined;
  }
  if (halves.length === 1) {
    return head.length === 8 ? ipv6Text(head) : undefined;
  }
  const missing = 8 - head.length - tail.length;
  return missing < 1 ? undefined : ipv6Text([...head, ...new Array(missing).fill(0), ...tail]);
}

function ipv6Pieces(text, last) {
  if (text === '') {
    return [];
  }
  const parts = text.split(':');
  const pieces = [];
  for (const [index, part] of parts.entries()) {
    if (/^[\da-f]{1,4}$/i.test(part)) {
      pieces.push(parseInt(part, 16));
    } else if (last && index === parts.length - 1 && /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/.test(part)) {
      const [a, b, c, d] = part.split('.').map(Number);
      if (Math.max(a, b, c, d) > 255) {
        return undefined;
      }
      pieces.push(a * 256 + b, c * 256 + d);
    } else {
      return undefined;
    }
  }
  return pieces;
}

/** The longest run of at least two zeros is left out. */
function ipv6Text(pieces) {
  let best = -1;
  let bestLength = 1;
  for (let at = 0; at < 8; at++) {
    let length = 0;
    while (at + length < 8 && pieces[at + length] === 0) {
      length++;
    }
    if (length > bestLength) {
      best = at;
      bestLength = length;
    }
    at += length;
  }
  const hex = (part) => part.map((piece) => piece.toString(16)).join(':');
  return best < 0 ? hex(pieces) : `${hex(pieces.slice(0, best))}::${hex(pieces.slice(best + bestLength))}`;
}
