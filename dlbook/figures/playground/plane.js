// The plane on which everything lies: how far it reaches, and the points of a map over it.

export const SIDE = 50; // points of a map on each side
export const REACH = 1.35; // maps reach from -REACH to REACH

/** The places of a map's points, row by row from the top. */
export function gridPlaces() {
  const at = (k) => -REACH + ((k + 0.5) * 2 * REACH) / SIDE;
  const cells = Array.from({ length: SIDE * SIDE }, (_, i) => i);
  return [cells.map((i) => at(i % SIDE)), cells.map((i) => -at(Math.floor(i / SIDE)))];
}
