"""One step of Adam, with its memory handed in and out."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="adam",
    chapter="optimizers",
    title="A step of Adam",
    task="""\
Write step t = 1, 2, … of Adam. It remembers a running mean m of the gradients and one, v, of their
squares, both zero at first:

m ← β₁ m + (1 − β₁) g

v ← β₂ v + (1 − β₂) g²

m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ)

θ ← θ − η m̂ / (√v̂ + ε)

Return the new θ, m and v. In the first step a weight whose gradient is far larger
than ε moves by almost exactly η.""",
    hints=(
        "m and v are kept as they are; m̂ and v̂ are made of them anew at every step, only for the "
        "move.",
        "`m = beta1 * m + (1 - beta1) * g`, and v the same with `beta2` and `g**2`. Then "
        "`theta - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)`.",
    ),
    parts=("theta", "m", "v"),
)


@TASK.solution
def my_adam(theta, g, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """The new (theta, m, v), all (n,), after step t = 1, 2, …

    g (n,): the gradient.
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


theta, g = np.array([1.0, -2.0, 0.5]), np.array([0.3, -4.0, 0.02])
m, v = np.array([0.1, -1.0, 0.05]), np.array([0.5, 9.0, 0.001])
TASK.given("the first step", theta, g, np.zeros(3), np.zeros(3), 1, 0.1, 0.9, 0.999, 1e-8)
TASK.given("the third step", theta, g, m, v, 3, 0.1, 0.8, 0.95, 1e-8)
TASK.given("step 1,000", theta, g, m, v, 1000, 0.1, 0.9, 0.99, 1e-8)
TASK.given("tiny gradients", theta, g * 1e-8, np.zeros(3), np.zeros(3), 1, 0.1, 0.9, 0.999, 1e-8)
TASK.given("no gradient at all", theta, np.zeros(3), m, np.zeros(3), 2, 0.1, 0.9, 0.999, 1e-4)


@TASK.case("ten steps in a row, with the usual settings")
def ten_steps(step):
    """Down a bowl that is steeper in the second weight, and where that ends."""
    theta, m, v = np.array([1.0, -1.0]), np.zeros(2), np.zeros(2)
    for t in range(1, 11):
        theta, m, v = step(theta, np.array([1.0, 20.0]) * theta, m, v, t)
    return theta, m, v


def mistaken(mean=None, square=None, corrected=None, kept=None, root=None, sign=-1):
    """Adam with one formula exchanged."""

    def function(theta, g, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        m = (mean or (lambda m, g, b: b * m + (1 - b) * g))(m, g, beta1)
        v = (square or (lambda v, g, b: b * v + (1 - b) * g**2))(v, g, beta2)
        correct = corrected or (lambda m, v, b1, b2, t: (m / (1 - b1**t), v / (1 - b2**t)))
        with np.errstate(all="ignore"):
            m_hat, v_hat = correct(m, v, beta1, beta2, t)
            move = lr * (root or (lambda m, v, eps: m / (np.sqrt(v) + eps)))(m_hat, v_hat, eps)
        return (theta + sign * move, *((m_hat, v_hat) if kept else (m, v)))

    return function


TASK.wrong(
    "The bias corrections are missing: m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ).",
    mistaken(corrected=lambda m, v, b1, b2, t: (m, v)),
)
TASK.wrong(
    "The correction of v is missing: v̂ = v / (1 − β₂ᵗ).",
    mistaken(corrected=lambda m, v, b1, b2, t: (m / (1 - b1**t), v)),
)
TASK.wrong(
    "The correction of m is missing: m̂ = m / (1 − β₁ᵗ).",
    mistaken(corrected=lambda m, v, b1, b2, t: (m, v / (1 - b2**t))),
)
TASK.wrong(
    "The corrections divide by 1 − β, whatever the step; they need the power: 1 − βᵗ.",
    mistaken(corrected=lambda m, v, b1, b2, t: (m / (1 - b1), v / (1 - b2))),
)
TASK.wrong(
    "βᵗ is a power, `beta**t`; you have multiplied β by t.",
    mistaken(corrected=lambda m, v, b1, b2, t: (m / (1 - b1 * t), v / (1 - b2 * t))),
)
TASK.wrong(
    "The corrections use t + 1; steps count from 1 already, so the power is t.",
    mistaken(corrected=lambda m, v, b1, b2, t: (m / (1 - b1 ** (t + 1)), v / (1 - b2 ** (t + 1)))),
)
TASK.wrong(
    "You hand the corrected m̂ and v̂ on. Corrected again at the next step, they are wrong "
    "from the second step on: return m and v as they were before the correction.",
    mistaken(kept=True),
)
TASK.wrong(
    "v is the running mean of the squares, g²; you have used g.",
    mistaken(square=lambda v, g, b: b * v + (1 - b) * g),
)
TASK.wrong(
    "v is the running mean of g², without a root; the root is taken only for the move.",
    mistaken(square=lambda v, g, b: np.sqrt(b * v + (1 - b) * g**2)),
)
TASK.wrong(
    "The root is missing: the move is η m̂ / (√v̂ + ε).",
    mistaken(root=lambda m, v, eps: m / (v + eps)),
)
TASK.wrong(
    "ε stands inside the root; it is added to √v̂, outside.",
    mistaken(root=lambda m, v, eps: m / np.sqrt(v + eps)),
)
TASK.wrong(
    "ε is missing: where no gradient was ever seen, you divide by zero.",
    mistaken(root=lambda m, v, eps: m / np.sqrt(v)),
)
TASK.wrong(
    "m lacks the factor 1 − β₁ at the gradient: it is a running mean.",
    mistaken(mean=lambda m, g, b: b * m + g),
)
TASK.wrong(
    "β₁ and 1 − β₁ are exchanged: most of the old m is kept.",
    mistaken(mean=lambda m, g, b: (1 - b) * m + b * g),
)
TASK.wrong("You go uphill: the move is subtracted.", mistaken(sign=1))
TASK.wrong(
    "ε is added to √v before v is corrected; it is added to √v̂.",
    mistaken(
        corrected=lambda m, v, b1, b2, t: (m / (1 - b1**t), (v, 1 - b2**t)),
        root=lambda m, v, eps: m * np.sqrt(v[1]) / (np.sqrt(v[0]) + eps),
    ),
)
