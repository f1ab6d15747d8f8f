// Numbered discs on a plot that would lie on one another: each where it belongs, or as near as there is room.

export const DISC = 8; // a disc's radius in pixels
const FULL_TURN = Array.from({ length: 16 }, (_, k) => [Math.cos(k * Math.PI / 8), Math.sin(k * Math.PI / 8)]);
const STEP = 3; // pixels
const FARTHEST = 400; // where there is no room nearer, a disc lies on another

/**
 * The place [x, y] of each disc, those of `order` first. `ways`: unit vectors along which one may move;
 * `taken`: places that are to stay free; `holds`: whether a place is on the plot.
 */
export function apart(places, order, { ways = FULL_TURN, taken = [], holds = () => true }) {
  const found = [];
  const isFree = ([x, y]) => [...taken, ...found].every((other) =>
    !other || Math.hypot(other[0] - x, other[1] - y) >= 2 * DISC + 1);
  for (const k of order) {
    const [x, y] = places[k];
    for (let far = 0; !found[k]; far += STEP) {
      found[k] = far > FARTHEST ? [x, y] : ways.map(([dx, dy]) => [x + far * dx, y + far * dy])
        .find((place) => isFree(place) && (far === 0 || holds(place)));
    }
  }
  return found;
}

/** Discs with the numbers of `order`, from 1, in front of the panel: the last lies on top, `chosen` stands out. */
export function discs(panel, order, places, chosen) {
  panel.front.selectAll("g.dlb-racer").data(order).join((enter) => {
    const disc = enter.insert("g", ".dlb-handle");
    disc.append("circle").attr("r", DISC);
    disc.append("text").attr("text-anchor", "middle").attr("dy", "0.35em");
    return disc;
  }).attr("class", (k) => `dlb-racer${k === chosen ? " dlb-racer-watched" : ""}`)
    .attr("transform", (k) => `translate(${places[k]})`)
    .select("text").text((k) => k + 1);
}
