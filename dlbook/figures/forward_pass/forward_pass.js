// Draws the figure beside it: a small network with every number, and the same as tables.

import { figure } from "../../../web/drawing/figure.js";
import { forward, neuronState } from "../../../web/drawing/formulas.js";
import { LayerTables } from "./layer_tables.js";
import { NumberedNetwork, fixed, unitName } from "./numbered_network.js";
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

/** The weights and bias of a unit, by its layer and index, out of the flat parameters. */
function rowsOf(sizes, flat) {
  const starts = [0, 0];
  for (let k = 1; k < sizes.length; k += 1) starts.push(starts[k] + sizes[k] * (sizes[k - 1] + 1));
  const start = (layer, index) => starts[layer] + index * (sizes[layer - 1] + 1);
  return {
    weight: (layer, index, from) => flat[start(layer, index) + from],
    bias: (layer, index) => flat[start(layer, index) + sizes[layer - 1]],
  };
}

/** Everything there is to see: every layer's values and states. */
function passOf(sizes, flat, x, activation) {
  const values = forward(sizes, flat, x, activation, "sigmoid");
  const { weight, bias } = rowsOf(sizes, flat);
  const states = sizes.slice(1).map((n, k) => Array.from({ length: n }, (_, index) =>
    neuronState(values[k].map((_, from) => weight(k + 1, index, from)), bias(k + 1, index),
      values[k])));
  return { values, states, weight, bias };
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
    const flat = Array.from(arrays.tenths.data, (tenths) => tenths / 10);
    const activation = choices.activation[state.activation];
    const pass = passOf(sizes, flat, [state.x1, state.x2], activation);
    const at = placeOf(sizes, state.unit);
    const g = choices.label[state.activation];
    const names = [...new Array(sizes.length - 2).fill(g), "σ"];
    const [layer, index] = at;
    network.draw({ ...pass, at });
    tables.draw({ ...pass, at, names });
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
