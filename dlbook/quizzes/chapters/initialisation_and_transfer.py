"""Where training starts."""

import numpy as np

from dlbook.quizzes.question import Question

QUESTIONS = (
    Question(
        "All weights of a network start at the same value, and it is trained without dropout. What "
        "happens?",
        answer="the units of a hidden layer stay alike for ever",
        because=(
            "Hidden units with equal weights, in and out, get equal gradients, so gradient descent "
            "cannot tell them apart."
        ),
        wrong={
            "each unit finds its own features, only more slowly": (
                "Something would have to make a first difference between them."
            ),
            "the loss is infinite": (
                "It is finite. The network only learns no more than one unit could."
            ),
        },
        covers=(
            "Weight",
            "Layer",
            "Training",
        ),
    ),
    Question(
        "By He's rule, what is the standard deviation of the weights of a ReLU layer with 200 "
        "inputs?",
        answer=float(np.sqrt(2 / 200)),
        because="σ² = 2/n = 0.01, and its root is 0.1.",
        wrong={
            0.01: "That is the variance. Take its root.",
            0.0707: (
                "That is LeCun's rule, 1/n. ReLU takes half of the mean square away, so He's has "
                "twice the variance."
            ),
            0.14: "It is two over n, not four over n.",
        },
        covers=("Weight",),
        within=0.002,
    ),
    Question(
        "A mean-var start takes over from a trained network only…",
        answer="the mean and the spread of its weights and biases, layer by layer",
        because=(
            "All features are gone. What it still gains over a random start cannot come from them."
        ),
        wrong={
            "its lowest layer": "That is a real transfer, of one layer, with its features.",
            "its output layer": "That one is new, because the classes are others.",
        },
        covers=(
            "Weight",
            "Feature",
        ),
    ),
)
