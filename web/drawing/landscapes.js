// The loss landscapes over two weights and gradient descent on them, as dlbook/experiments/landscapes.py has
// them, so that a ball can be dropped anywhere. The products are taken in the same order as there:
// on the polynomial landscapes every number is the same to the last bit.

const [EDGE, FAR, REST, NEAR, WATCHED] = [5, 1e3, 1e-3, 0.1, 20];

const valleys = {
  value(w1, w2) {
    const [p, q] = [w1 * w1 + w2 - 11, w1 + w2 * w2 - 7];
    return (p * p + q * q) * 0.05 + 0.15 * w1 + 0.1 * w2 + 1.5;
  },
  gradient(w1, w2) {
    const [p, q] = [w1 * w1 + w2 - 11, w1 + w2 * w2 - 7];
    return [0.1 * (2 * w1 * p + q) + 0.15, 0.1 * (p + 2 * w2 * q) + 0.1];
  },
};

const bowl = {
  value: (w1, w2) => 0.1 * (w1 * w1) + 2 * (w2 * w2),
  gradient: (w1, w2) => [0.2 * w1, 4 * w2],
};

const saddle = {
  value(w1, w2) {
    const p = w2 * w2 - 9;
    return 0.25 * (w1 * w1) + 0.025 * (p * p);
  },
  gradient: (w1, w2) => [0.5 * w1, 0.1 * w2 * (w2 * w2 - 9)],
};

/** The mean cross-entropy of σ(w1 x1 + w2 x2) over examples [x1, x2, y]. */
function neuron(examples) {
  const mean = (term) => examples.reduce((sum, example) => sum + term(example), 0) / examples.length;
  const error = (z, y) => {
    const e = Math.exp(-Math.abs(z));
    return (z >= 0 ? 1 : e) / (1 + e) - y;
  };
  return {
    value: (w1, w2) => mean(([x1, x2, y]) => {
      const z = w1 * x1 + w2 * x2;
      return Math.max(z, 0) - z * y + Math.log1p(Math.exp(-Math.abs(z)));
    }),
    gradient: (w1, w2) => [0, 1].map((k) =>
      mean((example) => error(w1 * example[0] + w2 * example[1], example[2]) * example[k])),
  };
}

/** The landscapes by dlbook's names; `examples` are the real neuron's. */
export const surfaces = (examples) => ({ valleys, bowl, saddle, neuron: neuron(examples) });

/** The path of w ← w − lr ∇J(w): steps + 1 points [w1, w2]; a ball that has left stays put. */
export function descend(surface, start, lr, steps) {
  const path = [start];
  for (let k = 0; k < steps; k += 1) {
    const [w1, w2] = path[k];
    const left = Math.max(Math.abs(w1), Math.abs(w2)) > FAR;
    const [g1, g2] = left ? [0, 0] : surface.gradient(w1, w2);
    path.push([w1 - lr * g1, w2 - lr * g2]);
  }
  return path;
}

/** What became of the ball and the minimum it reached, by the rules of dlbook.experiments.landscapes.verdict. */
export function verdict(surface, path, minima) {
  const [w1, w2] = path.at(-1);
  const off = Math.max(Math.abs(w1), Math.abs(w2)) > EDGE;
  if (off && surface.value(w1, w2) > surface.value(...path[0])) return ["diverges", -1];
  const slopes = path.slice(-WATCHED - 1).map((point) => surface.gradient(...point));
  if (Math.hypot(...slopes.at(-1)) < REST) {
    const away = minima.map(([m1, m2]) => Math.hypot(m1 - w1, m2 - w2));
    const nearest = away.indexOf(Math.min(...away));
    return away[nearest] < NEAR ? ["converges", nearest] : ["stops at a flat place", -1];
  }
  const turns = slopes.slice(1).filter(([g1, g2], k) =>
    g1 * slopes[k][0] + g2 * slopes[k][1] < 0).length;
  return [turns >= WATCHED / 4 ? "swings" : "too slow", -1];
}

/** The first step at which the slope is at rest, or -1. */
export const restingStep = (surface, path) =>
  path.findIndex(([w1, w2]) => Math.hypot(...surface.gradient(w1, w2)) < REST);
