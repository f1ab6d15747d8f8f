// The binary parts of a page's recorded state, which the site's build compresses.

import { put_buffers as putBuffers } from "@jupyter-widgets/base";
import { decompressed } from "../machine/decompressed.js";

/** Put the compressed buffers of each model of `state` in their places; those of another encoding stay. */
export async function unpackBuffers({ state }) {
  await Promise.all(Object.values(state).map(unpackModel));
}

async function unpackModel(model) {
  const packed = model.buffers?.filter(({ encoding }) => encoding === "gzip") ?? [];
  model.buffers = model.buffers?.filter((buffer) => !packed.includes(buffer));
  const unpacked = await Promise.all(packed.map(({ data }) => unpack(data)));
  putBuffers(model.state, packed.map(({ path }) => path), unpacked);
}

/** The bytes behind `text`; none where it did not arrive whole, which the figure finds. */
async function unpack(text) {
  return new DataView(await bytesOf(text).catch(() => new ArrayBuffer(0)));
}

async function bytesOf(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return decompressed(bytes, "gzip");
}
