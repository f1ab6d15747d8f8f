// What to draw of a unit: its answers over the plane, brought between -1 and 1.

import { SIDE } from "./plane.js";

const N = SIDE * SIDE;

/** Which unit: {layer, unit}; layer 0 is the inputs, the last is the output. */
export function valuesOf(seen, grid, state, { layer, unit }) {
  if (layer === 0) {
    return scaled(grid.x.data.subarray(unit * N, (unit + 1) * N), 0);
  }
  if (layer <= state.layers.length) {
    const { data } = seen.maps[`hidden.${layer - 1}`];
    return scaled(data.subarray(unit * N, (unit + 1) * N), state.activation === "sigmoid" ? 0.5 : 0);
  }
  return seen.maps.output.data.subarray(unit * N, (unit + 1) * N);
}

/** Values about `middle`, divided by how far they reach from it. */
function scaled(values, middle) {
  let reach = 0;
  for (const value of values) {
    const far = Math.abs(value - middle);
    if (far > reach && Number.isFinite(far)) reach = far;
  }
  return Float64Array.from(values, (value) => (reach ? (value - middle) / reach : 0));
}

/** The network's answer for two classes, or for numbers, between -1 and 1. */
export function answer(seen, classes) {
  const { data } = seen.maps.output;
  return classes === 2 ? Float64Array.from(data, (share) => 2 * share - 1) : data;
}
