"""The pass/fail figure's numbers by the NumPy engine: 1,000 epochs at one learning rate.

The page's own answer (event to picture) is measured by `browser`.
"""

from __future__ import annotations

import numpy as np

from benchmarks.measure import interleaved
from dlbook.figures import PassFail

ROUNDS = 30


def measure() -> dict:
    """Milliseconds to answer one learning rate."""
    figure = PassFail()
    rng = np.random.default_rng(0)

    def ask() -> float:
        rate = float(10 ** rng.uniform(-1, 0.5))  # never the same: nothing can be remembered
        last = type(figure).frame.default_value
        return float(figure.numbers(lr=rate, frame=last, seed=0)["train_loss"])

    timing = interleaved({"pass-fail": ask}, ROUNDS, "live")["pass-fail"]
    print(f"\nNumPy's answer for the pass/fail figure: {1e3 * timing.median:.1f} ms")
    return {"pass_fail_answer_ms": round(1e3 * timing.median, 2)}
