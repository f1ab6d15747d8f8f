"""The PyTorch engine: the NumPy engine's names and signatures, on autograd, on CPU or GPU.

Losses and activations go by name alone. Beside the NumPy engine's arguments, `Network`, `load` and
`sweep` take a keyword `device`, and `training`, `train`, `value_and_gradient` and `sweep` a keyword
`precision`; see `dlbook.torch_engine.devices`. `training` and `train` take a keyword `workers`; see
`dlbook.torch_engine.workers`.
"""

from dlbook.torch_engine.activations import linear, relu, sigmoid, softmax, tanh
from dlbook.torch_engine.gradients import check_gradients, value_and_gradient
from dlbook.torch_engine.losses import (
    mse,
    mse_gradient,
    sigmoid_cross_entropy,
    sigmoid_cross_entropy_gradient,
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
)
from dlbook.torch_engine.network import Layer, Network
from dlbook.torch_engine.optimizers import (
    SGD,
    Adadelta,
    Adagrad,
    Adam,
    AdamW,
    Momentum,
    Optimizer,
    RMSProp,
)
from dlbook.torch_engine.storage import load, save
from dlbook.torch_engine.sweep import sweep
from dlbook.torch_engine.training import train, training
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
