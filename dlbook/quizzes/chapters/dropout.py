"""Units that are not always there."""

from dlbook.quizzes.question import Question

QUESTIONS = (
    Question(
        "Why are the units that stay on divided by 1 − p in training?",
        answer="so that the next layer sees the same sum on average",
        because=(
            "Then the finished network, with all units on, needs no change. Dropout of this kind "
            "is called inverted."
        ),
        wrong={
            "so that they learn faster than the others": (
                "Units that are off learn nothing from this example, and that is not what the "
                "division is for."
            ),
            "so that weights stay small": (
                "That is what a penalty is for. The division makes activations larger, and asks "
                "nothing of the weights."
            ),
        },
        covers=(
            "Dropout",
            "Layer",
        ),
    ),
    Question(
        "p = 0.2, and a unit with the activation 4 stays on. What does it hand on in training?",
        answer=4 / (1 - 0.2),
        because="4 / 0.8 = 5.",
        wrong={
            4: "Then the next layer would see sums that are too small on average.",
            3.2: "That is 4 times 1 − p. The unit stays on, and is divided by 1 − p.",
            20: "It is divided by the share that is kept, not by the share that is off.",
        },
        within=0.001,
    ),
    Question(
        "What does dropout do in evaluation mode?",
        answer="nothing: all units are on, and none is scaled",
        because=(
            "In PyTorch model.eval() says so. Whoever forgets it measures a noisy, worse network."
        ),
        wrong={
            "it switches off the same units as in the last step": (
                "Every step has masks of its own, and evaluation has none."
            ),
            "it switches off the share p that matters least": (
                "It never looks at what matters. In evaluation nothing is off."
            ),
        },
        covers=("Dropout",),
    ),
    Question(
        "What have dropout, a penalty on weights and early stopping in common?",
        answer="each makes it harder to learn single examples by heart",
        because="Regularisation is the name for all that discourages needless complexity.",
        wrong={
            "each lowers the training loss": "The training loss is usually higher with them.",
            "each needs the test set": "Their strength is chosen with a validation set.",
        },
        covers=(
            "Regularisation",
            "Early stopping",
        ),
    ),
)
