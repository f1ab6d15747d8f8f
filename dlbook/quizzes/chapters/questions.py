"""The ten questions of the lecture's summary."""

from dlbook.quizzes.question import Question

QUESTIONS = (
    Question(
        "What is the lecture about?",
        answer="the foundations of deep learning: neurons, networks, and how they are trained",
        because=(
            "From one neuron to networks, losses, gradient descent, back-propagation, and "
            "training in practice."
        ),
        wrong={
            "how to use one particular library": (
                "Libraries appear in a few lines of code. What they compute is the subject."
            ),
            "language models and how to prompt them": (
                "They are named as an example at the beginning. What they are trained with is the "
                "subject."
            ),
        },
        covers=("Q1",),
    ),
    Question(
        "Which three steps make up a neuron?",
        answer=("a dot product of inputs and weights, a bias added, a non-linear function applied"),
        because="In one line: ŷ = g(b + w · x).",
        wrong={
            "a loss, a gradient, an update": (
                "These are three steps of training. A neuron that is never trained makes its "
                "three all the same."
            ),
            "a forward pass, a backward pass, a test": (
                "These concern a whole network and its training."
            ),
        },
        covers=("Q2",),
    ),
    Question(
        "What does back-propagation work out?",
        answer=(
            "how the loss changes with each weight, by the chain rule from the output back to the "
            "input"
        ),
        because=(
            "One backward pass gives the whole gradient; the optimiser then takes a step against "
            "it."
        ),
        wrong={
            "the best weights, in one pass": (
                "It gives a direction at the present weights. Many steps are needed to get to "
                "good ones."
            ),
            "which training examples are wrong": (
                "It takes every label as it is, wrong ones included."
            ),
        },
        covers=("Q3",),
    ),
    Question(
        "Why train with mini-batches and not with all examples at each step?",
        answer="a step costs much less, and its gradient is still accurate enough",
        because=(
            "The error of the gradient falls with the root of the batch size, while the cost of a "
            "step grows with the batch size itself."
        ),
        wrong={
            "the gradient of a mini-batch is more accurate than that of all examples": (
                "It is an estimate of that gradient, and noisier the smaller the batch."
            ),
            "it is the only way to use more than one example": (
                "The full gradient uses all of them. It is expensive only because there are many."
            ),
        },
        covers=("Q4",),
    ),
    Question(
        "What is overfitting, and what helps against it?",
        answer=(
            "fitting the noise of the training data; dropout, early stopping or more data help"
        ),
        because="You see it where the validation loss rises while the training loss still falls.",
        wrong={
            "a training loss that does not fall; a larger network helps": (
                "That is underfitting, the opposite."
            ),
            "a learning rate that is too large; a smaller one helps": (
                "That is not what overfitting is, although a smaller rate can delay it, as the "
                "chapter on dropout shows. A rate that is too large makes the training loss itself "
                "swing or grow."
            ),
        },
        covers=("Q5",),
    ),
    Question(
        "What does dropout do in a training step?",
        answer=(
            "it switches a random share of the hidden units off, so that none can be relied on"
        ),
        because="At the next step the draw is made anew, and in evaluation none is switched off.",
        wrong={
            "it removes the smallest weights for good": (
                "That is called pruning. Dropout chooses at random, and only for one step."
            ),
            "it leaves out a share of the training examples": (
                "Choosing examples is what mini-batches do. Dropout chooses units."
            ),
        },
        covers=("Q6",),
    ),
    Question(
        "What does the learning rate decide?",
        answer="how far each step goes against the gradient",
        because="Too small, and training is slow; too large, and it overshoots or diverges.",
        wrong={
            "how many examples a step uses": "That is the batch size.",
            "how many epochs the training lasts": (
                "That is a setting of its own. A low rate may need more of them, though."
            ),
        },
        covers=("Q7",),
    ),
    Question(
        "Which of these does the lecture name as an application of deep learning?",
        answer="all of them",
        because="Each is an example in its first minutes.",
        wrong={
            "robots and cars that drive themselves": (
                "It does, with made-up surroundings in which cars are trained. Is it the only one?"
            ),
            "medicine": "It does. Is it the only one?",
            "pictures and code made from a description": (
                "It does, with an astronaut on a horse. Is it the only one?"
            ),
        },
        covers=("Q8",),
    ),
    Question(
        "Why does a network need a non-linear activation function?",
        answer="without it, many layers compute no more than one",
        because="A linear function of a linear function is linear.",
        wrong={
            "it makes the training faster": (
                "Some activation functions train faster than others. None at all would cost the "
                "least, and the network could do no more than one layer."
            ),
            "it keeps the weights small": (
                "It acts on states. A penalty on the weights keeps them small."
            ),
        },
        covers=("Q9",),
    ),
    Question(
        "What are the course's software labs for?",
        answer="to build and try out what the lectures explain",
        because="In this book the cells, figures and exercises take their place.",
        wrong={
            "to grade the students": (
                "They are there to learn from. A competition with prizes goes with them, which is "
                "not part of this book."
            ),
            "to collect data for research": (
                "The labs bring their own data, for the participants to learn with."
            ),
        },
        covers=("Q10",),
    ),
)
