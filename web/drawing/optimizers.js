// The optimisers that race, as dlbook/numpy_engine/updates.py has them: the same operations in the
// same order on the same settings, so that on the polynomial landscapes every path is the same to
// the last bit.

const FAR = 1e3;
const REST = 1e-3;

const RHO = 0.9; // Adadelta: kept of its running means, and its ε
const ADADELTA_EPS = 1e-6;
const ALPHA = 0.99; // RMSProp
const RMSPROP_EPS = 1e-8;
const ADAGRAD_EPS = 1e-10;
const MOMENTUM = 0.9;
const BETAS = [0.9, 0.999];

const momentum = (nesterov) => (w, g, lr, state) => {
  state.v = state.v * MOMENTUM + g;
  return w - (nesterov ? state.v * MOMENTUM + g : state.v) * lr;
};

/** One step of one weight: (w, its gradient, η, its own state {v, s}, Adam's factors) → w. */
const UPDATES = {
  SGD: (w, g, lr) => w - g * lr,
  Momentum: momentum(false),
  Nesterov: momentum(true),
  Adagrad(w, g, lr, state) {
    state.s += g * g;
    return w - (g / (Math.sqrt(state.s) + ADAGRAD_EPS)) * lr;
  },
  Adadelta(w, g, lr, state) {
    state.s = state.s * RHO + g * g * (1 - RHO);
    const move = (Math.sqrt(state.v + ADADELTA_EPS) / Math.sqrt(state.s + ADADELTA_EPS)) * g;
    state.v = state.v * RHO + move * move * (1 - RHO);
    return w - move * lr;
  },
  RMSProp(w, g, lr, state) {
    state.s = state.s * ALPHA + g * g * (1 - ALPHA);
    return w - (g / (Math.sqrt(state.s) + RMSPROP_EPS)) * lr;
  },
  Adam(w, g, lr, state, [factor, eps]) {
    state.v = state.v * BETAS[0] + g;
    state.s = state.s * BETAS[1] + g * g;
    return w - (state.v / (Math.sqrt(state.s) + eps)) * (lr * factor);
  },
};

/** The path of an optimiser by dlbook's name; `factors` are Adam's bias corrections by step. */
export function optimizerPath(name, surface, start, lr, steps, factors) {
  const update = UPDATES[name];
  const states = start.map(() => ({ v: 0, s: 0 }));
  const path = [start];
  for (let k = 0; k < steps; k += 1) {
    const w = path[k];
    const left = Math.max(...w.map(Math.abs)) > FAR;
    const gradient = surface.gradient(...w);
    path.push(left ? w : w.map((wi, i) => update(wi, gradient[i], lr, states[i], factors[k])));
  }
  return path;
}

/** The first step from which the ball stays at rest, or -1: dlbook.experiments.racing.arrival. */
export function arrival(surface, path) {
  const moving = path.findLastIndex((w) => Math.hypot(...surface.gradient(...w)) >= REST);
  return moving === path.length - 1 ? -1 : moving + 1;
}
