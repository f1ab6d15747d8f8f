"""Seven ways to use a gradient."""

import numpy as np

from dlbook.quizzes.question import Question

QUESTIONS = (
    Question(
        "What do Adagrad, RMSProp and Adam mean by an adaptive learning rate?",
        answer="each weight's gradient is divided by the size that it usually has",
        because=(
            "So weights with large and with small gradients move alike. An adaptive learning rate "
            "belongs to one weight."
        ),
        wrong={
            "the rate falls along a fixed curve": (
                "That is a schedule. It is the same for all weights and looks at no gradient."
            ),
            "the rate is found by trying many": "That is a search, done before the training.",
        },
        covers=(
            "Adaptive learning rate",
            "Gradient",
        ),
    ),
    Question(
        "Adam has the rate 0.01, and the first gradient of a weight is −50. By how much does the "
        "first step change the weight?",
        answer=0.01 * np.sign(50.0),
        because=(
            "In its first step Adam moves a weight by the rate, however large its gradient, and "
            "against the sign of it: up."
        ),
        wrong={
            -0.01: "The size is right. The gradient is negative, and the step goes against it.",
            0.5: "That is plain descent. Adam divides by the size of the gradient.",
            -0.5: "That is the rate times the gradient: plain descent, and uphill.",
        },
        within=1e-06,
    ),
    Question(
        "What does Momentum keep from one step to the next?",
        answer="a velocity, made of past gradients that fade",
        because="Gradients that agree add up in it, and gradients that flip mostly cancel.",
        wrong={
            "the size of each weight's gradients": "RMSProp and Adam keep that.",
            "the best weights so far": "That is what early stopping keeps.",
        },
        covers=("Gradient",),
    ),
    Question(
        "Somebody replaces Adam by SGD and leaves the rate at 0.001. What is likely?",
        answer="it hardly learns, because SGD needs a rate of its own",
        because=(
            "A learning rate means nothing without its optimiser. In the chapter's grid SGD needs "
            "a rate some three hundred times as high."
        ),
        wrong={
            "it diverges": "For plain SGD 0.001 is a low rate on most tasks, not a high one.",
            "it learns as before, only a little more slowly": (
                "The two rates cannot be compared: Adam's is the length of a step, SGD's "
                "multiplies the gradient."
            ),
        },
        covers=("Learning rate",),
    ),
)
