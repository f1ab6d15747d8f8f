"""Gradients of a whole network cut to a length."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="clipping",
    chapter="putting_it_together",
    title="Gradient clipping",
    task="""\
Cut gradients that are too long. `gradients` is a list of arrays; their norm is the root of the
sum of the squares of all their entries together. Where it is larger than `largest`, scale all
of them by the same factor, so that it becomes `largest`; where it is not, they stay as they
are. Return a list of arrays.""",
    hints=(
        "One norm for the whole list, so that the direction stays the same.",
        "norm = np.sqrt(sum(np.sum(g**2) for g in gradients)); scale = min(1.0, largest / norm), "
        "with care where the norm is 0.",
    ),
)


@TASK.solution
def my_clipping(gradients, largest):
    """The list of gradients, with a norm over all of at most `largest` > 0."""
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    scale = largest / norm if norm > largest else 1.0
    return [g * scale for g in gradients]


TASK.given("a gradient of (3, 4), cut to 1", [np.array([3.0, 4.0])], 1.0, n=2)
TASK.given("a layer", [np.array([[3.0, -1.0], [2.0, 0.5]]), np.array([0.1, 4.0])], 2.0, n=2)
TASK.given("a short gradient", [np.array([[0.3, -0.1]]), np.array([0.2])], 1.0, n=2)
TASK.given(
    "each array short, all together long", [np.array([0.8, 0.1]), np.array([-0.9])], 1.0, n=2
)
TASK.given("no gradient at all", [np.zeros((2, 2)), np.zeros(2)], 1.0, n=2)
TASK.given("one entry above the limit, in a long gradient", [np.array([10.0, 0.5])], 5.0, n=2)


def norm_of(gradients):
    """Over all."""
    return np.sqrt(sum(np.sum(g**2) for g in gradients))


def scaled(norm, always=False):
    """Another norm, or scaled whatever it is."""

    def function(gradients, largest):
        with np.errstate(all="ignore"):
            length = norm(gradients)
            scale = largest / length if always or length > largest else 1.0
        return [g * scale for g in gradients]

    return function


TASK.wrong(
    "Each array is cut by itself. That changes the direction: one norm for all of them.",
    lambda gs, c: [g for one in gs for g in my_clipping([one], c)],
)
TASK.wrong(
    "Each entry is cut by itself (`clip`), which changes the direction; scale all by one factor.",
    lambda gs, c: [np.clip(g, -c, c) for g in gs],
)
TASK.wrong(
    "Short gradients are made longer. They should stay as they are; and where the norm is 0 you "
    "divide by 0.",
    scaled(norm_of, always=True),
)
TASK.wrong(
    "The root is missing: you compare with the square of the norm.",
    scaled(lambda gs: norm_of(gs) ** 2),
)
TASK.wrong(
    "The norm is a sum of |g|; it is the root of the sum of squares.",
    scaled(lambda gs: sum(np.abs(g).sum() for g in gs)),
)
TASK.wrong(
    "The norm is the largest entry; it is the root of the sum of squares.",
    scaled(lambda gs: max(np.abs(g).max() for g in gs)),
)
TASK.wrong(
    "The norms of the arrays are added up; add up their squares, and take one root.",
    scaled(lambda gs: sum(np.sqrt(np.sum(g**2)) for g in gs)),
)
TASK.wrong(
    "The root of the mean of the squares is taken; the norm has their sum.",
    scaled(lambda gs: norm_of(gs) / np.sqrt(sum(g.size for g in gs))),
)
TASK.wrong(
    "Long gradients become unit vectors; they should have the norm `largest`.",
    lambda gs, c: [g / norm_of(gs) if norm_of(gs) > c else g for g in gs],
)
TASK.wrong(
    "Gradients that are too long become 0; they should be scaled.",
    lambda gs, c: [g * (norm_of(gs) <= c) for g in gs],
)
TASK.wrong("Nothing is cut.", lambda gs, c: list(gs))
