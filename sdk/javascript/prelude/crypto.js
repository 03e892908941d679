// crypto: random bytes come from the host at each call, never from the image.

import { randomFill } from 'dormouse:host';

const MAX_BYTES = 65_536;

const INTEGER_ARRAYS = [
  Uint8Array,
  Uint8ClampedArray,
  Uint16Array,
  Uint32Array,
  Int8Array,
  Int16Array,
  Int32Array,
  BigInt64Array,
  BigUint64Array,
];

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function getRandomValues(array) {
  if (!INTEGER_ARRAYS.some((type) => array instanceof type)) {
    throw new DOMException('crypto.getRandomValues: an integer typed array is needed', 'TypeMismatchError');
  }
  if (array.byteLength > MAX_BYTES) {
    throw new DOMException(
      `crypto.getRandomValues: at most ${MAX_BYTES} bytes at once, not ${array.byteLength}`,
      'QuotaExceededError',
    );
  }
  randomFill(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return array;
}

function randomUUID() {
  const bytes = new Uint8Array(16);
  randomFill(bytes);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = (from, to) => bytes.subarray(from, to).reduce((text, byte) => text + HEX[byte], '');
  return `${hex(0, 4)}-${hex(4, 6)}-${hex(6, 8)}-${hex(8, 10)}-${hex(10, 16)}`;
}

export const crypto = { getRandomValues, randomUUID };
