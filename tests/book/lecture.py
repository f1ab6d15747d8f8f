"""What the lecture covers: its points, one letter a part, and the key terms of its summary."""

POINTS = [
    f"{part}{number}"
    for part, last in zip("ABCDEFGHI", (3, 5, 4, 5, 4, 4, 4, 5, 3), strict=True)
    for number in range(1, last + 1)
]
"""The points that the book covers, in the lecture's order; I1 to I3 lie beside it."""

KEY_TERMS = (
    "Neural network", "Deep learning", "Perceptron", "Back-propagation", "Gradient descent",
    "Overfitting", "Generative AI", "Loss function", "Regularisation",
    "Stochastic gradient descent",
    # the terms of the summary's questions and answers
    "Dot product", "Bias", "Non-linearity", "Activation function", "Mini-batch", "Gradient",
    "Dropout", "Early stopping", "Learning rate", "Convergence", "Divergence", "Generalisation",
    "Hidden layer", "Weight", "Layer", "Chain rule", "Feature", "Forward pass",
    "Adaptive learning rate", "Cross-entropy", "Mean squared error", "Objective function",
    "Cost function", "Machine learning", "Artificial intelligence", "Training",
)  # fmt: skip
"""In the glossary's spelling."""

SUMMARY_QUESTIONS = {
    "Q1": "what is the lecture about",
    "Q2": "three steps make up a neuron",
    "Q3": "back-propagation",
    "Q4": "mini-batches",
    "Q5": "overfitting",
    "Q6": "dropout",
    "Q7": "learning rate",
    "Q8": "application of deep learning",
    "Q9": "non-linear activation function",
    "Q10": "software labs",
}
"""The questions that the summary ends with, each by what a question about it has to name."""
