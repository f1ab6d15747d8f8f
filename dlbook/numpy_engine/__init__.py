"""The NumPy engine: dense networks with gradients by hand, the reference for everything else.

Rows are examples in all that goes in and comes out. `dlbook.torch_engine` has the same names.
"""

from dlbook.numpy_engine.activations import linear, relu, sigmoid, softmax, tanh
from dlbook.numpy_engine.gradients import check_gradients, value_and_gradient
from dlbook.numpy_engine.losses import (
    mse,
    mse_gradient,
    sigmoid_cross_entropy,
    sigmoid_cross_entropy_gradient,
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
)
from dlbook.numpy_engine.network import Layer, Network
from dlbook.numpy_engine.optimizer import Optimizer
from dlbook.numpy_engine.optimizers import (
    SGD,
    Adadelta,
    Adagrad,
    Adam,
    AdamW,
    Momentum,
    RMSProp,
)
from dlbook.numpy_engine.storage import load, save
from dlbook.numpy_engine.sweep import sweep
from dlbook.numpy_engine.training import train, training
from dlbook.training.early_stopping import EarlyStopping
from dlbook.training.initialisation import initial_weights, normal, scaled, uniform

__all__ = [
    "SGD",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "EarlyStopping",
    "Layer",
    "Momentum",
    "Network",
    "Optimizer",
    "RMSProp",
    "check_gradients",
    "initial_weights",
    "linear",
    "load",
    "mse",
    "mse_gradient",
    "normal",
    "relu",
    "save",
    "scaled",
    "sigmoid",
    "sigmoid_cross_entropy",
    "sigmoid_cross_entropy_gradient",
    "softmax",
    "softmax_cross_entropy",
    "softmax_cross_entropy_gradient",
    "sweep",
    "tanh",
    "train",
    "training",
    "uniform",
    "value_and_gradient",
]
