"""The first weights that the page draws itself are those of the engines, bit for bit."""

import numpy as np
import pytest

from dlbook.figures.kit.steps import glorot_starts
from dlbook.figures.kit.training_programs import glorot_start
from dlbook.numpy_engine import Network
from dlbook.programs import packing
from dlbook.programs.generators import stream_bytes
from dlbook.programs.jobs import run_job

SEEDS = range(7)


@pytest.mark.parametrize("sizes", [(64, 32, 10), (64, 48, 48, 10), (1, 7, 1)])
def test_the_page_draws_the_starts_that_numpy_draws(sizes):
    states = stream_bytes(SEEDS)[:, 0]
    programs = {"start": packing.pack(glorot_start())}
    found = run_job(glorot_starts(sizes), programs, {"init_states": states})
    for k in range(len(sizes) - 1):
        expected = [Network(sizes, seed=seed).layers[k].block for seed in SEEDS]
        np.testing.assert_array_equal(found[f"_start.{k}"], expected)
