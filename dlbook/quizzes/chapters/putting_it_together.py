"""The whole loop."""

from dlbook.quizzes.question import Question

QUESTIONS = (
    Question(
        "In which order do the lines of a PyTorch training step do their work?",
        answer="clear the gradients, forward to the loss, backward, update",
        because="A training step is these four lines, repeated.",
        wrong={
            "forward to the loss, backward, clear the gradients, update": (
                "Then the gradient is gone before the update sees it, and nothing moves."
            ),
            "forward to the loss, update, clear the gradients, backward": (
                "Then the update has no gradient of this loss yet."
            ),
        },
        covers=(
            "Training",
            "Gradient",
        ),
    ),
    Question(
        "Adam remembers two numbers for every parameter. How many does it remember for a 2-4-1 "
        "network?",
        answer=2 * (4 * 3 + 5),
        because=(
            "The hidden layer has 4 × 2 weights and 4 biases, the output 4 weights and 1 bias: 17 "
            "parameters."
        ),
        wrong={
            17: "That is the number of parameters. Adam keeps two numbers for each.",
            24: "The biases are parameters, too.",
            26: "That is for a 2-3-1 network, which has 13 parameters.",
        },
        covers=(
            "Weight",
            "Bias",
        ),
        within=1e-09,
    ),
    Question(
        "The training loss is the same to the last digit in every step. What do you look at first?",
        answer="whether the update is made, and on this network's weights",
        because=(
            "An update that moves the weights, for better or worse, nearly always changes the last "
            "digits."
        ),
        wrong={
            "whether the learning rate is a little too high": "Then the loss would go up and down.",
            "whether the network overfits": "Then the training loss would have fallen.",
        },
        covers=("Training",),
    ),
)
