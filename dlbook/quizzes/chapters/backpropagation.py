"""The gradient of every weight, in one pass back."""

from dlbook.quizzes.question import Question

QUESTIONS = (
    Question(
        "Why does back-propagation start at the loss and go back?",
        answer="all weights share the factors near the loss, so each factor is worked out once",
        because=(
            "The chain rule multiplies along each path. Going back, one pass gives the whole "
            "gradient."
        ),
        wrong={
            "a derivative cannot be worked out in the other direction": (
                "It can: forward mode does so, but it takes one pass for each weight."
            ),
            "the last layer is the only one that learns": (
                "All layers learn. The first ones get their gradient through the later ones."
            ),
        },
        covers=(
            "Back-propagation",
            "Chain rule",
            "Gradient",
        ),
    ),
    Question(
        "A hidden unit feeds two outputs, with weights 2 and −3. The errors δ of these outputs "
        "are 0.5 and 0.1, and the slope of the unit's activation function is 0.5. What is the "
        "unit's own δ?",
        answer=(2 * 0.5 - 3 * 0.1) * 0.5,
        because="The two paths add up, 2 × 0.5 − 3 × 0.1 = 0.7, and the slope multiplies that.",
        wrong={
            0.7: (
                "That is the derivative with respect to the unit's activation. The slope of the "
                "activation function is missing."
            ),
            0.65: "The second weight is negative.",
            -0.15: "Multiply along a path, but add up over the paths.",
        },
        within=0.001,
    ),
    Question(
        "What has to be kept from the forward pass for the way back?",
        answer="the activations of every layer",
        because=(
            "The derivative with respect to a weight contains the activation that the weight is "
            "multiplied with. For many examples the activations take more memory than the weights."
        ),
        wrong={
            "nothing": (
                "Then there would be nothing to multiply the errors with. Forward mode keeps "
                "nothing, and takes a pass for each weight."
            ),
            "the prediction alone": (
                "That is enough for the last layer's error. The derivatives of its weights need "
                "the activations below."
            ),
        },
        covers=("Forward pass",),
    ),
    Question(
        "How do you find out whether a gradient that you wrote is right?",
        answer="nudge each weight up and down a little, and see how the loss changes",
        because=(
            "It makes no use of the chain rule, so it is an independent test. For training it "
            "would be too slow."
        ),
        wrong={
            "train with it, and see whether the loss falls": (
                "With many wrong gradients the loss falls too, at least at first."
            ),
            "work it out a second time with the same program": (
                "The same program makes the same mistake again."
            ),
        },
        covers=("Gradient",),
    ),
)
