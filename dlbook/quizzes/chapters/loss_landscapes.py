"""Cuts through a landscape."""

import numpy as np

from dlbook.quizzes.question import Question

QUESTIONS = (
    Question(
        "Why must a random direction be scaled to the weights before landscapes are compared?",
        answer="otherwise the picture shows how large the weights are",
        because=(
            "With ReLU the same function can have weights of quite different sizes, and looks "
            "sharp or flat accordingly."
        ),
        wrong={
            "otherwise the direction points away from the minimum": (
                "Every direction leads away from the minimum."
            ),
            "otherwise the loss overflows": (
                "The loss is finite in both cases. It is the comparison that goes wrong."
            ),
        },
        covers=("Weight",),
    ),
    Question(
        "The heights along a line are 4, 1, 2, 0, 1. At how many of the three inner points does "
        "the line curve downwards?",
        answer=int(np.sum(np.diff([4, 1, 2, 0, 1], 2) < 0)),
        because="The second differences are 4, −3 and 3, and one of them is negative.",
        wrong={
            2: "Those are the points with the second differences 4 and 3, where it curves upwards.",
            3: "At the first inner point it curves upwards: 4 − 2 × 1 + 2 = 4.",
            0: "At the 2 in the middle it does: 1 − 2 × 2 + 0 = −3.",
        },
        within=1e-09,
    ),
    Question(
        "A cut along a random plane shows a single bowl. What does that say about the whole "
        "landscape?",
        answer="only that this cut is a bowl",
        because=(
            "A point can be the lowest of a plane and still have a way down in one of thousands "
            "of other directions."
        ),
        wrong={
            "that the training has converged to the lowest minimum": (
                "Convergence to a minimum, let alone the lowest, cannot be seen in a plane."
            ),
            "that the whole landscape has one minimum": (
                "The plane has two directions, the landscape has thousands."
            ),
        },
        covers=("Convergence",),
    ),
)
