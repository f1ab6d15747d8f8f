// From pen strokes to the 8 × 8 numbers of a digit, as dlbook/data/strokes.py makes them, and from
// logits to probabilities. Only arithmetic in one order, so that both sides agree to the last bit.

const SIDE = 32;
const BLOCK = 4;
const WIDTH = 20;
const WIDEN = 1.2;
const HEIGHTEN = 3;
const PEN = 5;
const PENS = [2.5, 8];
const INK = 312;
const CELLS = SIDE / BLOCK;

/** The 64 numbers in 0, 1/16, …, 1 that the network gets for strokes, lists of points [x, y]. */
export function digitFromStrokes(strokes) {
  const image = new Array(CELLS * CELLS).fill(0);
  if (strokes.length === 0) return image;
  const radius = Math.sqrt(squaredDistances(fitted(strokes, PEN)).sort()[INK - 1]);
  const pen = Math.min(Math.max(2 * radius, PENS[0]), PENS[1]);
  const reach = (pen / 2) * (pen / 2);
  squaredDistances(fitted(strokes, pen)).forEach((distance, k) => {
    const cell = Math.floor(Math.floor(k / SIDE) / BLOCK) * CELLS + Math.floor((k % SIDE) / BLOCK);
    if (distance <= reach) image[cell] += 1 / BLOCK ** 2;
  });
  return image;
}

/** The strokes in the bitmap's pixels: with a pen of that width they fill the box. */
function fitted(strokes, pen) {
  const points = strokes.flat();
  const [x, y] = [0, 1].map((axis) => {
    let [low, high] = [Infinity, -Infinity];
    for (const point of points) {
      low = Math.min(low, point[axis]);
      high = Math.max(high, point[axis]);
    }
    return { size: high - low, middle: (low + high) / 2 };
  });
  const across = x.size > 0 ? (WIDTH - pen) / x.size : Infinity;
  const down = y.size > 0 ? (SIDE - pen) / y.size : Infinity;
  x.scale = x.size > 0 ? Math.min(across, WIDEN * down) : 0;
  y.scale = y.size > 0 ? Math.min(down, HEIGHTEN * across) : 0;
  return strokes.map((stroke) => stroke.map((point) => [
    (point[0] - x.middle) * x.scale + SIDE / 2, (point[1] - y.middle) * y.scale + SIDE / 2]));
}

/** From each pixel's centre, row by row, to the nearest point of any stroke. */
function squaredDistances(strokes) {
  const nearest = new Float64Array(SIDE * SIDE).fill(Infinity);
  for (const stroke of strokes) {
    for (let k = 0; k < Math.max(1, stroke.length - 1); k += 1) {
      approach(nearest, stroke[k], stroke[Math.min(k + 1, stroke.length - 1)]);
    }
  }
  return nearest;
}

function approach(nearest, [ax, ay], [bx, by]) {
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  for (let k = 0; k < SIDE * SIDE; k += 1) {
    let right = (k % SIDE) + 0.5 - ax;
    let below = Math.floor(k / SIDE) + 0.5 - ay;
    const along = (right * dx + below * dy) / (length > 0 ? length : 1);
    const share = Math.min(Math.max(along, 0), 1);
    right -= share * dx;
    below -= share * dy;
    nearest[k] = Math.min(nearest[k], right * right + below * below);
  }
}

/** An 8 × 8 image moved to the right by whole pixels (to the left below zero); 0 comes in. */
export const movedRight = (image, pixels) => image.map((_, k) => {
  const from = (k % CELLS) - pixels;
  return from >= 0 && from < CELLS ? image[k - pixels] : 0;
});

/** Probabilities from logits. */
export function softmax(logits) {
  const largest = Math.max(...logits);
  const e = logits.map((z) => Math.exp(z - largest));
  const sum = e.reduce((total, one) => total + one, 0);
  return e.map((one) => one / sum);
}
