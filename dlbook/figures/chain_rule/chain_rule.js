// Draws the figure beside it: the smallest network with a hidden unit, forward and back.

import { make } from "../../../web/elements.js";
import { ChainDiagram, UNKNOWN } from "./chain_diagram.js";
import { figure } from "../../../web/drawing/computed.js";
import { tabulate } from "../../../web/drawing/numbers.js";
import { number, shown, unbroken } from "../../../web/drawing/status.js";

const STEPS = ["x", "z1", "a1", "z2", "y_hat", "J", "J_y_hat", "y_hat_z2", "z2_w2", "z2_a1", "a1_z1", "z1_w1"];
const stepOf = (name) => STEPS.indexOf(name);
const FACTORS = {
  J_y_hat: "∂J/∂ŷ", y_hat_z2: "∂ŷ/∂z₂", z2_w2: "∂z₂/∂w₂", z2_a1: "∂z₂/∂a₁", a1_z1: "∂a₁/∂z₁", z1_w1: "∂z₁/∂w₁",
};
const RULES = {
  J_y_hat: "2(ŷ − y)", y_hat_z2: "ŷ(1 − ŷ)", z2_w2: "a₁", z2_a1: "w₂", a1_z1: "a₁(1 − a₁)", z1_w1: "x",
};

const trimmed = (value) => shown(value, 3).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");

/** A number that fits into a circle: with three digits, below 1 with three decimals. */
function short(value) {
  const size = Math.abs(value);
  if (size >= 1) return trimmed(value); // which is not to be rounded twice
  return size === 0 || size >= 5e-4 ? trimmed(Number(value.toFixed(3))) : shown(value, 1);
}
const bracket = (value) => (value < 0 ? `(${shown(value)})` : shown(value));

/** The numbers under `group` in a figure's arrays: {z1, a1, …}. */
const numbersOf = (arrays, group) => Object.fromEntries(Object.entries(arrays)
  .filter(([name]) => name.startsWith(`${group}.`))
  .map(([name, { data }]) => [name.slice(group.length + 1), data[0]]));

function diagram(state, v, b) {
  const { step } = state;
  const node = (key, name, link, value) =>
    ({ name, link, value: short(value), shown: step >= stepOf(key), now: step === stepOf(key) });
  const found = (key, name, value) => [name, step >= stepOf(key) ? `= ${shown(value)}` : UNKNOWN];
  const factor = (key) => found(key, `× ${FACTORS[key]}`, b.factors[key]);
  return {
    nodes: [
      node("x", "x", "", v.x), node("z1", "z₁", "×", v.z1), node("a1", "a₁", "σ", v.a1),
      node("z2", "z₂", "×", v.z2), node("y_hat", "ŷ", "σ", v.y_hat),
      node("J", "J", "(ŷ − y)²", v.J),
    ],
    sides: [
      { at: 1, name: "w₁", value: short(v.w1), now: step === stepOf("z1_w1"),
        product: found("z1_w1", "∂J/∂w₁", b.back.dw1) },
      { at: 3, name: "w₂", value: short(v.w2), now: step === stepOf("z2_w2"),
        product: found("z2_w2", "∂J/∂w₂", b.back.dw2) },
      { at: 5, name: "y", value: short(v.y) },
    ],
    back: [
      { at: 4, product: found("J_y_hat", "∂J/∂ŷ", b.back.dy_hat), factor: factor("y_hat_z2"),
        nowProduct: step === stepOf("J_y_hat"), nowFactor: step === stepOf("y_hat_z2") },
      { at: 3, product: found("y_hat_z2", "∂J/∂z₂", b.back.dz2), factor: factor("z2_a1"),
        nowProduct: step === stepOf("y_hat_z2"), nowFactor: step === stepOf("z2_a1") },
      { at: 2, product: found("z2_a1", "∂J/∂a₁", b.back.da1), factor: factor("a1_z1"),
        nowProduct: step === stepOf("z2_a1"), nowFactor: step === stepOf("a1_z1") },
      { at: 1, product: found("a1_z1", "∂J/∂z₁", b.back.dz1),
        nowProduct: step === stepOf("a1_z1") },
    ],
  };
}

/** One line: the derivative by one weight as a product, as far as it is known, and by nudging. */
function product(row, weight, keys, { step }, factors, total, byNudging) {
  const known = keys.filter((key) => step >= stepOf(key));
  const names = keys.map((key) => FACTORS[key]).join(" · ");
  const values = keys.map((key) => (known.includes(key) ? bracket(factors[key]) : "?")).join(" · ");
  const all = known.length === keys.length;
  row.replaceChildren(
    make("div", "", unbroken(`∂J/∂${weight} = ${names}`)),
    make("div", "dlb-chain-values", unbroken(`= ${values}${all ? ` = ${shown(total)}` : ""}`)),
    make("div", "dlb-chain-nudged", `by nudging ${weight}: ${all ? shown(byNudging) : "?"}`),
  );
}

const VALUES = {
  x: "the input x = ", z1: "z₁ = w₁ x = ", a1: "a₁ = σ(z₁) = ", z2: "z₂ = w₂ a₁ = ",
  y_hat: "ŷ = σ(z₂) = ", J: "J = (ŷ − y)² = ",
};

/** What the step that was just taken found: parts of the status line. */
function lastStep(name, v, b) {
  if (VALUES[name]) return [VALUES[name], number(name, v[name])];
  return [`${FACTORS[name]} = ${RULES[name]} = ${shown(b.factors[name])} · J = `, number("J", v.J)];
}

export default figure(({ picture, play }) => {
  const chain = new ChainDiagram(picture, "forward, and back");
  const products = make("div", "dlb-whole dlb-chain-products");
  const rows = [make("div", "dlb-chain-product"), make("div", "dlb-chain-product")];
  products.append(...rows);
  picture.append(products);
  play("step", STEPS.length);

  return ({ state, arrays }) => {
    const v = { ...state, ...numbersOf(arrays, "at") };
    const b = { factors: numbersOf(arrays, "factors"), back: numbersOf(arrays, "back") };
    const { dw1: n1, dw2: n2 } = numbersOf(arrays, "nudged");
    const { nodes, sides, back } = diagram(state, v, b);
    chain.draw({ nodes, sides, back });
    tabulate(chain.box, "forward, and back", () => {
      const forward = [...nodes, ...sides].filter((one) => one.shown ?? true);
      const found = [...sides, ...back].map(({ product: one }) => one).filter((one) => one && one[1] !== UNKNOWN);
      return { "quantity": [...forward.map(({ name }) => name), ...found.map(([name]) => name)],
        "value": [...forward.map(({ value }) => value), ...found.map(([, value]) => value.slice(2))] };
    });
    product(rows[0], "w₂", ["J_y_hat", "y_hat_z2", "z2_w2"], state, b.factors, b.back.dw2, n2);
    product(rows[1], "w₁", ["J_y_hat", "y_hat_z2", "z2_a1", "a1_z1", "z1_w1"], state, b.factors, b.back.dw1, n1);
    const { step } = state;
    const parts = [`step ${step} of ${STEPS.length - 1}, ${step <= stepOf("J") ? "forward" : "back"}: `,
      ...lastStep(STEPS[step], v, b)];
    if (step >= stepOf("z2_w2")) {
      parts.push(" · ∂J/∂w₂ = ", number("dw2", b.back.dw2), " (nudged ", number("nudged_w2", n2), ")");
    }
    if (step >= stepOf("z1_w1")) {
      parts.push(" · ∂J/∂w₁ = ", number("dw1", b.back.dw1), " (nudged ", number("nudged_w1", n1), ")");
    }
    return parts;
  };
});
