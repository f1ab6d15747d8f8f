"""NumPy's random generators as the bytes that machines draw from."""

from collections.abc import Iterable

import numpy as np

from dlbook.training.randomness import streams

STATE_BYTES = 48


def generator_bytes(rng: np.random.Generator) -> bytes:
    """The state of `rng`, which must stand on PCG64 (default_rng does), as 48 bytes.

    State and increment, 128 bits each, low word first; whether half a word is left over, and it.
    """
    state = rng.bit_generator.state
    if state["bit_generator"] != "PCG64":
        raise ValueError(f"rng must stand on PCG64, got {state['bit_generator']}")
    inner = state["state"]
    words = inner["state"].to_bytes(16, "little") + inner["inc"].to_bytes(16, "little")
    halves = np.array([state["has_uint32"], state["uinteger"], 0, 0], "<u4")
    return words + halves.tobytes()


def stream_bytes(seeds: Iterable[int]) -> np.ndarray:
    """The three streams of `training.randomness.streams` for every seed, uint8 (n, 3, 48).

    In the order init, order, dropout: what a page needs to draw as the engines do.
    """
    states = [[generator_bytes(rng) for rng in streams(seed)] for seed in seeds]
    return np.array([[list(state) for state in row] for row in states], np.uint8).reshape(
        len(states), 3, STATE_BYTES
    )
