"""JAX: the whole training as one jit-compiled scan; for sweeps, the scan under vmap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.measure import Run
from dlbook.measurements.workloads import Workload

jax.config.update("jax_enable_x64", True)

ACTIVATIONS = {"sigmoid": jax.nn.sigmoid, "tanh": jnp.tanh, "relu": jax.nn.relu}


def logits(parameters, x, masks, activation):
    """The network's logits; ``masks`` is empty without dropout."""
    for k, (W, b) in enumerate(parameters[:-1]):
        x = activation(x @ W.T + b)
        if masks:
            x = x * masks[k]
    W, b = parameters[-1]
    return x @ W.T + b


def mean_loss(name: str):
    """The mean loss of logits z and targets y."""
    if name == "softmax_cross_entropy":
        return lambda z, y: -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(z), y[:, None], 1))
    return lambda z, y: jnp.mean(jnp.logaddexp(0, z[:, 0]) - y * z[:, 0])


def update_rule(workload: Workload):
    """(initial state, rule); the rule maps parameters, gradients, state, lr, t to the next ones."""
    tree = jax.tree_util.tree_map
    name = type(workload.optimizer).__name__
    if name == "SGD":
        return (lambda p: ()), lambda p, g, s, lr, t: (tree(lambda a, d: a - lr * d, p, g), s)
    if name == "Momentum":

        def momentum(p, g, v, lr, t):
            v = tree(lambda m, d: 0.9 * m + d, v, g)
            return tree(lambda a, m: a - lr * m, p, v), v

        return (lambda p: tree(jnp.zeros_like, p)), momentum

    def adam(p, g, s, lr, t):
        m = tree(lambda a, d: 0.9 * a + 0.1 * d, s[0], g)
        v = tree(lambda a, d: 0.999 * a + 0.001 * d * d, s[1], g)

        def move(a, b, c):
            return a - lr * (b / (1 - 0.9**t)) / (jnp.sqrt(c / (1 - 0.999**t)) + 1e-8)

        return tree(move, p, m, v), (m, v)

    return (lambda p: (tree(jnp.zeros_like, p), tree(jnp.zeros_like, p))), adam


def trainer(workload: Workload):
    """A function (parameters, lr, X, y, batches, masks) -> the losses before and after."""
    activation, loss_of = ACTIVATIONS[workload.activation], mean_loss(workload.loss)
    start_state, rule = update_rule(workload)
    full = workload.batch_size is None

    def train(parameters, lr, X, y, batches, masks):
        def objective(p, x, targets, m):
            return loss_of(logits(p, x, m, activation), targets)

        def step(carry, given):
            p, state, t = carry
            rows, m = given
            x, targets = (X, y) if full else (X[rows], y[rows])
            p, state = rule(p, jax.grad(objective)(p, x, targets, m), state, lr, t)
            return (p, state, t + 1), None

        carry = (parameters, start_state(parameters), jnp.ones((), X.dtype))
        before = objective(parameters, X, y, [])
        (parameters, _, _), _ = jax.lax.scan(step, carry, (batches, masks))
        return before, objective(parameters, X, y, [])

    return train


def arrays(workload: Workload):
    """The workload as JAX arrays: parameters, X, y, batches, masks."""
    parameters = [(jnp.asarray(a.W), jnp.asarray(a.b)) for a in workload.network().layers]
    y = workload.y if workload.output == "softmax" else workload.y.astype(workload.dtype)
    batches = workload.batches()
    if workload.batch_size is None:
        batches = batches[:, :1]  # only their number is needed
    return (
        parameters,
        jnp.asarray(workload.X),
        jnp.asarray(y),
        jnp.asarray(batches),
        workload.masks(),
    )


def make(workload: Workload) -> Run:
    """Train with jit and scan; the compilation falls into the warm-up."""
    parameters, X, y, batches, masks = arrays(workload)
    train = jax.jit(trainer(workload))
    masks = [jnp.asarray(mask) for mask in masks]
    lr = np.dtype(workload.dtype).type(workload.optimizer.lr)
    return lambda: float(train(parameters, lr, X, y, batches, masks)[1])


def stacked(trees: list):
    """One tree whose arrays hold those of all trees, on a new first axis."""
    return jax.tree_util.tree_map(lambda *leaves: jnp.stack(leaves), *trees)


def make_sweep(workload: Workload, rates: np.ndarray, seeds: Sequence[int]) -> Run:
    """Train a network for each seed and learning rate under two vmaps; the mean of the losses.

    Each seed has its own start, order of batches and dropout masks; the data are shared.
    """
    given = [arrays(replace(workload, seed=seed)) for seed in seeds]
    _, X, y, batches, _ = given[0]
    full = workload.batch_size is None
    if not full:
        batches = jnp.stack([each[3] for each in given])
    parameters = stacked([each[0] for each in given])
    masks = stacked([[jnp.asarray(mask) for mask in each[4]] for each in given])
    over_rates = jax.vmap(trainer(workload), in_axes=(None, 0, None, None, None, None))
    over_both = jax.vmap(over_rates, in_axes=(0, None, None, None, None if full else 0, 0))
    train = jax.jit(over_both)
    rates = jnp.asarray(rates.astype(workload.dtype))
    return lambda: float(np.mean(train(parameters, rates, X, y, batches, masks)[1]))
