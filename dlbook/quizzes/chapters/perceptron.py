"""One neuron: state, boundary, limits."""

import numpy as np

from dlbook.quizzes.question import Question

QUESTIONS = (
    Question(
        "A perceptron has the weights (2, −3) and the bias 4. What is its state z for the input "
        "(1, 2)?",
        answer=float(np.dot([2, -3], [1, 2]) + 4),
        because="2 × 1 − 3 × 2 + 4 = 0: this input lies exactly on the boundary.",
        wrong={
            -4: "That is the dot product alone. The bias of 4 is added to it.",
            12: "The second weight is negative: −3 × 2 = −6.",
            0.5: "That is the answer after the sigmoid. The state is what goes into it.",
        },
        covers=(
            "Perceptron",
            "Weight",
            "Bias",
            "Dot product",
        ),
        within=1e-09,
    ),
    Question(
        "The bias grows and the weights stay. What happens to the boundary between yes and no?",
        answer="it slides, without turning",
        because="The weights decide the direction of the line, and the bias decides where it lies.",
        wrong={
            "it turns about the origin": "Only the weights can turn it.",
            "it stays where it is": (
                "The state of every point grows, so points that had z = 0 no longer lie on it."
            ),
        },
        covers=("Bias",),
    ),
    Question(
        "Why can no single neuron with a threshold compute XOR?",
        answer="no straight line has both yeses on one side and both noes on the other",
        because=(
            "The boundary of one neuron is a straight line, and the two conditions for yes "
            "contradict the two for no."
        ),
        wrong={
            "its weights would have to be negative": (
                "Weights may well be negative: NAND needs two negative ones."
            ),
            "Rosenblatt's rule starts from the wrong weights": (
                "The rule finds a line from any start, if there is a line. Here there is none."
            ),
        },
    ),
    Question(
        "Why are NAND units enough to build every logical circuit?",
        answer="NOT, AND and OR can be made of them, and every circuit of those",
        because=(
            "A table of yes and no is an OR of ANDs of inputs, some of them turned round by NOT."
        ),
        wrong={
            "a single NAND unit can compute every table of two inputs": (
                "One unit cannot: XOR is out of its reach. It takes four NAND units, wired "
                "together."
            ),
            "they need no weights": "They have weights, −1 and −1, and a bias of 1.5.",
        },
    ),
)
