"""What training makes small."""

import numpy as np

from dlbook.quizzes.question import Question

QUESTIONS = (
    Question(
        "What is the objective function of a training?",
        answer=(
            "what is minimised: the mean loss over the training set, with a penalty if there is one"
        ),
        because=(
            "The loss function is of one example. What is minimised is called the objective "
            "function, elsewhere also the cost function."
        ),
        wrong={
            "the loss of the example that is worst": "Every example has its part in the mean.",
            "the share of right answers on the test set": (
                "The test set has no part in training, and a share of right answers has no slope "
                "to follow."
            ),
        },
        covers=(
            "Objective function",
            "Cost function",
            "Loss function",
        ),
    ),
    Question(
        "Three predictions are off by 1, −2 and 3 points. What is their mean squared error?",
        answer=float(np.mean(np.square([1, -2, 3]))),
        because="(1 + 4 + 9) / 3 = 4.67.",
        wrong={
            14: "That is the sum. Divide it by three.",
            2: "That is the mean of the sizes. The errors are squared first.",
            0.44: "That is the square of the mean. Square first, then take the mean.",
        },
        covers=("Mean squared error",),
        within=0.01,
    ),
    Question(
        "What is the slope of the cross-entropy of a yes-or-no answer with respect to the logit?",
        answer="ŷ − y, the error itself",
        because=(
            "In cross-entropy the logarithm cancels the flat factor ŷ (1 − ŷ), so sure and wrong "
            "answers are corrected most."
        ),
        wrong={
            "−ln ŷ": "That is the loss of a student who passed, not its slope.",
            "ŷ (1 − ŷ)": (
                "That is the slope of the sigmoid. Squared error contains it as a factor, "
                "cross-entropy does not."
            ),
        },
        covers=("Cross-entropy",),
    ),
    Question(
        "A network with 100 classes knows nothing and gives each the same probability. What is "
        "its cross-entropy?",
        answer=float(np.log(100)),
        because="−ln (1/100) = ln 100 = 4.6. Look for a loss like that before the first step.",
        wrong={
            0.01: "That is the probability. The loss is minus its logarithm.",
            100: "Take the logarithm of it.",
            2.303: "That is ln 10, for ten classes.",
            2: "That is the logarithm to the base 10. The loss takes the natural one.",
        },
        covers=("Cross-entropy",),
        within=0.05,
    ),
)
