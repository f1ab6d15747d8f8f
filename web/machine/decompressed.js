/** An ArrayBuffer of what was compressed into `bytes`; format: "gzip" or "deflate-raw". */
export function decompressed(bytes, format) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format));
  return new Response(stream).arrayBuffer();
}
