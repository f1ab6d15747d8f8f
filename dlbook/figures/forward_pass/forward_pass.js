// Draws the figure beside it: a small network with every number, and the same as tables.

import { figure } from "../../../web/drawing/computed.js";
import { LayerTables } from "./layer_tables.js";
import { fixed, layerName, NumberedNetwork, unitName } from "./numbered_network.js";
import { tabulate } from "../../../web/drawing/numbers.js";
import { number } from "../../../web/drawing/status.js";

const N_IN = 2;
const N_OUT = 2;
const PACE_MS = 900; // time to read one unit's sum

const sizesOf = (depth, width) => [N_IN, ...new Array(depth).fill(width), N_OUT];
const unitsOf = (sizes) => sizes.slice(1).reduce((sum, n) => sum + n, 0);

/** The layer (from 1) and the index in it of a unit in the order of the pass. */
function placeOf(sizes, unit) {
  let left = Math.min(unit, unitsOf(sizes) - 1);
  let layer = 1;
  while (left >= sizes[layer]) {
    left -= sizes[layer];
    layer += 1;
  }
  return [layer, left];
}

/** Everything there is to see: every layer's values and states, weights and biases. */
function passOf(sizes, { depth, width }, { z, a, tenths }) {
  const [, widths, layers, room, columns] = tenths.shape;
  const start = (depth * widths + width) * layers;
  const entry = (layer, index, column) =>
    tenths.data[((start + layer - 1) * room + index) * columns + column] / 10;
  const rows = ({ data }, first) => sizes.slice(first).map((n, k) =>
    Array.from(data.slice(k * room, k * room + n)));
  return {
    values: rows(a, 0), states: rows(z, 1), weight: entry,
    bias: (layer, index) => entry(layer, index, columns - 1),
  };
}

/** A sum of tenths that ends at 0 is 0, not what rounding leaves of it. */
const tidied = (z) => Number(z.toFixed(12));

const bracket = (text) => (text.startsWith("−") ? `(${text})` : text);

/** The sum of one unit, written out. */
function sumOf({ values, weight, bias }, [layer, index]) {
  const decimals = layer === 1 ? 1 : 2;
  const terms = values[layer - 1].map((value, from) =>
    `${bracket(fixed(weight(layer, index, from), 1))} × ${bracket(fixed(value, decimals))}`);
  return [fixed(bias(layer, index), 1), ...terms].join(" + ");
}

export default figure(({ picture, model, set, play }) => {
  const choices = model.get("choices");
  const sizesNow = () =>
    sizesOf(choices.depth[model.get("depth")], choices.width[model.get("width")]);
  const choose = (layer, index) =>
    set("unit", sizesNow().slice(1, layer).reduce((sum, n) => sum + n, 0) + index);
  const network = new NumberedNetwork(picture, "the network", choose);
  const tables = new LayerTables(picture, "the same, as tables");
  play("unit", () => unitsOf(sizesNow()), "the pass", PACE_MS);

  return ({ state, arrays }) => {
    const sizes = sizesOf(choices.depth[state.depth], choices.width[state.width]);
    const pass = passOf(sizes, state, arrays);
    const at = placeOf(sizes, state.unit);
    const g = choices.label[state.activation];
    const names = [...new Array(sizes.length - 2).fill(g), "σ"];
    const [layer, index] = at;
    network.draw({ ...pass, at });
    tables.draw({ ...pass, at, names });
    tabulate(tables.box, "every unit’s state and activation", () => {
      const units = sizes.slice(1).flatMap((n, k) => Array.from({ length: n }, (_, unit) =>
        `${layerName(k + 1, sizes.length)}, ${unitName(k + 1, unit, sizes.length)}`));
      return { "unit": units, "state z": pass.states.flat(), "activation": pass.values.slice(1).flat() };
    });
    return [`a ${sizes.join("-")} network with `, number("n_parameters", rowCount(sizes)),
      ` weights and biases · ${unitName(layer, index, sizes.length)} of `,
      layer === sizes.length - 1 ? "the output" : `hidden layer ${layer}`,
      `: z = ${sumOf(pass, at)} = `, number("z", tidied(pass.states[layer - 1][index]), 4),
      `, ${names[layer - 1]}(z) = `, number("a", pass.values[layer][index], 4),
      " · ŷ₁ = ", number("y_hat_1", pass.values.at(-1)[0], 4),
      ", ŷ₂ = ", number("y_hat_2", pass.values.at(-1)[1], 4)];
  };
});

/** How many parameters a network of these sizes has. */
const rowCount = (sizes) =>
  sizes.slice(1).reduce((sum, n, k) => sum + n * (sizes[k] + 1), 0);
