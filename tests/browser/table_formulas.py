"""What the tables have to say below the figures of a formula: see table_truth."""

from __future__ import annotations

import numpy as np
import torch

from dlbook.experiments.costs import Device, step_operations, step_seconds
from dlbook.figures import activation, crossover, loss_curve
from dlbook.numpy_engine import mse, sigmoid, sigmoid_cross_entropy
from dlbook.torch_engine.activations import ACTIVATIONS
from tests.browser.table_trainings import Tables


def of_activation(kind: int, z: float) -> Tables:
    """PyTorch's activations, and its slopes of them."""
    line = np.linspace(*activation.STATES, activation.POINTS)
    states = torch.tensor(line, requires_grad=True)
    a = ACTIVATIONS[activation.KINDS[kind]](states)
    (slope,) = torch.autograd.grad(a.sum(), states)
    return {
        "the activation": {
            "state z": line, "activation a = g(z)": a.tolist(),
            "slope g′(z)": slope.tolist(),
        }
    }  # fmt: skip


def of_crossover(width: int, batch: int, launch: int, networks: int) -> Tables:
    narrow, wide = crossover.WIDTHS[0], crossover.WIDTHS[-1]
    widths = [round(narrow * 2 ** (k / 8)) for k in range(8 * round(np.log2(wide / narrow)) + 1)]
    gpu = crossover.gpu_with(crossover.LAUNCHES[launch])

    def seconds(units: int, device: Device) -> float:
        each = step_operations(crossover.sizes_for(units), crossover.BATCHES[batch])
        return step_seconds(crossover.NETWORKS[networks] * each, crossover.CALLS, device)

    def asking(device: Device) -> float:
        """Per cent of a step at the chosen width."""
        spent = seconds(crossover.WIDTHS[width], device)
        return 100 * crossover.CALLS * device.call_seconds / spent

    shares = np.array([asking(crossover.CPU), asking(gpu)])
    return {
        "the time of a step, by width": {
            "width": widths,
            "one core (ms)": [1e3 * seconds(units, crossover.CPU) for units in widths],
            "a GPU, on paper (ms)": [1e3 * seconds(units, gpu) for units in widths],
        },
        "where the time goes, at this width": {
            "on": ["one core", "a GPU, on paper"], "asking (%)": shares,
            "arithmetic (%)": 100 - shares,
        },
    }  # fmt: skip


def of_loss_curve(z: float, y: int, kind: int) -> Tables:
    def loss(logit: float, truth: int) -> float:
        z, y = np.array([logit]), np.array([truth])
        return mse(sigmoid(z), y) if kind == 1 else sigmoid_cross_entropy(z, y)

    line = np.linspace(*loss_curve.LOGITS, 161)
    students = [(y, z), *loss_curve.OTHERS]
    return {
        "one answer": {
            "state z": line, "loss of one who passed": [loss(at, 1) for at in line],
            "loss of one who failed": [loss(at, 0) for at in line],
        },
        "five students, and their mean": {
            "student": ["you", "A", "B", "C", "D"],
            "passed": ["yes" if truth else "no" for truth, _ in students],
            "loss": [loss(logit, truth) for truth, logit in students],
        },
    }  # fmt: skip
