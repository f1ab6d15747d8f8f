// The programs as Python packed them: one compressed blob, and for each its place and its names.

import { decompressed } from "../../../web/machine/decompressed.js";

/** names: [[name, length, inputs, outputs], …], end to end in `data`; answers programs by name. */
export async function unpackPrograms(names, data) {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const whole = new Uint8Array(await decompressed(bytes, "gzip"));
  const programs = new Map();
  let at = 0;
  for (const [name, length, inputs, outputs] of names) {
    programs.set(name, { inputs, outputs, words: base64(whole.subarray(at, at + length)) });
    at += length;
  }
  return (name) => programs.get(name);
}

function base64(bytes) {
  let text = "";
  bytes.forEach((byte) => (text += String.fromCharCode(byte)));
  return btoa(text);
}
