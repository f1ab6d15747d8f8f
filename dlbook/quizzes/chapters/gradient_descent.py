"""Downhill, step by step."""

from dlbook.quizzes.question import Question

QUESTIONS = (
    Question(
        "Where does the gradient point?",
        answer="in the direction in which the loss rises most steeply from here",
        because="It knows nothing of the rest of the map. Gradient descent steps against it.",
        wrong={
            "towards the highest point of the landscape": (
                "It knows only the ground underfoot. The highest point may even lie behind it."
            ),
            "towards the nearest minimum": (
                "Against the gradient is downhill from here, and even that need not be the way to "
                "the minimum."
            ),
        },
        covers=(
            "Gradient",
            "Gradient descent",
        ),
    ),
    Question(
        "J(w) = (w − 4)², w = 1 and η = 0.25. Where is w after one step?",
        answer=1 - 0.25 * 2 * (1 - 4),
        because="The slope is 2 (1 − 4) = −6, and 1 − 0.25 × (−6) = 2.5.",
        wrong={
            -0.5: "That is a step uphill. The slope is negative, so w grows.",
            1.75: "The slope of a square has a factor of 2.",
            4: "That is the minimum. This step goes half of the way.",
        },
        within=1e-09,
    ),
    Question(
        "What does it mean that gradient descent has converged?",
        answer="it has come to rest at a minimum",
        because=(
            "Convergence says nothing about which minimum it is: in general nothing promises the "
            "lowest of all."
        ),
        wrong={
            "its loss is 0": (
                "The lowest loss of a landscape may lie well above 0. Convergence is about coming "
                "to rest."
            ),
            "it has made all the steps that it was given": (
                "With too low a rate it may still be far from any minimum then."
            ),
        },
        covers=(
            "Convergence",
            "Gradient descent",
        ),
    ),
    Question(
        "On J(w) = (w − 4)² the error is multiplied by 1 − 2η in each step. What happens with η = "
        "1.2?",
        answer="each step ends further from the minimum than the last",
        because="The factor is −1.4. This is divergence: the error changes its sign and grows.",
        wrong={
            "it arrives in fewer steps than with η = 0.5": (
                "With 0.5 the factor is 0, and one step is enough. Nothing is faster."
            ),
            "it swings to and fro at the same distance": (
                "That happens at η = 1, where the factor is −1."
            ),
        },
        covers=("Divergence",),
    ),
)
