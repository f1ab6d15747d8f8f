// What of a line is near enough to be drawn. A training that diverges leads a line to places that no
// browser can handle: asked what lies under the pointer, Chromium's tab ends.

const FAR = 10_000; // pixels from the corner of the picture: several screens

const isNear = ([x, y]) => Math.abs(x) <= FAR && Math.abs(y) <= FAR; // false for NaN

/** The point on the way from `from` to `to` that is as far as is drawn; null where there is no way. */
function cut(from, to) {
  const way = [to[0] - from[0], to[1] - from[1]];
  const share = FAR / Math.hypot(...way);
  return share > 0 ? [from[0] + share * way[0], from[1] + share * way[1]] : null;
}

/**
 * `points` [x, y] in pixels as a line goes through them, null where it has a gap: each stretch between
 * two near points, and of one between a near and a far point its beginning, in its own direction.
 */
export function nearOnes(points) {
  const seen = [];
  points.forEach((point, i) => {
    if (!isNear(point)) return;
    const [before, after] = [points[i - 1], points[i + 1]];
    if (before && !isNear(before)) seen.push(null, cut(point, before));
    seen.push(point);
    if (after && !isNear(after)) seen.push(cut(point, after));
  });
  return seen;
}
