"""Programs against NumPy: random formulas, over the whole set of operations."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlbook.programs import plan, trace
from tests.programs.recipes import ALL, EXACT, inputs, recipes

pytestmark = pytest.mark.filterwarnings("ignore:Mean of empty slice")


def computed(recipe, arrays, targets=None, **options):
    """What the recipe's program gives; targets: places of outputs that are written over inputs."""
    arrays = [array.copy(order="K") for array in arrays]
    named = {f"inputs.{k}": array for k, array in enumerate(arrays)}
    program = plan(
        trace(recipe, arrays),
        named,
        {str(k): arrays[targets[k]] if k in (targets or {}) else None
         for k in range(len(recipe.outputs))},
        **options,
    )  # fmt: skip
    with np.errstate(all="ignore"):
        program.run()
    return [program.outputs[str(k)].copy() for k in range(len(recipe.outputs))]


def by_numpy(recipe, arrays):
    with np.errstate(all="ignore"):
        return recipe(arrays)


def assert_same_bits(ours, theirs):
    for a, b in zip(ours, theirs, strict=True):
        a, b = np.asarray(a), np.asarray(b)
        assert a.shape == b.shape
        np.testing.assert_array_equal(a, b)
        np.testing.assert_array_equal(np.signbit(a[a == 0]), np.signbit(b[b == 0]))


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_elementwise_operations_views_and_joins_are_numpys_to_the_last_bit(dtype, data):
    arrays = data.draw(inputs(dtype))
    recipe = data.draw(recipes(arrays, EXACT))
    assert_same_bits(computed(recipe, arrays), by_numpy(recipe, arrays))


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_sharing_buffers_changes_no_bit(dtype, data):
    arrays = data.draw(inputs(dtype))
    recipe = data.draw(recipes(arrays, ALL))
    assert_same_bits(computed(recipe, arrays), computed(recipe, arrays, reuse=False))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_new_values_may_be_written_over_the_old(data):
    arrays = data.draw(inputs("float64"))
    recipe = data.draw(recipes(arrays, ALL))
    free, targets = list(range(len(arrays))), {}
    for k, made in enumerate(computed(recipe, arrays)):
        fitting = [j for j in free if arrays[j].shape == made.shape and made.dtype.kind == "f"]
        if fitting:
            targets[k] = data.draw(st.sampled_from(fitting))
            free.remove(targets[k])
    assert_same_bits(computed(recipe, arrays, targets), computed(recipe, arrays, reuse=False))
