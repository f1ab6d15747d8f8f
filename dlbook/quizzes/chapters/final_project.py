"""A result, and how far to trust it."""

import numpy as np

from dlbook.quizzes.question import Question

QUESTIONS = (
    Question(
        "How often is the test set used?",
        answer="once, when everything has been chosen",
        because=(
            "The test set is for generalisation: a set that had a part in training or choosing "
            "gives too good a number."
        ),
        wrong={
            "for each pair of learning rate and dropout rate that is tried": (
                "Choices are made with the validation set."
            ),
            "once an epoch, to watch the training": (
                "What is watched decides when to stop, so it has to be a validation set."
            ),
        },
        covers=(
            "Generalisation",
            "Training",
        ),
    ),
    Question(
        "A network reads 90 of 100 test images. What is the standard error of this accuracy, in "
        "per cent?",
        answer=100 * float(np.sqrt(0.9 * 0.1 / 100)),
        because="√(0.9 × 0.1 / 100) = 0.03, that is 3 %.",
        wrong={
            0.03: "In per cent it is a hundred times that.",
            9: "Take the root of 0.9 × 0.1 / 100.",
            10: "That is the share of mistakes.",
            30: "Divide by the number of images before you take the root.",
        },
        within=0.05,
    ),
    Question(
        "Ten seeds give nearly the same accuracy on one test set. What does their narrow interval "
        "leave out?",
        answer="the luck of the images in the test set",
        because=(
            "All ten were tested on the same images. Generalisation to other images varies more, "
            "as ten splits showed."
        ),
        wrong={
            "nothing: ten repeats are enough": (
                "Ten repeats of the training are no repeat of the test."
            ),
            "the random first weights": "These are what changed from seed to seed.",
        },
        covers=("Generalisation",),
    ),
)
