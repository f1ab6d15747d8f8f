"""A gradient from some of the examples."""

import numpy as np

from dlbook.quizzes.question import Question

QUESTIONS = (
    Question(
        "What is stochastic gradient descent?",
        answer="gradient descent whose gradient comes from examples drawn at random",
        because=(
            "Stochastic gradient descent takes one example, or a mini-batch of them. Its gradient "
            "is right on average."
        ),
        wrong={
            "gradient descent that starts at random weights": (
                "Most trainings in this book start so. Stochastic is about the gradient."
            ),
            "gradient descent that steps in random directions": (
                "Its direction is a noisy one, but downhill on average."
            ),
        },
        covers=(
            "Stochastic gradient descent",
            "Mini-batch",
            "Gradient descent",
        ),
    ),
    Question(
        "A mini-batch of 25 is typically off by 0.6 from the true gradient. By how much is one of "
        "100, if there are very many examples?",
        answer=0.6 / np.sqrt(100 / 25),
        because=(
            "Four times the examples halve the error, since it falls with the root of the batch "
            "size."
        ),
        wrong={
            0.15: "The variance falls to a quarter. The error is its root.",
            1.2: "More examples make the gradient more exact, not less.",
            0.6: (
                "It is not the share of the data that counts, but the number of examples; and "
                "that has grown."
            ),
        },
        covers=(
            "Mini-batch",
            "Gradient",
        ),
        within=0.001,
    ),
    Question(
        "Why are mini-batches usually of tens or hundreds of examples?",
        answer="larger ones cost more a step, and gain ever less exactness",
        because=(
            "The cost grows with the size of the mini-batch, and the error falls only with its "
            "root."
        ),
        wrong={
            "a larger one would not fit into any computer's memory": (
                "Memory sets a limit, too, but for networks like ours a far higher one."
            ),
            "smaller ones have a gradient that is wrong on average": (
                "On average every one of them is right. Small ones are noisy."
            ),
        },
        covers=("Mini-batch",),
    ),
    Question(
        "Why are the examples shuffled before they are dealt out?",
        answer="so that every batch is a fair sample of all examples",
        because=(
            "Stochastic gradient descent relies on it: with sorted digits a batch teaches one "
            "digit or two, and later batches undo it."
        ),
        wrong={
            "so that no example is used twice in an epoch": "Dealing out in any order does that.",
            "so that the network cannot remember the order": (
                "It has no memory of an order. What matters is what each batch contains."
            ),
        },
        covers=("Stochastic gradient descent",),
    ),
)
