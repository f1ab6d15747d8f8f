"""Why a neuron bends its state."""

from dlbook.quizzes.question import Question

QUESTIONS = (
    Question(
        "Ten layers without an activation function: what can they compute?",
        answer="no more than a single layer",
        because=(
            "A linear function of a linear function is linear. Only a non-linearity between the "
            "layers changes that."
        ),
        wrong={
            "any curve, if they are wide enough": (
                "Width does not help: without a non-linearity the product of all the matrices is "
                "one matrix."
            ),
            "ten times as much as a single layer": (
                "Ten matrices multiplied with each other are one matrix."
            ),
        },
        covers=(
            "Activation function",
            "Non-linearity",
            "Layer",
        ),
    ),
    Question(
        "A sigmoid neuron answers 0.9. How large is the slope of the sigmoid there?",
        answer=0.9 * (1 - 0.9),
        because="The slope follows from the answer itself: a (1 − a) = 0.9 × 0.1.",
        wrong={
            0.25: "That is the largest slope, where the answer is one half.",
            0.9: "That is the answer itself.",
            0.1: "That is 1 − a. It is multiplied with a.",
        },
        within=0.001,
    ),
    Question(
        "A hidden ReLU unit has a negative state for one example. What does this example do to "
        "the weights that lead into the unit?",
        answer="nothing, since the slope there is 0",
        because="The activation function is flat to the left of 0, so no slope gets through.",
        wrong={
            "it makes them larger, to wake the unit up": (
                "A step follows the slope, and the slope is 0."
            ),
            "it sets them to 0": "The activation is 0. The weights stay what they are.",
        },
        covers=("Activation function",),
    ),
)
