"""Vectors, matrices, derivatives and seeds."""

import numpy as np

from dlbook.quizzes.question import Question

QUESTIONS = (
    Question(
        "A is a table of shape (4, 3), v a vector with 3 places. What does A @ v do?",
        answer="it takes the dot product of each row with v, and gives 4 numbers",
        because=(
            "One number comes out for each row. The 3 columns meet the 3 places of v and are "
            "added up."
        ),
        wrong={
            "it multiplies each row by v place by place, and gives 12 numbers": (
                "That is A * v. In a product of a matrix and a vector each row is also added up."
            ),
            "it adds v to each row, and gives 12 numbers": (
                "That is A + v, where NumPy repeats v for every row."
            ),
        },
        covers=("Dot product",),
    ),
    Question(
        "What is the dot product of (2, −1, 3) and (1, 4, 2)?",
        answer=float(np.dot([2, -1, 3], [1, 4, 2])),
        because="2 × 1 + (−1) × 4 + 3 × 2 = 2 − 4 + 6.",
        wrong={
            12: "The second product is negative: (−1) × 4 = −4.",
            11: "That is the sum of all six numbers. Multiply pair by pair first.",
            -48: "The three products are added, not multiplied.",
        },
        covers=("Dot product",),
        within=1e-09,
    ),
    Question(
        "Why is a random generator given a seed?",
        answer="so that the same numbers come out each time",
        because=(
            "The same seed gives the same sequence, so you can compare your numbers with those of "
            "the page."
        ),
        wrong={
            "so that the numbers are more random": (
                "A seed chooses one sequence out of many. It makes none of them more random."
            ),
            "so that the training goes better": (
                "Some seeds turn out luckier than others, but nobody knows that beforehand. The "
                "seed makes a result repeatable."
            ),
        },
    ),
    Question(
        "f(x) = e³ˣ. By the chain rule, what is its derivative at x = 0?",
        answer=3 * float(np.exp(0.0)),
        because="The outer function gives e³ˣ again, the inner one the factor 3, and e⁰ = 1.",
        wrong={
            1: "That is the value e⁰. The inner function 3x adds a factor.",
            0: "x is 0, but e⁰ is 1, so the derivative does not vanish.",
        },
        covers=("Chain rule",),
        within=1e-09,
    ),
)
