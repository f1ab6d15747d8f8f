"""A learning rate that warms up and then follows a cosine down."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="schedule",
    chapter="optimizers",
    title="Warm-up and cosine",
    task="""\
Write a schedule: the learning rate of step k = 0, 1, … In the first `warm` steps it rises evenly,
(k + 1) / warm of `lr`, so that the last of them already has all of `lr`. From step `warm` on it
falls along half a cosine, lr · ½ (1 + cos(π s)), where s goes from 0 at step `warm` to 1 at step
`steps`; from there on it stays 0. With warm = 0 it starts with the cosine.""",
    hints=(
        "Three cases, one after the other: k < warm, k >= steps, and between.",
        "Between, s = (k - warm) / (steps - warm).",
    ),
)


@TASK.solution
def my_schedule(k, lr, warm, steps):
    """The rate of step k >= 0, a number; 0 <= warm < steps."""
    if k < warm:
        return lr * (k + 1) / warm
    if k >= steps:
        return 0.0
    s = (k - warm) / (steps - warm)
    return lr * 0.5 * (1 + np.cos(np.pi * s))


def over(label, lr, warm, steps, up_to):
    """Check every step of a training."""
    TASK.case(label)(
        lambda schedule: np.array([schedule(k, lr, warm, steps) for k in range(up_to)], float)
    )


over("a training of ten steps, three of them warm-up", 0.5, 3, 10, 13)
over("no warm-up", 1.0, 0, 6, 7)
over("one step of warm-up", 0.2, 1, 5, 6)
over("all but one step warm-up", 2.0, 4, 5, 8)
over("a rate of 0", 0.0, 2, 5, 6)


def mistaken(rise=None, place=None, fall=None, end=True):
    """Another rise, place s in the fall, form of the fall, or no end."""

    def function(k, lr, warm, steps):
        if k < warm:
            return lr * (rise(k, warm) if rise else (k + 1) / warm)
        if end and k >= steps:
            return 0.0
        s = place(k, warm, steps) if place else (k - warm) / (steps - warm)
        return lr * (fall(s) if fall else 0.5 * (1 + np.cos(np.pi * s)))

    return function


TASK.wrong(
    "The warm-up starts at 0, so that the first step does nothing: it is (k + 1) / warm.",
    mistaken(rise=lambda k, warm: k / warm),
)
TASK.wrong(
    "There is no warm-up: its steps have the whole rate.", mistaken(rise=lambda k, warm: 1.0)
)
TASK.wrong(
    "The cosine counts from step 0; its fall begins at step `warm`.",
    mistaken(place=lambda k, warm, steps: k / steps),
)
TASK.wrong(
    "The fall is `steps` long; it has to end at step `steps`, so it is steps − warm long.",
    mistaken(place=lambda k, warm, steps: (k - warm) / steps),
)
TASK.wrong(
    "After the last step the rate rises again, as the cosine does; it has to stay 0.",
    mistaken(end=False),
)
TASK.wrong(
    "The rate falls along a line; the task asks for half a cosine.", mistaken(fall=lambda s: 1 - s)
)
TASK.wrong(
    "Without the 1 + and the ½ the cosine goes down to −1, and the rate becomes negative.",
    mistaken(fall=lambda s: np.cos(np.pi * s)),
)
TASK.wrong(
    "The ½ is missing: the fall starts at twice the rate.",
    mistaken(fall=lambda s: 1 + np.cos(np.pi * s)),
)
TASK.wrong(
    "π is missing in the cosine, which counts in radians.",
    mistaken(fall=lambda s: 0.5 * (1 + np.cos(s))),
)
TASK.wrong(
    "That is a quarter of a cosine, cos(π s / 2).", mistaken(fall=lambda s: np.cos(np.pi * s / 2))
)
TASK.wrong(
    "The cosine is one step ahead: at step `warm` s is 0, and the rate still all of `lr`.",
    mistaken(place=lambda k, warm, steps: (k + 1 - warm) / (steps - warm)),
)
