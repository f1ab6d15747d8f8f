"""How long a step should be."""

from dlbook.quizzes.question import Question

QUESTIONS = (
    Question(
        "What is wrong with a learning rate that is far too low?",
        answer="training is slow, and rests in the first small dip that it meets",
        because="More steps cure the slowness. They do not help a run that has come to rest.",
        wrong={
            "nothing: a low rate is safe, and gets there in the end": (
                "Where it gets to is the first minimum downhill, and that need not be a good one."
            ),
            "the loss swings up and down": "A learning rate that is too high does that.",
        },
        covers=("Learning rate",),
    ),
    Question(
        "A bowl has a curvature of 5. Above which learning rate does gradient descent diverge on "
        "it?",
        answer=2 / 5,
        because=(
            "Each step multiplies the error by 1 − 5η, and that is below −1 as soon as η is above "
            "2/5. Divergence begins there."
        ),
        wrong={
            0.2: "That is 1/λ, where one step is enough.",
            2.5: "It is two over the curvature, not half the curvature.",
            10: "A steeper bowl allows a smaller rate, not a larger one.",
        },
        covers=(
            "Learning rate",
            "Divergence",
        ),
        within=0.001,
    ),
    Question(
        "The loss after some epochs, drawn against the learning rate, is a slope that ends at a "
        "wall. Which rate do you take?",
        answer="one on the slope, a half or a third of the rate at the wall",
        because="The best rates lie near the wall, but an error beyond it costs the whole run.",
        wrong={
            "the lowest rate that was tried": "That one is safe and slow.",
            "the one right at the wall": (
                "The wall moves with the weights and the batches, and a run beyond it may learn "
                "nothing."
            ),
        },
        covers=("Learning rate",),
    ),
)
