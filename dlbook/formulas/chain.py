"""The chain x → z1 → a1 → z2 → ŷ → J of the smallest network with a hidden unit, and its factors.

Two sigmoids, no biases, J = (ŷ - y)². All values are numbers, or arrays of one shape.
"""

import numpy as np

from dlbook.formulas.activations import sigmoid, sigmoid_slope
from dlbook.formulas.losses import mean_squared_error, mean_squared_error_slope

Number = float | np.ndarray


def forward(x: Number, y: Number, w1: Number, w2: Number) -> dict[str, Number]:
    """Every value going forward: z1 = w1 x, a1 = σ(z1), z2 = w2 a1, ŷ = σ(z2), J."""
    z1 = w1 * x
    a1 = sigmoid(z1)
    z2 = w2 * a1
    y_hat = sigmoid(z2)
    return {"z1": z1, "a1": a1, "z2": z2, "y_hat": y_hat, "J": mean_squared_error(y_hat, y)}


def factors(x: Number, y: Number, w1: Number, w2: Number) -> dict[str, Number]:
    """The derivative of each value by the one before it: "J_y_hat" is ∂J/∂ŷ, and so on back."""
    at = forward(x, y, w1, w2)
    return {
        "J_y_hat": mean_squared_error_slope(at["y_hat"], y),
        "y_hat_z2": sigmoid_slope(at["z2"], at["y_hat"]),
        "z2_w2": at["a1"],
        "z2_a1": w2,
        "a1_z1": sigmoid_slope(at["z1"], at["a1"]),
        "z1_w1": x,
    }


def backward(x: Number, y: Number, w1: Number, w2: Number) -> dict[str, Number]:
    """Going back, the derivative of J by each value, "dz2" is ∂J/∂z2: a product of factors."""
    f = factors(x, y, w1, w2)
    dy_hat = f["J_y_hat"]
    dz2 = dy_hat * f["y_hat_z2"]
    da1 = dz2 * f["z2_a1"]
    dz1 = da1 * f["a1_z1"]
    dw1, dw2 = dz1 * f["z1_w1"], dz2 * f["z2_w2"]
    return {"dy_hat": dy_hat, "dz2": dz2, "dw2": dw2, "da1": da1, "dz1": dz1, "dw1": dw1}


def nudged(x: Number, y: Number, w1: Number, w2: Number, eps: float) -> dict[str, Number]:
    """∂J/∂w1 and ∂J/∂w2 by central differences: (J(w + ε) - J(w - ε)) / 2ε."""
    dw1 = forward(x, y, w1 + eps, w2)["J"] - forward(x, y, w1 - eps, w2)["J"]
    dw2 = forward(x, y, w1, w2 + eps)["J"] - forward(x, y, w1, w2 - eps)["J"]
    return {"dw1": dw1 / (2 * eps), "dw2": dw2 / (2 * eps)}
