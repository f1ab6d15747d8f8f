// The numbers behind what is drawn: each part of a picture says here how to get them, for the table
// below the figure and for the ear.

const kept = new WeakMap();

/**
 * `box`: a part of a picture (class dlb-panel); `tell()` answers its columns, {heading: values}, or a
 * Map of them where a heading is a number; the others go over the first. It is asked only when somebody wants to know. `panel`: {x, y}
 * of a plot, whose scale says which rows tell most.
 */
export function tabulate(box, title, tell, panel = {}) {
  kept.set(box, { title, tell, panel });
}

/** What is known of one part: {title, columns: [[heading, values]], panel}; empty columns are left out. */
export function numbersOf(box) {
  const { title, tell, panel } = kept.get(box);
  const told = tell();
  const pairs = told instanceof Map ? [...told] : Object.entries(told);
  const columns = pairs.filter(([, values]) => values?.length > 0);
  return { title, columns, panel };
}

/** The parts of `picture` that have numbers, from the first to the last. */
export const partsOf = (picture) =>
  [...picture.querySelectorAll(".dlb-panel")].filter((box) => kept.has(box));

/** Which `most` of the rows over `first` to show: about as far from each other on the picture. */
export function spread(first, most, { x } = {}) {
  const all = Array.from(first, (_, k) => k);
  if (all.length <= most) return all;
  const place = x ? (k) => placeOn(x, first[k]) : (k) => k;
  const gap = Math.abs(place(all.length - 1) - place(0)) / (most - 1);
  let before = -Infinity;
  return all.filter((k) => {
    const isFar = place(k) >= before + gap * (1 - 1e-9) || k === all.length - 1;
    if (isFar) before = place(k);
    return isFar;
  });
}

/** Where a value stands on a scale that may not reach down to it, as a logarithmic one at 0. */
const placeOn = (scale, value) => scale(Math.max(value, Math.min(...scale.domain())));
