"""A live slider: from Python's side of a question to its answer, on the pass/fail figure.

The browser's part (event to picture) is measured by `browser`.
"""

from __future__ import annotations

import numpy as np

from benchmarks.measure import interleaved
from dlbook.figures import PassFail

ROUNDS = 30


def measure() -> dict:
    """Milliseconds to answer one learning rate that was not recorded."""
    figure = PassFail()
    rng = np.random.default_rng(0)

    def ask() -> float:
        rate = float(10 ** rng.uniform(-1, 0.5))  # never the same: nothing can be remembered
        return float(figure.answer(lr=rate)["train_loss"][-1])

    timing = interleaved({"pass-fail": ask}, ROUNDS, "live")["pass-fail"]
    print(f"\nA live answer of the pass/fail figure: {1e3 * timing.median:.1f} ms")
    return {"pass_fail_answer_ms": round(1e3 * timing.median, 2)}
