// Two landscapes cut along one line, as dlbook/experiments/profiles.py has them: the same operations in the same
// order, so that every number is the same to the last bit.

import { surfaces } from "./landscapes.js";

const DIPS = [[0.7, 1, 0.35], [1.1, 3, 0.45]];

const dips = {
  value(w1, w2) {
    return DIPS.reduce((sum, [h, c, s]) => {
      const u = (w1 - c) / s;
      return sum - h / (1 + u * u);
    }, 0.1 * ((w1 + 2) * (w1 + 2)) + 0.05 * (w2 * w2));
  },
  gradient(w1, w2) {
    const slope = DIPS.reduce((sum, [h, c, s]) => {
      const u = (w1 - c) / s;
      const p = 1 + u * u;
      return sum + 2 * h * u / (s * (p * p));
    }, 0.2 * (w1 + 2));
    return [slope, 0.1 * w2];
  },
};

/** The profiles by dlbook's names. */
export const profiles = { dips, bowl: surfaces([]).bowl };
