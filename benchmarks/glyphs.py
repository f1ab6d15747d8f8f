"""The final project at full size: 50,000 made-up 28 × 28 digits, ten networks, two test sets.

Rate and dropout are chosen by a validation set. One test set is in the fonts of the training, the
other in four fonts that training never saw.
"""

from __future__ import annotations

import time

import numpy as np

from dlbook.data import glyphs
from dlbook.data.glyphs import FONTS
from dlbook.numpy_engine import Network
from dlbook.torch_engine import Momentum, sweep
from dlbook.torch_engine.devices import choose_device

NEW_FONTS = ("DejaVuSerif-Italic", "DejaVuSansMono-Bold", "STIXGeneral", "cmss10")
TRAIN, VALIDATION, TEST = 50_000, 5_000, 10_000
SIZES = (784, 128, 10)
RATES, DROPOUTS = (0.1, 0.2, 0.3, 0.6), (0.0, 0.2, 0.4)
SEEDS = tuple(range(10))
EPOCHS = 10
SETTINGS = dict(
    optimizer=Momentum(), batch_size=100, output="softmax", loss="softmax_cross_entropy",
    epochs=EPOCHS, record=EPOCHS, dtype="float32", progress=True,
)  # fmt: skip


def measure() -> dict:
    """Choose on the validation set, train ten seeds, measure both test sets."""
    known = tuple(font for font in FONTS if font not in NEW_FONTS)
    train, validation, test, new = (
        _glyphs(n, seed, fonts)
        for seed, (n, fonts) in enumerate(
            [(TRAIN, known), (VALIDATION, known), (TEST, known), (TEST, NEW_FONTS)]
        )
    )
    start = time.perf_counter()
    search = sweep(
        SIZES, *train, lr=RATES, dropout=DROPOUTS, seeds=0, validation=validation, **SETTINGS
    )
    losses = search.val_loss[..., -1]
    best = np.unravel_index(np.argmin(losses), losses.shape)
    chosen = {"lr": RATES[best[0]], "dropout": DROPOUTS[best[1]]}
    trained = sweep(SIZES, *train, **chosen, seeds=SEEDS, keep_parameters=True, **SETTINGS)
    networks = trained.parameters[:, -1]
    accuracies = {
        name: [accuracy(flat, *held_out) for flat in networks]
        for name, held_out in (("known fonts", test), ("new fonts", new))
    }
    found = {
        "device": str(choose_device("auto")),
        "images": {"training": TRAIN, "validation": VALIDATION, "test": TEST},
        "new_fonts": list(NEW_FONTS),
        "sizes": list(SIZES),
        "epochs": EPOCHS,
        "validation_loss": losses.round(4).tolist(),
        "chosen": chosen,
        "test_accuracy": accuracies,
        "seconds": round(time.perf_counter() - start, 1),
    }
    print(found)
    return found


def accuracy(flat: np.ndarray, X: np.ndarray, y: np.ndarray) -> float:
    """The share that a network with these parameters, in dlbook's flat order, gets right."""
    network = Network(SIZES, output="softmax", dtype="float32")
    network.flat[:] = flat
    return float(np.mean(network.predict(X).argmax(axis=1) == y))


def _glyphs(n: int, seed: int, fonts: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Images (n, 784) in float32 and their labels."""
    made = glyphs(n, seed=seed, fonts=fonts)
    return made.X.astype(np.float32), made.y
