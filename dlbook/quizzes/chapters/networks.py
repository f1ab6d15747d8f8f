"""Layers, and what they are good for."""

from dlbook.quizzes.question import Question

QUESTIONS = (
    Question(
        "Why is a hidden layer called hidden?",
        answer="the data do not say what its units should answer",
        because=(
            "An example gives the input and the wanted output. Training has to find out what the "
            "hidden layer is good for."
        ),
        wrong={
            "its numbers cannot be looked at": (
                "You can print every one of them, and the figure shows them."
            ),
            "it is left out when the network is used": "Every answer goes through it.",
        },
        covers=(
            "Hidden layer",
            "Layer",
        ),
    ),
    Question(
        "A dense layer has 20 inputs and 5 units. How many weights and biases does it have, "
        "together?",
        answer=5 * (20 + 1),
        because="5 × 20 weights and 5 biases.",
        wrong={
            100: "Those are the weights. Each of the 5 units also has a bias.",
            120: "There is one bias for each unit, not for each input.",
            25: "Every unit has a weight for every input, so multiply.",
        },
        covers=(
            "Layer",
            "Weight",
            "Bias",
        ),
        within=1e-09,
    ),
    Question(
        "What does a forward pass do?",
        answer="it works out the network's answer, layer by layer, from the input",
        because=(
            "A forward pass changes no weight. It is what predicting consists of, and the first "
            "half of a training step."
        ),
        wrong={
            "it changes the weights a little, beginning with the first layer": (
                "That is an update. It comes after the gradient is known."
            ),
            "it hands the error from the last layer to the first": "That is the way back.",
        },
        covers=("Forward pass",),
    ),
    Question(
        "What does the universal approximation theorem promise?",
        answer=(
            "weights exist with which one hidden layer, wide enough, follows a given continuous "
            "function on a bounded and closed region"
        ),
        because=(
            "They exist, and that is all: it does not say how many units it takes, nor that "
            "training finds them."
        ),
        wrong={
            "a few hidden units are enough for any function": (
                "It says that some number is enough, and that number can be enormous."
            ),
            "training finds the right weights if it lasts long enough": (
                "It says nothing about training. In the chapter most trainings stayed far from "
                "the curve, and ten times the epochs did not bring the 16 units nearer."
            ),
        },
        covers=("Hidden layer",),
    ),
)
