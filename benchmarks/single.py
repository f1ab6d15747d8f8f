"""W1 to W4: one network, one thread, every peer in turn, ratios to dlbook's NumPy engine."""

from __future__ import annotations

import importlib
import shutil
import time
from collections.abc import Callable

import numpy as np

from benchmarks.measure import Run, Timing, assert_same_loss, interleaved, ratios
from dlbook.measurements.workloads import SINGLE, Workload, work

REFERENCE = "dlbook NumPy"
# name -> (module, maker); a peer whose package is not installed is left out and said so
PEERS = {
    REFERENCE: ("dlbook_numpy", "make"),
    "dlbook PyTorch": ("dlbook_torch", "make"),
    "NumPy written out": ("written_out", "make"),
    "PyTorch eager": ("torch_eager", "make"),
    "PyTorch compiled": ("torch_eager", "make_compiled"),
    "JAX jit + scan": ("jax_scan", "make"),
    "scikit-learn": ("scikit_learn", "make"),
    "HIPS autograd": ("hips_autograd", "make"),
}
OTHER_LOSS = {"scikit-learn"}  # its own start and shuffle, no dropout
ONE_NETWORK = {"NumPy written out"}  # written for W1 alone
LEFT_OUT = {
    "W2": ONE_NETWORK,
    "W3 float64": ONE_NETWORK,
    "W3 float32": ONE_NETWORK,
    # large products: nothing new to learn from these
    "W4": {*ONE_NETWORK, "HIPS autograd", "PyTorch compiled"},
}
ROUNDS = {"W1": 9, "W2": 7, "W3 float64": 7, "W3 float32": 7, "W4": 5}
# float64 rounding grows with the steps; float32 has seven digits to begin with
TOLERANCE = {"float64": 1e-9, "float32": 2e-3}


def makers(left_out: set[str]) -> dict[str, Callable[[Workload], Run]]:
    """The peers that are installed here."""
    found = {}
    for name, (module, maker) in PEERS.items():
        if name in left_out or (maker == "make_compiled" and not shutil.which("g++")):
            continue
        try:
            found[name] = getattr(importlib.import_module(f"benchmarks.peers.{module}"), maker)
        except ImportError as error:
            print(f"{name} is left out: {error}")
    return found


def measure() -> dict:
    """Every workload: milliseconds, ratios; for W4 also rates, beside that of one large product."""
    found = {key: measure_one(key) for key in SINGLE}
    found["W4"].update(throughput(found["W4"]["milliseconds"]))
    return {"reference": REFERENCE, "workloads": found}


def measure_one(key: str) -> dict:
    """One workload: all peers interleaved, after their losses were found equal."""
    workload = SINGLE[key]()
    runs = {name: make(workload) for name, make in makers(LEFT_OUT.get(key, set())).items()}
    timings = interleaved(runs, ROUNDS[key], key)
    same = [name for name in timings if name not in OTHER_LOSS]
    assert_same_loss(timings, same, TOLERANCE[workload.dtype])
    shown = ratios(timings, REFERENCE)
    print_table(f"{key}: {workload.name}, {workload.dtype}", timings, shown)
    return {
        "name": workload.name,
        "milliseconds": {name: round(1e3 * t.median, 3) for name, t in timings.items()},
        "ratios": {name: round(ratio, 3) for name, ratio in shown.items()},
        "losses": {name: t.loss for name, t in timings.items()},
    }


def print_table(title: str, timings: dict[str, Timing], shown: dict[str, float]) -> None:
    """What was measured, fastest first."""
    print(f"\n{title}\n{'':20}{'ms':>12}{'ratio':>9}{'final loss':>22}")
    for name, timing in sorted(timings.items(), key=lambda item: item[1].median):
        mark = " (other start and shuffle)" if name in OTHER_LOSS else ""
        print(f"{name:20}{1e3 * timing.median:12.2f}{shown[name]:9.2f}{timing.loss:22.15g}{mark}")


def gemm_peak() -> float:
    """GF/s of one large float32 product of NumPy's on this thread."""
    rng = np.random.default_rng(0)
    a, b = rng.random((1024, 1024), np.float32), rng.random((1024, 1024), np.float32)
    out = np.empty((1024, 1024), np.float32)
    best = np.inf
    for _ in range(12):
        start = time.perf_counter()
        np.dot(a, b, out=out)
        best = min(best, time.perf_counter() - start)
    return 2 * 1024**3 / best / 1e9


def throughput(milliseconds: dict[str, float]) -> dict:
    """GF/s of every peer on W4, and of one large product in NumPy to hold them against."""
    operations = work(SINGLE["W4"]())
    rates = {name: round(operations / ms / 1e6, 1) for name, ms in milliseconds.items()}
    peak = round(gemm_peak(), 1)
    print(f"GF/s: {rates}; one large product: {peak}")
    return {"gflops": rates, "gemm_peak_gflops": peak}
