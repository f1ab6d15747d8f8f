"""Will I pass this class? Made-up students: lectures, hours of project work, pass or fail."""

import numpy as np

from dlbook import checks
from dlbook.data.dataset import Dataset

LECTURES = 8
HOURS = 12.0

DESCRIPTION = (
    "Made up, not measured. A student attends 0 to 8 lectures and spends 0 to 12 hours on the "
    "final project, both drawn evenly. Effort is the geometric mean of the two, so that neither "
    "makes up for the other being missing, and the chance to pass rises with it, from 10 % at an "
    "effort of 1.3 to 90 % at 4.7. Whether each student passed is drawn with that chance: no model "
    "can be right about all of them."
)


def pass_fail(n: int = 200, seed: int = 0) -> Dataset:
    """`n` made-up students: X (n, 2) lectures attended (0 to 8) and hours (0 to 12), y 0 or 1.

    The boundary, lectures · hours = const., is bent, so a hidden layer has something to do; the
    labels are noisy, so a small network does not reach loss 0. The `description`
    of what is returned says how they are made.
    """
    n = checks.integer("n", n, at_least=1)
    rng = np.random.default_rng(checks.integer("seed", seed, at_least=0))
    lectures = rng.integers(0, LECTURES + 1, n).astype(float)
    hours = np.round(rng.uniform(0, HOURS, n), 1)
    chance = 1 / (1 + np.exp(-1.3 * (np.sqrt(lectures * hours) - 3.0)))
    passed = (rng.random(n) < chance).astype(np.int64)
    return Dataset(
        X=np.column_stack([lectures, hours]),
        y=passed,
        feature_names=("lectures attended", "hours on the final project"),
        target_names=("fail", "pass"),
        description=DESCRIPTION,
    )
