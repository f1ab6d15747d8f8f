"""What each of four words adds, and why it works now."""

from dlbook.quizzes.question import Question

QUESTIONS = (
    Question(
        "What does machine learning add to artificial intelligence?",
        answer="the machine finds its rule in examples",
        because=(
            "Artificial intelligence may also follow a rule that a person typed in. Machine "
            "learning finds the rule in data."
        ),
        wrong={
            "the machine uses neural networks of several layers": (
                "That is what deep learning adds, one step further in."
            ),
            "the machine needs no data any more": (
                "It is the other way round: data are what the rule is found in."
            ),
        },
        covers=(
            "Artificial intelligence",
            "Machine learning",
        ),
    ),
    Question(
        "And what does deep learning add to that?",
        answer="the machine also finds the features, in several layers of a neural network",
        because=(
            "Nobody says which numbers to work out from the raw data. In deep learning the "
            "network learns its features too."
        ),
        wrong={
            "the machine may also have a body, such as a robot or a car": (
                "Robots and cars can use deep learning, but so can a program that reads letters."
            ),
            "the rule is typed in by more experienced people": (
                "A rule that is typed in is the opposite of learning."
            ),
        },
        covers=(
            "Deep learning",
            "Neural network",
            "Feature",
        ),
    ),
    Question(
        "80 training images leave 10 % of the digits misread, and each threefold number of images "
        "halves the mistakes. How many images would bring them down to 2.5 %?",
        answer=80 * 3**2,
        because=(
            "From 10 to 5 and from 5 to 2.5 % are two halvings, and each takes three times the "
            "images."
        ),
        wrong={
            240: "That is one halving, down to 5 %.",
            480: "Three and three are added there. Each halving multiplies by three: 3 × 3 = 9.",
        },
        within=1e-09,
    ),
    Question(
        "What is generative AI?",
        answer=(
            "models that make new data, such as pictures or text, like those they were trained on"
        ),
        because=(
            "Generative AI makes something new. It is trained as this book explains, with other "
            "kinds of layers."
        ),
        wrong={
            "models that find their own training data": (
                "The data are given to them. What is new is what they make."
            ),
            "models that say to which class an image belongs": (
                "That is classification. It chooses among answers that were fixed beforehand."
            ),
        },
        covers=("Generative AI",),
    ),
)
