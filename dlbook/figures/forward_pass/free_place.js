// Where the number of a weight fits on a line between two columns of circles that stand close.

const HALF = [15, 6]; // of a number's width and height
const TEXT = { half: [21, 5], off: 29 }; // of what stands above and below a circle
const LIFT = 15; // off a line that runs level, whose middle the circles leave no room
const ENOUGH = 3; // pixels of room
const ASIDE = [0, -3, 3, -6, 6]; // of the middle between the columns
const SHARES = Array.from({ length: 21 }, (_, k) => 0.3 + 0.02 * k);

/** How far apart two boxes are, by their middles and halves of width and height; below 0: they overlap. */
const apart = ([x, y], [u, v], half) =>
  Math.max(Math.abs(x - u) - half[0] - HALF[0], Math.abs(y - v) - half[1] - HALF[1]);

const fromCircle = ([x, y], [u, v], radius) =>
  Math.hypot(Math.max(Math.abs(x - u) - HALF[0], 0), Math.max(Math.abs(y - v) - HALF[1], 0)) - radius;

/** The room that a number at `place` has. */
export function roomAt(place, circles, radius, numbers) {
  return Math.min(
    ...circles.flatMap(([x, y]) => [fromCircle(place, [x, y], radius),
      apart(place, [x, y - TEXT.off], TEXT.half), apart(place, [x, y + TEXT.off], TEXT.half)]),
    ...numbers.map((number) => apart(place, number, HALF)));
}

/**
 * The middle of a number for the line from `start` to `end`: near the middle of the line, where it is
 * clear of circles and of other numbers.
 */
export function freePlace(start, end, circles, radius, numbers) {
  const lift = start[1] === end[1] ? LIFT : 0;
  const middle = (start[0] + end[0]) / 2;
  const places = SHARES.flatMap((share) => ASIDE.map((aside) => {
    const place = [middle + aside, start[1] + share * (end[1] - start[1]) - lift];
    const away = Math.abs(share - 0.5) + Math.abs(aside) / 50;
    return { place, room: Math.min(roomAt(place, circles, radius, numbers), ENOUGH) - away };
  }));
  return places.reduce((best, one) => (one.room > best.room ? one : best)).place;
}
