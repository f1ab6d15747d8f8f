"""Challenges that check themselves: what is given, what may be changed, and what is to be reached.

goals: [quantity, "at least" or "at most", limit]; the quantities are those of `challenges.js`.
free: the settings that may be changed; all others stay as `state` gives them.
"""

OPTIMISATION = ["optimizer", "rate", "schedule", "horizon", "batch", "seed"]
REGULARISATION = ["dropout", "l1", "l2", "patience"]

CHALLENGES: list[dict] = [
    {
        "name": "ring", "label": "A ring without a hidden layer",
        "look": "One neuron draws one straight line. Give it something to see in which a line is "
                "enough.",
        "state": {"data": "circles", "layers": ""},
        "free": ["inputs", *OPTIMISATION],
        "goals": [["test_accuracy", "at least", 0.95]],
    },
    {
        "name": "xor", "label": "Exclusive or with three units",
        "look": "Two units are too few here with most activations, and three find it only from "
                "some starts.",
        "state": {"data": "xor", "layers": "2", "rate": 0.03},
        "free": ["layers", "activation", *OPTIMISATION],
        "goals": [["test_accuracy", "at least", 0.95], ["units", "at most", 3]],
    },
    {
        "name": "spirals", "label": "The spirals with eight units",
        "look": "How many layers do you make of eight units, and which optimiser gets through?",
        "state": {"data": "spiral", "noise": 0.03, "layers": "8", "rate": 0.03},
        "free": ["layers", "activation", *OPTIMISATION, *REGULARISATION],
        "goals": [["test_accuracy", "at least", 0.95], ["units", "at most", 8]],
    },
    {
        "name": "sigmoids", "label": "Six layers of sigmoids",
        "look": "Plain descent stands still here, for the gradient vanishes on its way down.",
        "state": {"data": "circles", "layers": "8,8,8,8,8,8", "activation": "sigmoid"},
        "free": OPTIMISATION,
        "goals": [["test_accuracy", "at least", 0.95]],
    },
    {
        "name": "five_epochs", "label": "The half-moons within five epochs",
        "look": "Steps can be larger, and more of them can be made in an epoch.",
        "state": {"data": "moons", "layers": "8"},
        "free": ["inputs", "layers", "activation", *OPTIMISATION],
        "goals": [["test_accuracy", "at least", 0.96], ["epoch", "at most", 5]],
    },
    {
        "name": "overfit", "label": "Thirty noisy points, 300 epochs",
        "look": "Left alone, this network learns its thirty points by heart. Hold it back.",
        "state": {
            "data": "moons", "noise": 0.35, "share": 10, "layers": "8,8,8", "optimizer": "Adam",
            "rate": 0.01, "activation": "relu",
        },
        "free": ["dropout", "l1", "l2"],
        "goals": [["test_loss", "at most", 0.4], ["epoch", "at least", 300]],
    },
    {
        "name": "hills", "label": "Hills and hollows with four units",
        "look": "With x1 and x2 alone four units hardly get there. What repeats in these hills?",
        "state": {"data": "hills", "noise": 0, "layers": "4", "optimizer": "Adam", "rate": 0.01},
        "free": ["inputs", "layers", "activation", *OPTIMISATION],
        "goals": [["test_loss", "at most", 0.01], ["units", "at most", 4]],
    },
    {
        "name": "lies", "label": "Eight lies",
        "look": "Add points of the wrong class by hand. The network believes them, and is wrong "
                "about points that it has never seen.",
        "state": {
            "data": "blobs", "noise": 0.2, "share": 10, "layers": "8,8", "optimizer": "Adam",
            "rate": 0.01, "activation": "relu",
        },
        "free": ["added", "seed"],
        "goals": [
            ["test_accuracy", "at most", 0.85], ["train_accuracy", "at least", 0.75],
            ["added", "at most", 8],
        ],
    },
]  # fmt: skip
