"""scikit-learn's MLPClassifier: its own start and shuffle, and no dropout, so its loss differs."""

from __future__ import annotations

import warnings

from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import log_loss
from sklearn.neural_network import MLPClassifier

from benchmarks.measure import Run
from dlbook.measurements.workloads import Workload

ACTIVATIONS = {"sigmoid": "logistic", "tanh": "tanh", "relu": "relu"}


def make(workload: Workload) -> Run:
    """Train for as many epochs of as large batches; nothing stops it early.

    The others measure the loss of the whole set before and after training. A classifier of
    scikit-learn's has no weights before `fit`, so here both measurements come after it.
    """
    name = type(workload.optimizer).__name__
    settings = {
        "hidden_layer_sizes": workload.sizes[1:-1],
        "activation": ACTIVATIONS[workload.activation],
        "solver": "adam" if name == "Adam" else "sgd",
        "momentum": 0.9 if name == "Momentum" else 0.0,
        "nesterovs_momentum": False,
        "learning_rate_init": workload.optimizer.lr,
        "alpha": 0.0,
        "batch_size": workload.batch_size or len(workload.X),
        "max_iter": workload.epochs,
        "tol": 0.0,
        "n_iter_no_change": workload.epochs + 1,
        "shuffle": workload.batch_size is not None,
        "random_state": workload.seed,
    }

    def run() -> float:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model = MLPClassifier(**settings).fit(workload.X, workload.y)
        losses = [log_loss(workload.y, model.predict_proba(workload.X)) for _ in range(2)]
        return losses[-1]

    return run
