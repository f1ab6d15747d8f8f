"""Calls and operations."""

from dlbook.quizzes.question import Question

QUESTIONS = (
    Question(
        "Why does a small network gain nothing on a GPU?",
        answer="nearly all of its step is the overhead of its calls",
        because=(
            "Faster arithmetic can save at most the arithmetic, and a GPU adds a launch to every "
            "call."
        ),
        wrong={
            "a GPU's numbers are less exact": (
                "It makes the same step, but for rounding. What differs is the time."
            ),
            "its weights do not fit into the GPU's memory": "A small network fits anywhere.",
        },
        covers=("Weight",),
    ),
    Question(
        "A step makes 10 calls of 5 µs each, and 10 million operations on a machine that does 100 "
        "billion a second. How many µs does it take?",
        answer=10 * 5 + 1e6 * 10e6 / 100e9,
        because="50 µs of calls and 100 µs of arithmetic.",
        wrong={
            50: "Those are the calls. The arithmetic comes on top.",
            100: "That is the arithmetic. The calls come on top.",
            60: "10 million operations at 100 billion a second take 100 µs.",
        },
        within=1,
    ),
    Question(
        "What makes a GPU pay for a network that is too small for it?",
        answer="larger batches, or many networks at once",
        because=(
            "Both give every call more operations to do. A larger mini-batch is another training, "
            "though."
        ),
        wrong={
            "a network of more layers with fewer units": (
                "That makes more calls, with less to do in each."
            ),
            "more epochs": "They repeat the same steps, at the same cost.",
        },
        covers=("Mini-batch",),
    ),
)
