"""What the engines set out to reach, as ratios in one run, and what a stored run reached."""

from __future__ import annotations

from typing import NamedTuple


class Target(NamedTuple):
    """A number to reach: at least ``must``, better ``goal`` where there is one; ``at_most`` turns
    that round."""

    what: str
    must: float
    goal: float | None
    unit: str
    measured: float | None
    at_most: bool = False

    @property
    def verdict(self) -> str:
        """Whether the measured number reaches the goal, the must, or neither."""
        if self.measured is None:
            return "not measured"
        sign = -1 if self.at_most else 1
        if self.goal is not None and sign * self.measured >= sign * self.goal:
            return "goal"
        return "must" if sign * self.measured >= sign * self.must else "missed"


def ratio(stored: dict, section: str, workload: str, peer: str) -> float | None:
    """How many times as long as the NumPy engine `peer` took, if that was measured."""
    found = stored.get(section, {}).get("workloads", {}).get(workload, {}).get("ratios", {})
    return found.get(peer)


def _product_share(stored: dict) -> float | None:
    """W4's rate, in per cent of that of one large product in NumPy."""
    w4 = stored.get("single", {}).get("workloads", {}).get("W4")
    if w4 is None:
        return None
    return 100 * w4["gflops"]["dlbook NumPy"] / w4["gemm_peak_gflops"]


def _over_two(stored: dict, workload: str) -> float | None:
    """The eager loop against the sweep on two processes."""
    eager = ratio(stored, "sweep", workload, "PyTorch eager loop")
    two = ratio(stored, "sweep", workload, "dlbook NumPy sweep, 2 processes")
    return None if eager is None or two is None else eager / min(two, 1.0)


def targets(stored: dict) -> list[Target]:
    """Every target that a CPU can be held to, with what one machine's stored results say."""
    eager = "PyTorch eager"
    vmap = "JAX vmap + scan"
    single = [
        ("W1 against PyTorch eager", 15, 25, "W1"),
        ("W2 against PyTorch eager", 14, 20, "W2"),
        ("W3, float64, against PyTorch eager", 3.3, 4, "W3 float64"),
        ("W3, float32, against PyTorch eager", 4.5, 6.5, "W3 float32"),
        ("W4 against PyTorch eager", 1.1, 1.2, "W4"),
    ]
    return [
        *(Target(what, must, goal, "×", ratio(stored, "single", key, eager))
          for what, must, goal, key in single),
        Target("W4, share of NumPy's rate for one product", 72, 80, "%", _product_share(stored)),
        Target("sweep of W1 against the eager loop", 40, 100, "×", _over_two(stored, "W1")),
        Target("sweep of W2 against the eager loop", 50, 100, "×", _over_two(stored, "W2")),
        Target("sweep of W1 against JAX vmap", 2.5, 4, "×", ratio(stored, "sweep", "W1", vmap)),
        Target("sweep of W2 against JAX vmap", 1, 2, "×", ratio(stored, "sweep", "W2", vmap)),
    ]  # fmt: skip


def gpu_targets(stored: dict) -> list[Target]:
    """What an H200 is held to, with what one GPU's stored results say.

    The goal of a sweep is twice the time of one fused kernel, worked out on paper.
    """
    found = stored.get("gpu", {})
    examples = found.get("W4_examples_per_second", {})
    best = max(examples.values()) / 1e6 if examples else None

    def seconds(workload: str) -> float | None:
        return found.get("sweep_seconds", {}).get(workload, {}).get("10000")

    return [
        Target("W4, millions of examples a second", 1.5, 3, "", best),
        Target("10,000 networks of W1 at once", 0.2, 0.016, "s", seconds("W1"), True),
        Target("10,000 networks of W2 at once", 0.3, 0.027, "s", seconds("W2"), True),
        Target("10,000 networks of W3 at once", 1.4, 0.07, "s", seconds("W3"), True),
    ]
