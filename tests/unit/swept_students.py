"""What the sweeps of these tests train: small networks on students who pass or fail."""

from importlib import import_module

from dlbook import data

# the module: the package has the function of the same name
SWEEP = import_module("dlbook.numpy_engine.sweep")
STUDENTS = data.pass_fail(50)
X = data.standardise(STUDENTS.X)[0]
Y = STUDENTS.y
BASE = {
    "activation": "tanh",
    "output": "sigmoid",
    "loss": "sigmoid_cross_entropy",
    "epochs": 6,
    "record": 3,
}
SIZES = (2, 4, 3, 1)
