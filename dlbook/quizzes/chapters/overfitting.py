"""Learned, or learned by heart."""

from dlbook.quizzes.question import Question

QUESTIONS = (
    Question(
        "The training loss is 0.05 and the validation loss 0.60. What is going on?",
        answer="the network overfits",
        because=(
            "Overfitting shows in the gap: it has learned what is true of its training examples "
            "only. Its generalisation is poor."
        ),
        wrong={
            "the network underfits": "Then the training loss would be high, too.",
            "the learning rate is too low": "Then the training loss would not be that low.",
        },
        covers=(
            "Overfitting",
            "Generalisation",
        ),
    ),
    Question(
        "A network has the weights 3 and −1 and the bias 2. Its mean loss is 0.5, and λ = 0.1. "
        "What is the objective with L2 regularisation?",
        answer=0.5 + 0.1 / 2 * (3**2 + (-1) ** 2),
        because="0.5 + 0.05 × (9 + 1) = 1. The bias costs nothing.",
        wrong={
            1.2: "The bias is left out of the penalty.",
            1.5: "The penalty has a half: λ/2 times the sum of squares.",
            0.6: "The weights are squared before they are added.",
        },
        covers=("Regularisation",),
        within=0.001,
    ),
    Question(
        "Networks of one kind are trained on many samples of twenty points. Their lines differ a "
        "lot from sample to sample. Which part of their error is that?",
        answer="the variance",
        because=(
            "It is the part that comes from the luck of the sample. More data or regularisation "
            "bring it down."
        ),
        wrong={
            "the bias": "The bias is how far the mean of the lines is from the curve.",
            "the noise": "The noise is in the points. Nobody's line can avoid it.",
        },
        covers=("Regularisation",),
    ),
    Question(
        "A network did well on a test set. When may it do much worse in use?",
        answer="when the new examples come from another distribution",
        because=(
            "A test set speaks for examples drawn in the same way. Its generalisation to others "
            "has to be tested on others."
        ),
        wrong={
            "never, since it had not seen the test set": (
                "That makes the test fair, for examples like those of the test."
            ),
            "when it is asked about many more examples": (
                "The mean over many examples varies less, and does not get worse."
            ),
        },
        covers=("Generalisation",),
    ),
)
