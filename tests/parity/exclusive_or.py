"""The exclusive or, and a network for it, on which both engines keep what they promise."""

import numpy as np

XOR = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
Y = np.array([0.0, 1.0, 1.0, 0.0])
TASK = {"loss": "sigmoid_cross_entropy", "epochs": 6}


def network(engine, **settings):
    return engine.Network((2, 3, 1), **{"output": "sigmoid", **settings})
