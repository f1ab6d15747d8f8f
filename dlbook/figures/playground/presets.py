"""Settings to start from: some that work, some that fail instructively, each with what to see."""

PRESETS: list[dict] = [
    {
        "name": "A circle, four lines",
        "state": {"data": "circles", "layers": "4,2", "rate": 0.1},
        "look": "Each unit of the first layer draws one line; the next layer joins them to a ring.",
    },
    {
        "name": "A circle, no hidden layer (fails)",
        "state": {"data": "circles", "layers": "", "rate": 0.1},
        "look": "One neuron can only draw a line. Switch on x₁² and x₂², and it can do this.",
    },
    {
        "name": "Deep but linear (fails)",
        "state": {"data": "xor", "layers": "6,6,6", "activation": "linear", "rate": 0.03},
        "look": "Three layers of linear units are one linear unit: the boundary stays a line.",
    },
    {
        "name": "Spirals, enough units",
        "state": {
            "data": "spiral", "noise": 0.03, "layers": "8,8", "optimizer": "Adam", "rate": 0.01,
        },
        "look": "Let it train for some hundred epochs, and watch the arms separate.",
    },
    {
        "name": "Rate too high (swings)",
        "state": {"data": "xor", "layers": "4", "rate": 10, "activation": "relu"},
        "look": "The losses jump. Lower η while it trains: it stays useless, for its ReLU units "
                "have died. Lower η and start again.",
    },
    {
        "name": "Rate too low",
        "state": {"data": "xor", "layers": "4", "rate": 0.0003},
        "look": "Nothing is wrong but the pace. Raise η step by step.",
    },
    {
        "name": "Overfitting: few noisy points",
        "state": {
            "data": "moons", "noise": 0.35, "share": 10, "layers": "8,8,8", "optimizer": "Adam",
            "rate": 0.01, "activation": "relu",
        },
        "look": "Training loss falls, test loss rises. Try dropout, L2, or early stopping.",
    },
    {
        "name": "The same, stopped early",
        "state": {
            "data": "moons", "noise": 0.35, "share": 10, "layers": "8,8,8", "optimizer": "Adam",
            "rate": 0.01, "activation": "relu", "patience": 30,
        },
        "look": "It stops by itself and goes back to the epoch with the least test loss.",
    },
    {
        "name": "Will I pass this class?",
        "state": {"data": "pass_fail", "layers": "3", "activation": "sigmoid", "rate": 1.0,
                  "batch": 300},
        "look": "The book's first network. The labels are noisy: even a good network is wrong "
                "about some students.",
    },
    {
        "name": "Sigmoids six layers deep (stuck)",
        "state": {"data": "circles", "layers": "8,8,8,8,8,8", "activation": "sigmoid",
                  "rate": 0.1},
        "look": "The gradient vanishes on its way down. Change the activation to tanh or relu.",
    },
    {
        "name": "Four clouds, softmax",
        "state": {"data": "blobs_4", "noise": 0.25, "layers": "4", "rate": 0.1},
        "look": "Four outputs, one for each class; the colour is the class with the largest share.",
    },
    {
        "name": "A number to predict",
        "state": {"data": "hills", "layers": "8,4", "optimizer": "Adam", "rate": 0.01},
        "look": "Mean squared error instead of cross-entropy; the colour is the predicted number.",
    },
]  # fmt: skip
