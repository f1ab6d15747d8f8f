"""Faults put in on purpose, one at a time, to see that a test finds each (`tools/faults.py`)."""

from typing import NamedTuple


class Fault(NamedTuple):
    """A piece of a file that is made wrong, and the tests that are asked.

    kind: what sort of mistake it is. needs: what has to be made again before the tests can see it,
    "" for nothing, "machine" for the compiled array machine, "chapter" for a chapter's outputs,
    "drawing" for the site's scripts.
    """

    kind: str
    file: str
    right: str
    wrong: str
    tests: str
    needs: str = ""


UPDATES, LAYERS = "dlbook/formulas/updates.py", "dlbook/formulas/networks.py"
LOSSES, ACTIVATIONS = "dlbook/formulas/losses.py", "dlbook/formulas/activations.py"
STARTS = "dlbook/training/initialisation.py"
STARTED = "tests/unit/test_initialisation.py"

FAULTS = [
    Fault(
        "sign: a step goes up the slope", UPDATES,
        "theta - g * lr, {}", "theta + g * lr, {}",
        "tests/formulas/test_updates.py",
    ),
    Fault(
        "factor: the slope of the squared error lacks its 2", LOSSES,
        "return 2 * (y_hat - y)", "return y_hat - y",
        "tests/formulas/test_losses.py",
    ),
    Fault(
        "axis: softmax adds up over the examples", ACTIVATIONS,
        "np.sum(e, axis=-2, keepdims=True)", "np.sum(e, axis=-1, keepdims=True)",
        "tests/formulas/test_activations.py",
    ),
    Fault(
        "overflow: the exponential of a large state", LOSSES,
        "z * y + np.log1p(np.exp(-np.abs(z)))", "z * y + np.log1p(np.exp(-z))",
        "tests/formulas/test_losses.py",
    ),
    Fault(
        "power: the slope of tanh", ACTIVATIONS,
        "return 1 - a * a", "return 1 - a",
        "tests/formulas/test_activations.py",
    ),
    Fault(
        "edge: the slope of ReLU at its corner", ACTIVATIONS,
        "return z > 0\n", "return z >= 0\n",
        "tests/formulas/test_activations.py",
    ),
    Fault(
        "scale: dropout does not scale up what stays", LAYERS,
        "return kept / (1 - p)", "return kept * 1.0",
        "tests/formulas/test_networks.py",
    ),
    Fault(
        "order: a layer's slope is asked with z and a exchanged", LAYERS,
        "activation.slope(hidden.z, hidden.a)", "activation.slope(hidden.a, hidden.z)",
        "tests/formulas/test_networks.py",
    ),
    Fault(
        "term: Nesterov's look ahead without the new gradient", UPDATES,
        "theta - (v * momentum + g) * lr", "theta - (v * momentum) * lr",
        "tests/formulas/test_updates.py",
    ),
    Fault(
        "off by one: Adam corrects for a step too many", UPDATES,
        "root = (1 - beta2**t) ** 0.5", "root = (1 - beta2 ** (t + 1)) ** 0.5",
        "tests/formulas/test_updates.py",
    ),
    Fault(
        "off by one: a schedule is a step ahead", "dlbook/formulas/schedules.py",
        "np.minimum(step / steps, 1.0)", "np.minimum((step + 1) / steps, 1.0)",
        "tests/formulas/test_others.py tests/unit/test_optimizers.py",
    ),
    Fault(
        "off by one: the last example is left out", "dlbook/training/batches.py",
        "range(0, n, batch_size)", "range(0, n - 1, batch_size)",
        "tests/unit/test_data.py tests/unit/test_training.py",
    ),
    Fault(
        "off by one: patience lasts an epoch longer", "dlbook/training/early_stopping.py",
        "self._improved_epoch >= self.rule.patience", "self._improved_epoch > self.rule.patience",
        "tests/unit/test_early_stopping.py",
    ),
    Fault(
        "seed: the three streams are exchanged", "dlbook/training/randomness.py",
        "for child in children))", "for child in children[::-1]))",
        "tests/tools/test_readme.py",
    ),
    Fault(
        "mask: a unit on the threshold is dropped", "dlbook/training/randomness.py",
        "shape[::-1]) >= threshold", "shape[::-1]) > threshold",
        "tests/unit/test_randomness.py tests/machine/test_draws.py",
    ),
    Fault(
        "exchange: He's rule counts the outputs", STARTS,
        '"he": lambda fan_out, fan_in: 2.0 / fan_in', '"he": lambda fan_out, fan_in: 2.0 / fan_out',
        STARTED,
    ),
    Fault(
        "constant: the width of an even draw", STARTS,
        "np.sqrt(3.0) * std", "np.sqrt(2.0) * std",
        STARTED,
    ),
    Fault(
        "constant: how many of a ball's last steps are looked at", "dlbook/formulas/descent.py",
        "WATCHED = 20", "WATCHED = 12",
        "tests/unit/test_landscapes.py",
    ),
    Fault(
        "constant: how many rises make a swing", "dlbook/formulas/outcomes.py",
        "SWINGS_AT_LEAST = 2", "SWINGS_AT_LEAST = 3",
        "tests/unit/test_outcomes.py",
    ),
    Fault(
        "divisor: the spread of a sample for that of the data", "dlbook/data/preparation.py",
        "X_train.std(axis=0, dtype=np.float64)", "X_train.std(axis=0, dtype=np.float64, ddof=1)",
        "tests/unit/test_data.py",
    ),
    Fault(
        "mode: the PyTorch engine drops units while it measures", "dlbook/torch_engine/network.py",
        "drop = self.training and self.dropout > 0", "drop = self.dropout > 0",
        "tests/parity/test_torch_devices.py",
    ),
    Fault(
        "constant in one language: Adam's ε in PyTorch's engine alone",
        "dlbook/torch_engine/updates.py",
        "root = v.sqrt().div_((1 - beta2**step) ** 0.5).add_(o.eps)",
        "root = v.sqrt().div_((1 - beta2**step) ** 0.5).add_(1e-4)",
        "tests/parity/test_parity_sweep.py",
    ),
    Fault(
        "constant in one language: a coefficient of the page's logarithm",
        "web/machine/engine/logarithms.h",
        "6.666666666666735130e-01", "6.666666666686735130e-01",
        "tests/machine/test_operations.py",
        needs="machine",
    ),
    Fault(
        "a number in a chapter that no assertion looks at", "book/perceptron.ipynb",
        "np.exp(709.0)", "np.exp(708.0)",
        "book/perceptron.ipynb",
        needs="chapter",
    ),
    Fault(
        "digits: the page shows every number a hundredth too large", "web/drawing/status.js",
        "return { name, value, text: shown(value, digits) };",
        "return { name, value, text: shown(value * 1.01, digits) };",
        "tests/browser/test_figures.py -k index",
        needs="drawing",
    ),
    Fault(
        "address: a figure opens in the state of no link", "web/drawing/link.js",
        "if (target !== name || query", "if (target === name || query",
        "tests/browser/test_figures.py -k index",
        needs="drawing",
    ),
    Fault(
        "bound: an address may ask for more than a control allows", "web/drawing/link.js",
        "Math.min(Math.max(asked, low), high)", "Math.max(asked, low)",
        "tests/browser/test_figures.py -k index",
        needs="drawing",
    ),
    Fault(
        "words: the text instead of a picture lacks its numbers", "web/drawing/figure.js",
        '`${model.get("figure_title")}: ${line.textContent}`', 'model.get("figure_title")',
        "tests/browser/test_figures.py -k index",
        needs="drawing",
    ),
    Fault(
        "state: an opened table keeps the numbers of before", "web/drawing/table.js",
        "cell.textContent !== after", "cell.textContent === after",
        "tests/browser/test_numbers.py -k index",
        needs="drawing",
    ),
]  # fmt: skip
