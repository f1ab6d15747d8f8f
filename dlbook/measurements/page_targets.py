"""What the website's pages set out to reach, and what one machine's stored results say."""

from __future__ import annotations

from dlbook.measurements.targets import Target, ratio

FORMULAS = (
    "neuron", "activation", "forward-pass", "chain-rule", "loss-curve", "landscape", "rate", "race",
    "batches", "shared-batch", "draw",
)  # fmt: skip
"""Figures that work out formulas for every picture."""

RECORDED = ("terrain", "transfer", "depth", "crossover")
"""Figures that show what was computed or measured before; crossover's curves are calculated."""

SHORT = ("bend", "stopping-point", "grid")
"""Figures that train within a third of a second."""

SEED = "Another seed"
"""The button, which stands among a figure's sliders."""

LONG = {"dropout": (0.5, 0.2, 5, 2), "features": (0.5, None, 5, None),
        "capacity": (0.5, None, 5, None), "penalty": (0.5, None, 5, None),
        "grid": (0.5, None, 5, None)}  # fmt: skip
"""Figures that train for longer: must and goal of the first curves, then of all, in seconds."""


def page_targets(stored: dict) -> list[Target]:
    """What the page is held to: its trainings, the pictures of its figures, and its weight."""
    return [*trainings(stored), *pictures(stored), *weights(stored)]


def trainings(stored: dict) -> list[Target]:
    """Whole trainings, as multiples of another's time in the same run."""
    engine = [
        ("W1", 1.5, 0.8), ("W2", 1.5, 1), ("W2, 310 examples", 1.5, 1),
        ("W3 float64", 4, 2.5), ("W3 float32", 4, 3),
    ]  # fmt: skip
    return [
        *(Target(f"{key} in the page, by the engine", must, goal, "×",
                 ratio(stored, "page", key, "page"), True) for key, must, goal in engine),
        # its code is in no registry of packages, so no benchmark can install it
        Target("steps, against TensorFlow Playground", 6, 12, "×", None),
        *(Target(f"{key} in Python, against JAX", 1, 2, "×", _against_jax(stored, key))
          for key in ("W1", "W2")),
    ]  # fmt: skip


def _against_jax(stored: dict, workload: str) -> float | None:
    """How many times as long JAX took as the quicker of the NumPy engine and the machine."""
    names = ("JAX jit + scan", "dlbook NumPy", "machine in Python")
    jax, *ours = (ratio(stored, "page", workload, name) for name in names)
    return None if jax is None else jax / min(ours)


def pictures(stored: dict) -> list[Target]:
    """From a slider's event to the picture, by the slowest slider of each figure; where a figure
    trains for longer, by that or another seed."""
    lab = stored.get("browser", {}).get("lab", {}).get("median_ms")

    def slowest(figure: str, which: str = "median_ms", seeds: bool = False) -> float | None:
        found = stored.get("browser", {}).get("site", {}).get(figure, {})
        chosen = (took[which] for label, took in found.items() if seeds or label != SEED)
        return max(chosen, default=None)

    def seconds(figure: str, which: str = "median_ms", seeds: bool = False) -> float | None:
        found = slowest(figure, which, seeds)
        return None if found is None else found / 1000

    return [
        *(Target(name, 16, None, "ms", slowest(name), True) for name in FORMULAS),
        *(Target(f"{name}, {'calculated' if name == 'crossover' else 'recorded'}", 16, 2, "ms",
                 slowest(name), True) for name in RECORDED),
        Target("pass-fail, 1,000 epochs", 33, 16, "ms", slowest("pass-fail"), True),
        Target("pass-fail in JupyterLab", 100, 40, "ms", lab, True),
        *(Target(f"{name}, one training", 0.3, None, "s", seconds(name), True) for name in SHORT),
        *(target for name, (must, goal, must_all, goal_all) in LONG.items() for target in (
            Target(f"{name}, first curve", must, goal, "s", seconds(name, "first_ms", True), True),
            Target(f"{name}, all of it", must_all, goal_all, "s", seconds(name, seeds=True), True),
        )),
    ]  # fmt: skip


def weights(stored: dict) -> list[Target]:
    """What travels to a reader, compressed, in thousands of bytes."""
    found = stored.get("weights", {})

    def thousands(count: int | None) -> float | None:
        return None if count is None else count / 1000

    pages = found.get("pages") or {"a page with figures": None}
    return [
        Target("the array machine", 20, 10, "kB", thousands(found.get("machine")), True),
        *(Target(f"first visit: {kind}", 450, 300, "kB", thousands(count), True)
          for kind, count in pages.items()),
    ]  # fmt: skip
