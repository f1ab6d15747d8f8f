"""One batch, several workers."""

from dlbook.quizzes.question import Question

QUESTIONS = (
    Question(
        "One worker has 30 examples and the gradient 2, another has 10 and the gradient 6. What "
        "is the gradient of the whole batch?",
        answer=(30 * 2 + 10 * 6) / 40,
        because="Each gradient counts by its share: 30/40 × 2 + 10/40 × 6.",
        wrong={
            4: "That is the plain mean, which counts both workers alike.",
            8: (
                "A gradient here is a mean over the examples, so add the shares' parts and not "
                "the whole."
            ),
            5: "The shares are the wrong way round.",
        },
        covers=("Gradient",),
        within=1e-09,
    ),
    Question(
        "Why does a second worker not help a small network?",
        answer="the message takes longer than the computing that it saves",
        because=(
            "The computing is divided, but every worker needs the sum of all gradients, however "
            "small its share."
        ),
        wrong={
            "the copies drift apart": "They start equal and make equal steps, so they stay equal.",
            "the gradient becomes less exact": (
                "It is the gradient of the same mini-batch, to rounding."
            ),
        },
        covers=(
            "Mini-batch",
            "Gradient",
        ),
    ),
    Question(
        "What keeps the copies of the network equal, though no step sends any weights?",
        answer="they start equal, and all make the same update",
        because="All get the same sum of gradients, so they take the same step.",
        wrong={
            "one worker does all the updates": "Each worker updates its own copy.",
            "their mean is taken at the end of each epoch": (
                "That is another method. Here every step is the same for all."
            ),
        },
        covers=(
            "Gradient",
            "Weight",
        ),
    ),
)
