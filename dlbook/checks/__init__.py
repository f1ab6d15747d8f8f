"""Checks at the door: each names the argument, its value and what is allowed.

Every public function of dlbook calls these first, so that a wrong argument is an error that says
what to do, never a wrong result further on.
"""

from dlbook.checks.arrays import (
    examples,
    flags,
    in_dtype,
    labels,
    probabilities,
    quiet_floats,
    real_array,
    targets,
    unmasked,
)
from dlbook.checks.settings import (
    choice,
    dropout,
    dtype,
    flag,
    generator,
    integer,
    masks,
    names,
    number,
    optimizer,
    path,
    rate,
    sequence,
    share,
    sizes,
    steps_within,
    validation,
    values,
    within,
)

__all__ = [
    "choice",
    "dropout",
    "dtype",
    "examples",
    "flag",
    "flags",
    "generator",
    "in_dtype",
    "integer",
    "labels",
    "masks",
    "names",
    "number",
    "optimizer",
    "path",
    "probabilities",
    "quiet_floats",
    "rate",
    "real_array",
    "sequence",
    "share",
    "sizes",
    "steps_within",
    "targets",
    "unmasked",
    "validation",
    "values",
    "within",
]
