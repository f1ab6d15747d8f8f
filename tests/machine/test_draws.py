"""The machine's random numbers are those of NumPy's Generator, and of the book's dropout masks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlbook.programs.generators import generator_bytes, stream_bytes
from dlbook.training.randomness import draw_words, keep_threshold, streams

seeds = st.integers(0, 2**63)


def drawn(machine, rng, name, n, dtype):
    """`n` draws of the machine from the state of `rng`, and the state that they leave."""
    state = machine.put(generator_bytes(rng))
    out = machine.put(np.zeros(n, dtype))
    machine.call(name, state, out, n)
    return machine.at(out, (n,), dtype).copy(), bytes(machine.bytes_at(state, 48))


@settings(max_examples=150)
@given(seed=seeds, n=st.integers(0, 300))
def test_raw_words_and_uniform_numbers(machine, seed, n):
    rng = np.random.default_rng(seed)
    ours, left = drawn(machine, rng, "draw_raw", n, "uint64")
    np.testing.assert_array_equal(ours, rng.bit_generator.random_raw(n))
    assert left == generator_bytes(rng)
    ours, left = drawn(machine, rng, "draw_uniform", n, "float64")
    np.testing.assert_array_equal(ours, rng.random(n))
    assert left == generator_bytes(rng)


@settings(max_examples=300)
@given(seed=seeds, sizes=st.lists(st.integers(0, 600), min_size=1, max_size=4))
def test_permutations_one_after_the_other(machine, seed, sizes):
    rng = np.random.default_rng(seed)
    for n in sizes:  # an odd number of halves leaves one for the next
        ours, left = drawn(machine, rng, "draw_permutation", n, "uint32")
        np.testing.assert_array_equal(ours, rng.permutation(n))
        assert left[:36] == generator_bytes(rng)[:36]


@settings(max_examples=100)
@given(seed=st.integers(0, 1000), p=st.floats(0, 0.99), units=st.integers(1, 40),
       batch=st.integers(1, 40), dtype=st.sampled_from(["float64", "float32"]))  # fmt: skip
def test_dropout_flags_are_the_books(machine, seed, p, units, batch, dtype):
    """Drawn by a training that has no program."""
    rng = streams(seed).dropout
    state = generator_bytes(rng)
    wanted = draw_words(rng, (units, batch)) >= keep_threshold(p)
    item = np.dtype(dtype).itemsize
    training = machine.ask("training", item, batch, batch)
    place = machine.put(np.zeros((units, batch), dtype))
    machine.call("set_dropout", training, machine.put(state), keep_threshold(p))
    machine.ask("add_flags", training, units, place, 0)
    machine.call("train", training, 1, 0, 0)
    np.testing.assert_array_equal(machine.at(place, (units, batch), dtype), wanted)


def test_streams_of_many_seeds_at_once():
    states = stream_bytes(range(5))
    assert states.shape == (5, 3, 48)
    for seed in range(5):
        for k, rng in enumerate(streams(seed)):
            assert states[seed, k].tobytes() == generator_bytes(rng)


def test_other_generators_are_refused():
    with pytest.raises(ValueError, match="PCG64, got MT19937"):
        generator_bytes(np.random.Generator(np.random.MT19937(0)))
