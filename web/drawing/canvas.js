// A canvas as sharp as the screen: its own pixels are the screen's, what is drawn is in CSS pixels.

/** The context of `canvas`, which is made `width` by `height` CSS pixels large, and emptied. */
export function fitted(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  const ink = canvas.getContext("2d");
  ink.scale(ratio, ratio);
  return ink;
}
