// The chain x → z1 → a1 → z2 → ŷ → J of the smallest network with a hidden unit: every value going
// forward, every factor of the chain rule, and the same derivatives by nudging.

import { DERIVATIVES, sigmoid } from "./formulas.js";

/** Values forward; J is the squared error (ŷ − y)². */
export function chainForward({ x, y, w1, w2 }) {
  const z1 = w1 * x;
  const a1 = sigmoid(z1);
  const z2 = w2 * a1;
  const y_hat = sigmoid(z2);
  return { x, y, w1, w2, z1, a1, z2, y_hat, J: (y_hat - y) ** 2 };
}

/** The factors, each the derivative of one value by the one before it, and what they multiply to. */
export function chainBackward({ x, y, w2, z1, a1, z2, y_hat }) {
  const factors = {
    J_y: 2 * (y_hat - y), y_z2: DERIVATIVES.sigmoid(z2), z2_w2: a1, z2_a1: w2,
    a1_z1: DERIVATIVES.sigmoid(z1), z1_w1: x,
  };
  const d_z2 = factors.J_y * factors.y_z2;
  const d_a1 = d_z2 * factors.z2_a1;
  const d_z1 = d_a1 * factors.a1_z1;
  return { factors, d_y: factors.J_y, d_z2, d_w2: d_z2 * a1, d_a1, d_z1, d_w1: d_z1 * x };
}

/** ∂J/∂(weight) by central differences: nudge it up and down by eps and look at J. */
export function nudged(inputs, weight, eps = 1e-5) {
  const at = (by) => chainForward({ ...inputs, [weight]: inputs[weight] + by }).J;
  return (at(eps) - at(-eps)) / (2 * eps);
}
