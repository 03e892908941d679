// Views of bytes, whatever they come in.

/** A Uint8Array over the memory of an ArrayBuffer or a view, without copying; undefined for anything else. */
export function bytesOf(value) {
  if (value instanceof Uint8Array) {
    return value;
  }
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) {
    return new Uint8Array(value);
  }
  return undefined;
}

/** One Uint8Array with the content of all, in order. */
export function concatenated(chunks) {
  if (chunks.length === 1) {
    return chunks[0];
  }
  let length = 0;
  for (const chunk of chunks) {
    length += chunk.length;
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
