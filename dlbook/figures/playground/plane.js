// The plane on which everything lies: how far it reaches, and the points of a map over it.

export const SIDE = 50; // points of a map on each side
export const MOST_REACH = 6; // farther from the middle is no point of any set, and none can be added
const ROOM = 0.05; // about a set's own points

/** How far a plane reaches, from -reach to reach, on which all points lie, given by their columns; the
 * first `own` are a set's own; `least`: how far it reaches at least. */
export function reachOf(columns, own, least) {
  const far = Math.max(...columns.flatMap((column) =>
    column.map((x, i) => Math.abs(x) + (i < own ? ROOM : 0))));
  return far <= least ? least : Math.min(MOST_REACH, Math.ceil(4 * far) / 4);
}

/** The places of a map's points, row by row from the top. */
export function gridPlaces(reach) {
  const at = (k) => -reach + ((k + 0.5) * 2 * reach) / SIDE;
  const cells = Array.from({ length: SIDE * SIDE }, (_, i) => i);
  return [cells.map((i) => at(i % SIDE)), cells.map((i) => -at(Math.floor(i / SIDE)))];
}
