// From pen strokes to the 8 × 8 numbers of a digit, as dlbook/data/strokes.py makes them. Only
// arithmetic in one order, so that both sides agree to the last bit.

/**
 * For strokes, lists of points [x, y]: how many pixels of the bitmap's blocks are inked, row by row.
 * paper: the constants of dlbook/data/strokes.py, by their names in small letters.
 */
export function digitFromStrokes(strokes, paper) {
  const { side, block, pen: guess, pens, ink } = paper;
  const cells = side / block;
  const image = new Array(cells * cells).fill(0);
  if (strokes.length === 0) return image;
  const distances = (pen) => squaredDistances(fitted(strokes, pen, paper), side);
  const radius = Math.sqrt(distances(guess).sort()[ink - 1]);
  const pen = Math.min(Math.max(2 * radius, pens[0]), pens[1]);
  const reach = (pen / 2) * (pen / 2);
  distances(pen).forEach((distance, k) => {
    const cell = Math.floor(Math.floor(k / side) / block) * cells + Math.floor((k % side) / block);
    if (distance <= reach) image[cell] += 1;
  });
  return image;
}

/** The strokes in the bitmap's pixels: with a pen of that width they fill the box. */
function fitted(strokes, pen, { side, width, widen, heighten }) {
  const points = strokes.flat();
  const [x, y] = [0, 1].map((axis) => {
    let [low, high] = [Infinity, -Infinity];
    for (const point of points) {
      low = Math.min(low, point[axis]);
      high = Math.max(high, point[axis]);
    }
    return { size: high - low, middle: (low + high) / 2 };
  });
  const across = x.size > 0 ? (width - pen) / x.size : Infinity;
  const down = y.size > 0 ? (side - pen) / y.size : Infinity;
  x.scale = x.size > 0 ? Math.min(across, widen * down) : 0;
  y.scale = y.size > 0 ? Math.min(down, heighten * across) : 0;
  return strokes.map((stroke) => stroke.map((point) => [
    (point[0] - x.middle) * x.scale + side / 2, (point[1] - y.middle) * y.scale + side / 2]));
}

/** From each pixel's centre, row by row, to the nearest point of any stroke. */
function squaredDistances(strokes, side) {
  const nearest = new Float64Array(side * side).fill(Infinity);
  for (const stroke of strokes) {
    for (let k = 0; k < Math.max(1, stroke.length - 1); k += 1) {
      approach(nearest, side, stroke[k], stroke[Math.min(k + 1, stroke.length - 1)]);
    }
  }
  return nearest;
}

function approach(nearest, side, [ax, ay], [bx, by]) {
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  for (let k = 0; k < nearest.length; k += 1) {
    let right = (k % side) + 0.5 - ax;
    let below = Math.floor(k / side) + 0.5 - ay;
    const along = (right * dx + below * dy) / (length > 0 ? length : 1);
    const share = Math.min(Math.max(along, 0), 1);
    right -= share * dx;
    below -= share * dy;
    nearest[k] = Math.min(nearest[k], right * right + below * below);
  }
}

/** The article before a digit: an 8, but a 3. */
export const article = (digit) => (digit === 8 ? "an" : "a");
