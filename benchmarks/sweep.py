"""W5: a hundred networks at once, ten learning rates with ten seeds each, against loops and vmap.

A seed decides the start, the order of the batches and the dropout masks, as in the book's figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from benchmarks.measure import Run, assert_same_loss, interleaved, ratios, use_cores
from benchmarks.peers import torch_eager
from dlbook import torch_engine
from dlbook.measurements.workloads import Workload, w1, w2, w3
from dlbook.numpy_engine import sweep

RATES, SEEDS = 10, range(10)
NETWORKS = RATES * len(SEEDS)
SAMPLES = 3  # networks of the eager loop that are really trained; the rest is counted
ROUNDS = 3
REFERENCE = "dlbook NumPy sweep"


def sweep_workloads() -> dict[str, Workload]:
    """W1 and W2 whole, W3 for three epochs in float32."""
    return {"W1": w1(), "W2": w2(), "W3": replace(w3().as_dtype("float32"), epochs=3)}


def arguments(workload: Workload, rates: np.ndarray, seeds: Sequence[int]) -> dict:
    """The arguments that both engines' sweeps take."""
    return {
        "lr": rates.tolist(), "dropout": workload.dropout, "seeds": seeds,
        "batch_size": workload.batch_size, "activation": workload.activation,
        "output": workload.output, "loss": workload.loss, "epochs": workload.epochs,
        "record": [workload.epochs], "dtype": workload.dtype,
    }  # fmt: skip


def numpy_sweep(
    workload: Workload, rates: np.ndarray, seeds: Sequence[int], processes: int = 1
) -> Run:
    """dlbook's NumPy sweep; the mean of the final losses."""
    given = arguments(workload, rates, seeds)

    def run() -> float:
        use_cores(processes)
        done = sweep(workload.sizes, workload.X, workload.y, optimizer=workload.optimizer,
                     processes=processes, **given)  # fmt: skip
        use_cores(1)
        return float(done.train_loss[..., -1].mean())

    return run


def torch_sweep(workload: Workload, rates: np.ndarray, seeds: Sequence[int]) -> Run:
    """dlbook's PyTorch sweep on the CPU."""
    given = arguments(workload, rates, seeds)
    optimizer = getattr(torch_engine, type(workload.optimizer).__name__)(lr=workload.optimizer.lr)

    def run() -> float:
        done = torch_engine.sweep(workload.sizes, workload.X, workload.y, optimizer=optimizer,
                                  device="cpu", **given)  # fmt: skip
        return float(done.train_loss[..., -1].mean())

    return run


def eager_sample(workload: Workload, rates: np.ndarray, seeds: Sequence[int]) -> Run:
    """A few of the networks in a loop of eager PyTorch: a sample of what all would take."""
    networks = [(float(lr), seed) for lr in rates for seed in seeds]
    chosen = np.linspace(0, len(networks) - 1, SAMPLES).astype(int)
    runs = [
        torch_eager.make(replace(workload, seed=seed, optimizer=replace(workload.optimizer, lr=lr)))
        for lr, seed in (networks[k] for k in chosen)
    ]
    return lambda: float(np.mean([run() for run in runs]))


def contestants(workload: Workload, rates: np.ndarray) -> dict[str, Run]:
    """Everybody who can train a sweep here."""
    given = workload, rates, SEEDS
    runs = {
        REFERENCE: numpy_sweep(*given),
        "dlbook NumPy sweep, 2 processes": numpy_sweep(*given, processes=2),
        "dlbook PyTorch sweep": torch_sweep(*given),
        "PyTorch eager loop": eager_sample(*given),
    }
    try:
        from benchmarks.peers import jax_scan
    except ImportError as error:
        print(f"JAX is left out: {error}")
    else:
        runs["JAX vmap + scan"] = jax_scan.make_sweep(*given)
    return runs


def measure() -> dict:
    """Seconds for a hundred networks, and ratios to dlbook's NumPy sweep in one process."""
    found = {}
    for key, workload in sweep_workloads().items():
        centre = workload.optimizer.lr
        rates = np.geomspace(centre / 10, centre, RATES)
        timings = interleaved(contestants(workload, rates), ROUNDS, f"W5 {key}")
        whole = [name for name in timings if name != "PyTorch eager loop"]
        assert_same_loss(timings, whole, rtol=1e-10 if workload.dtype == "float64" else 1e-5)
        scale = {"PyTorch eager loop": NETWORKS / SAMPLES}
        seconds = {name: t.median * scale.get(name, 1) for name, t in timings.items()}
        by_round = ratios(timings, REFERENCE)
        shown = {name: ratio * scale.get(name, 1) for name, ratio in by_round.items()}
        print(f"\nW5 {key}: {NETWORKS} networks\n{'':34}{'s':>10}{'ratio':>9}")
        for name in sorted(seconds, key=seconds.get):
            print(f"{name:34}{seconds[name]:10.3f}{shown[name]:9.2f}")
        found[key] = {
            "networks": NETWORKS,
            "learning_rates": RATES,
            "seeds": len(SEEDS),
            "seconds": {name: round(s, 4) for name, s in seconds.items()},
            "ratios": {name: round(r, 3) for name, r in shown.items()},
            "losses": {name: t.loss for name, t in timings.items()},
        }
    return {"reference": REFERENCE, "eager_sample": SAMPLES, "workloads": found}
