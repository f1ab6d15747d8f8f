"""The grid's map: 77 trainings of the page against NumPy's, where rounding does not decide."""

import numpy as np

from dlbook.experiments.racing import RACERS
from dlbook.figures.grid import OPTIMIZERS, RATES, Grid, _trained
from dlbook.programs import packing
from dlbook.programs.jobs import run_job

SEED = 3
SHAPE = (len(RATES), len(OPTIMIZERS))
STEADY, EQUAL = 5e-5, 5e-3  # what one bit of the rate may change, what NumPy may differ by


def losses(values):
    return values["all_losses"].reshape(*SHAPE, -1)


def test_every_cell_is_numpy_s():
    figure = Grid()
    programs = {name: packing.pack(trace) for name, trace in figure.make_programs().items()}
    given = {**figure.shared(), "lr": RATES[4], "optimizer": 0, "seed": SEED}
    found = run_job(figure.make_job(), programs, given)
    steady = np.full(SHAPE, True)
    for end in (-np.inf, np.inf):
        rates = np.nextafter(given["cell_lr"].astype(np.float32), np.float32(end))
        nudged = run_job(figure.make_job(), programs, {**given, "cell_lr": rates.astype(float)})
        steady &= np.isclose(losses(found), losses(nudged), rtol=STEADY).all(axis=-1)
    assert steady.mean() > 0.6
    expected = _trained(RATES, [make(RATES[0]) for make in RACERS.values()], SEED, "float32")
    assert np.allclose(losses(found)[steady], expected.train_loss[steady], rtol=EQUAL)
    outcomes = found["all_outcomes"].reshape(SHAPE)
    np.testing.assert_array_equal(outcomes[steady], expected.outcomes[steady])
