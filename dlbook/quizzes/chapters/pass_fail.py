"""A network before and after training."""

import numpy as np

from dlbook.quizzes.question import Question

QUESTIONS = (
    Question(
        "Why is the untrained network's answer of 0.1 worth nothing?",
        answer="it follows from random weights, and from no student",
        because=(
            "Before training, other random weights give other answers, anything between 0.01 and "
            "0.99."
        ),
        wrong={
            "its arithmetic is wrong": "We checked it by hand: it is right.",
            "three hidden units are too few": "The same three units say 0.91 after training.",
        },
        covers=(
            "Training",
            "Weight",
        ),
    ),
    Question(
        "A network gives a probability of 0.25 to what really happened. What is the loss, −ln "
        "0.25?",
        answer=float(-np.log(0.25)),
        because="−ln 0.25 = 1.386, twice ln 2, because 0.25 is a half of a half.",
        wrong={
            0.75: "That is the distance from 1. The loss is minus the logarithm.",
            -1.386: "The logarithm of 0.25 is negative, and the loss is minus that.",
            0.288: "That is −ln 0.75: the probability of what did not happen.",
        },
        within=0.01,
    ),
    Question(
        "Which accuracy tells how well a network generalises?",
        answer="the one on examples that it was not trained on",
        because=(
            "Generalisation means to do well on new examples. A network may have learned the "
            "training examples by heart."
        ),
        wrong={
            "the mean of both": (
                "Half of that mean still comes from examples that it was trained on."
            ),
            "the one on the examples that it was trained on": (
                "On these it has also learned a little of their luck."
            ),
        },
        covers=("Generalisation",),
    ),
    Question(
        "With which mean and standard deviation is a new student scaled?",
        answer="with those of the training data",
        because=(
            "The network has learned in their units, so whoever comes later is measured in them "
            "too."
        ),
        wrong={
            "with the new student's own": (
                "One student has no spread, and a group of bad students would look average."
            ),
            "with none: new data need no scaling": (
                "The network would take 5 hours for 5 standard deviations above the average."
            ),
        },
    ),
)
