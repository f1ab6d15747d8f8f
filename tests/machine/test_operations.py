"""Every operation of the machine against NumPy, in float64 and float32."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from dlbook.programs import trace
from dlbook.programs.packing import pack
from tests.machine.operands import all_over, edges
from tests.machine.single import apply, assert_same
from tests.programs.recipes import ROUNDED, WHOLE, inputs, recipes

DTYPES = ["float64", "float32"]
pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", ["negative", "absolute", "sign", "sqrt", "floor"])
def test_operations_on_one_array_that_are_exact(machine, name, dtype):
    x = edges(dtype)
    assert_same(apply(machine, name, x, dtype=dtype), getattr(np, name)(x))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    "name",
    ["add", "subtract", "multiply", "divide", "greater", "greater_equal", "less", "less_equal",
     "equal", "maximum", "minimum"],
)  # fmt: skip
def test_operations_on_two_arrays_that_are_exact(machine, name, dtype):
    a, b = np.meshgrid(edges(dtype), edges(dtype))
    got, wanted = apply(machine, name, a, b, dtype=dtype), getattr(np, name)(a, b)
    if name in ("maximum", "minimum"):  # of 0 and -0 NumPy gives the one or the other
        tie = a == b
        np.testing.assert_array_equal(got[tie], wanted[tie])
        got, wanted = got[~tie], wanted[~tie]
    assert_same(got, wanted)


@pytest.mark.parametrize("dtype", DTYPES)
def test_where_takes_what_its_condition_says(machine, dtype):
    condition = np.array([[1.0, 0.0, 1.0, 0.0, 1.0]])
    a, b = edges(dtype)[:15].reshape(3, 5), edges(dtype)[2:5].reshape(3, 1)
    got = apply(machine, "where", condition, a, b, dtype=dtype)
    assert_same(got, np.where(condition != 0, a, b))


def ulps(got, exact):
    """How many units in its last place each number is off; nothing where both are not finite."""
    rounded = exact.astype(got.dtype)
    np.testing.assert_array_equal(np.isnan(got), np.isnan(rounded))
    infinite = np.isinf(rounded) | np.isinf(got)
    off = np.abs(got - exact) / np.spacing(np.abs(rounded)).astype(np.longdouble)
    # next to the largest number, infinity is as near as that
    np.testing.assert_array_equal(got[infinite], rounded[infinite])
    return np.where(infinite | np.isnan(rounded), 0, off)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", ["exp", "log", "log1p", "tanh"])
def test_exponentials_and_logarithms_are_within_three_ulps(machine, name, dtype):
    x = all_over(dtype)
    exact = getattr(np, name)(x.astype(np.longdouble))  # 64 bits of mantissa on x86
    assert ulps(apply(machine, name, x, dtype=dtype), exact).max() < 3


@pytest.mark.parametrize("dtype", DTYPES)
def test_cosines_of_moderate_angles_are_within_three_ulps(machine, dtype):
    x = np.random.default_rng(2).uniform(-1000, 1000, 50_000).astype(dtype)
    exact = np.cos(x.astype(np.longdouble))
    assert ulps(apply(machine, "cos", x, dtype=dtype), exact).max() < 3


def test_cosines_of_any_angle_are_within_three_ulps(machine):
    mpmath = pytest.importorskip("mpmath")
    x = all_over("float64", n=400)
    x = x[np.isfinite(x)]
    with mpmath.workprec(1200):
        exact = [np.longdouble(mpmath.nstr(mpmath.cos(mpmath.mpf(float(v))), 25)) for v in x]
    assert ulps(apply(machine, "cos", x), np.array(exact)).max() < 3


@pytest.mark.parametrize("dtype", DTYPES)
def test_powers_at_the_edges_are_numpys(machine, dtype):
    a, b = np.meshgrid(edges(dtype), [np.nan, np.inf, -np.inf, 0, -0.0, 1, -1, 2, 3, 0.5, -2, 2.5])
    got, wanted = apply(machine, "power", a, b, dtype=dtype), np.power(a, b.astype(dtype))
    np.testing.assert_allclose(got, wanted, rtol=8 * np.finfo(dtype).eps)
    number = ~np.isnan(got)
    np.testing.assert_array_equal(np.signbit(got)[number], np.signbit(wanted)[number])


def test_powers_of_whole_exponents_as_adam_needs_them(machine):
    t = np.arange(1.0, 20_000.0)
    for beta in (0.9, 0.999):
        exact = np.longdouble(beta) ** t.astype(np.longdouble)
        assert ulps(apply(machine, "power", np.array(beta), t), exact).max() < 6


shapes = arrays.mutually_broadcastable_shapes(num_shapes=3, max_dims=5, min_side=0, max_side=5)


@settings(max_examples=150)
@given(shapes=shapes, name=st.sampled_from(["add", "divide", "less"]), seed=st.integers(0, 99))
def test_broadcasting_is_numpys(machine, shapes, name, seed):
    rng = np.random.default_rng(seed)
    a, b, c = (rng.normal(size=shape) for shape in shapes.input_shapes)
    for dtype in DTYPES:
        left, right = a.astype(dtype), b.astype(dtype)
        assert_same(apply(machine, name, left, right, dtype=dtype), getattr(np, name)(left, right))
    chosen = apply(machine, "where", c > 0, a, b)
    assert_same(chosen, np.where(c > 0, a, b))


def by_machine(machine, recipe, values, dtype):
    packed = pack(trace(recipe, values))
    named = {f"inputs.{k}": array for k, array in enumerate(values)}
    return list(machine.evaluate(packed, named, dtype).values())


@pytest.mark.parametrize("dtype", DTYPES)
@settings(max_examples=150)
@given(data=st.data())
def test_programs_of_exact_operations_views_and_joins(machine, dtype, data):
    values = data.draw(inputs(dtype))
    recipe = data.draw(recipes(values, ROUNDED))
    for got, wanted in zip(by_machine(machine, recipe, values, dtype), recipe(values), strict=True):
        np.testing.assert_array_equal(got, wanted)


@pytest.mark.parametrize("dtype", DTYPES)
@settings(max_examples=200)
@given(data=st.data())
def test_programs_with_sums_and_products_of_whole_numbers(machine, dtype, data):
    """Whole numbers that stay small have one sum, in whatever order they are added."""
    values = data.draw(inputs(dtype, numbers=[-2.0, -1.0, 0.0, 1.0, 2.0, 3.0]))
    recipe = data.draw(recipes(values, WHOLE, largest=2**20))
    for got, wanted in zip(by_machine(machine, recipe, values, dtype), recipe(values), strict=True):
        np.testing.assert_array_equal(got, wanted)


sizes = st.integers(0, 70)
flags = st.booleans()


@settings(max_examples=150)
@given(
    m=sizes, k=sizes, n=sizes, turned=st.tuples(st.booleans(), st.booleans()), lead=st.booleans()
)
def test_products_of_every_size_and_layout(machine, m, k, n, turned, lead):
    rng = np.random.default_rng(m + 100 * k + 10_000 * n)
    a, b = rng.integers(-9, 9, (m, k)), rng.integers(-9, 9, (2,) * lead + (k, n))

    def formula(a, b):
        left = np.swapaxes(a, -1, -2) if turned[0] else a
        right = np.swapaxes(b, -1, -2) if turned[1] else b
        return left @ right

    held = [np.swapaxes(x, -1, -2) if t else x for x, t in zip((a, b), turned, strict=True)]
    for dtype in DTYPES:
        values = [np.ascontiguousarray(x).astype(dtype) for x in held]
        packed = pack(trace(formula, *values))
        got = machine.evaluate(packed, {"a": values[0], "b": values[1]}, dtype)[""]
        np.testing.assert_array_equal(got, a @ b)


@settings(max_examples=100)
@given(
    shape=arrays.array_shapes(min_dims=1, max_dims=4, max_side=70),
    name=st.sampled_from(["sum", "max", "argmax"]),
    data=st.data(),
)
def test_reductions_over_every_axis(machine, shape, name, data):
    axis = -data.draw(st.integers(1, len(shape)))
    x = np.random.default_rng(len(shape)).integers(-99, 99, shape).astype(float)
    wanted = getattr(np, name)(x, axis=axis, keepdims=True)
    for dtype in DTYPES:
        got = apply(machine, name, x, dtype=dtype, axes=(axis,))
        assert_same(got, wanted)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(1000,), (7, 333), (333, 7)])
def test_sums_are_within_the_bound_of_any_order(machine, shape, dtype):
    x = np.random.default_rng(0).normal(size=shape).astype(dtype)
    got = apply(machine, "sum", x, dtype=dtype, axes=(-1,)).astype(float)
    wanted = x.astype(float).sum(axis=-1, keepdims=True)
    bound = shape[-1] * np.finfo(dtype).eps * np.abs(x).astype(float).sum(axis=-1, keepdims=True)
    assert (np.abs(got - wanted) <= bound).all()


def test_nan_and_infinity_show_in_sums_maxima_and_products(machine):
    x = np.ones((3, 40))
    x[0, 7], x[1, 30] = np.nan, np.inf
    for name in ("sum", "max"):
        for axis in (-1, -2):
            wanted = getattr(np, name)(x, axis=axis, keepdims=True)
            assert_same(apply(machine, name, x, axes=(axis,)), wanted)
    assert_same(apply(machine, "argmax", x, axes=(-1,)), np.argmax(x, axis=-1, keepdims=True))
    assert_same(apply(machine, "matmul", x, np.ones((40, 9))), x @ np.ones((40, 9)))


def test_sums_over_nothing_are_zero(machine):
    assert_same(apply(machine, "sum", np.ones((3, 0)), axes=(-1,)), np.zeros((3, 1)))
    assert_same(apply(machine, "matmul", np.ones((2, 0)), np.ones((0, 3))), np.zeros((2, 3)))
