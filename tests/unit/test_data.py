"""The data sets, splits, scaling and the order of batches."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.datasets import load_digits
from sklearn.preprocessing import StandardScaler

from dlbook import data
from dlbook.numpy_engine import SGD, Network, train


def test_students_are_as_described():
    students = data.pass_fail()
    assert students.X.shape == (200, 2)
    assert set(students.y) == {0, 1}
    lectures, hours = students.X.T
    assert set(lectures) == set(range(9))
    assert 0 <= hours.min() <= hours.max() <= 12
    np.testing.assert_allclose(hours * 10, np.round(hours * 10), atol=1e-12)


def test_the_chance_to_pass_is_as_described():
    many = data.pass_fail(200_000)
    effort = np.sqrt(many.X.prod(axis=1))
    for level, chance in ((1.3, 0.10), (4.7, 0.90)):
        near = np.abs(effort - level) < 0.1
        # some thousand students near each level: standard error about 0.005
        assert many.y[near].mean() == pytest.approx(chance, abs=0.02)


def test_the_student_of_the_lecture_passes_once_the_network_is_trained():
    students = data.pass_fail()
    X, scaling = data.standardise(students.X)
    for seed in range(5):
        network = Network((2, 3, 1), activation="sigmoid", output="sigmoid", seed=seed)
        history = train(
            network,
            X,
            students.y,
            loss="sigmoid_cross_entropy",
            optimizer=SGD(1.0),
            epochs=1000,
            record=1000,
        )
        assert network.predict(scaling([[4, 5]]))[0, 0] > 0.5
        # the labels are noisy: nobody gets to zero
        assert 0.1 < history.train_loss[-1] < 0.35


def test_digits_are_scikit_learns():
    ours, theirs = data.digits(), load_digits()
    np.testing.assert_array_equal(ours.X * 16, theirs.data)
    np.testing.assert_array_equal(ours.images * 16, theirs.images)
    np.testing.assert_array_equal(ours.y, theirs.target)


def test_nobody_can_spoil_the_digits_for_others():
    data.digits().X[:] = 7
    data.digits().images[:] = 7
    assert data.digits().X.max() == data.digits().images.max() == 1


TOYS = [data.spiral, data.moons, data.circles, data.blobs, data.xor]


@pytest.mark.parametrize("toy", [*TOYS, data.pass_fail])
def test_seeds_decide(toy):
    one, same, other = toy(50, seed=1), toy(50, seed=1), toy(50, seed=2)
    np.testing.assert_array_equal(one.X, same.X)
    np.testing.assert_array_equal(one.y, same.y)
    assert (one.X != other.X).any()


@pytest.mark.parametrize("toy", TOYS)
@pytest.mark.parametrize("n", [2, 3, 50, 51, 300])
def test_toys_have_even_classes(toy, n):
    made = toy(n)
    assert len(made) == n == len(made.y)
    counts = np.bincount(made.y, minlength=2)
    assert counts.max() - counts.min() <= 1
    assert len(made.target_names) == 2


def test_a_zero_with_a_sign_is_at_least_0():
    np.testing.assert_array_equal(data.moons(9, noise=-0.0).X, data.moons(9, noise=0.0).X)


def test_toys_without_noise_lie_on_their_curves():
    circles = data.circles(100, noise=0.0)
    np.testing.assert_allclose(np.hypot(*circles.X.T), np.where(circles.y, 0.5, 1.0), rtol=1e-14)
    spiral = data.spiral(101, noise=0.0, turns=2)
    arms = [spiral.X[spiral.y == k][:50] for k in (0, 1)]
    # half a turn takes one arm to the other; 51 and 50 points: compare the ends
    np.testing.assert_allclose(arms[0][0], -arms[1][0], atol=1e-14)
    blobs = data.blobs(9, noise=0.0, n_classes=3)
    assert len(np.unique(blobs.X.round(9), axis=0)) == 3


@given(st.integers(1, 200), st.integers(1, 250), st.integers(0, 2**32))
def test_an_epoch_visits_every_example_once(n, batch_size, seed):
    pieces = list(data.batches(n, batch_size, np.random.default_rng(seed)))
    assert sorted(np.concatenate(pieces)) == list(range(n))
    assert all(len(piece) == min(batch_size, n) for piece in pieces[:-1])
    assert 0 < len(pieces[-1]) <= batch_size


def test_epochs_differ_in_order():
    rng = np.random.default_rng(0)
    first, second = (np.concatenate(list(data.batches(50, 8, rng))) for _ in range(2))
    assert (first != second).any()


@pytest.mark.parametrize("batch_size", [None, 50, 90])
def test_the_full_batch_keeps_the_order_and_the_stream(batch_size):
    rng = np.random.default_rng(0)
    (index,) = data.batches(50, batch_size, rng)
    np.testing.assert_array_equal(index, range(50))
    assert rng.random() == np.random.default_rng(0).random()


@given(st.integers(3, 60), st.floats(0, 0.4), st.floats(0, 0.4), st.integers(0, 99))
def test_split_loses_nothing(n, validation, test, seed):
    X = np.arange(2.0 * n).reshape(n, 2)
    parts = data.split(X, np.arange(n), validation=validation, test=test, seed=seed)
    assert sorted(np.concatenate([parts.y_train, parts.y_val, parts.y_test])) == list(range(n))
    assert len(parts.X_val) == round(validation * n)
    for X_part, y_part in ((parts.X_train, parts.y_train), (parts.X_test, parts.y_test)):
        np.testing.assert_array_equal(X_part[:, 0], 2 * y_part)


def test_split_takes_counts_too():
    parts = data.split(np.ones((10, 1)), np.arange(10), validation=3, test=0)
    assert (len(parts.X_train), len(parts.X_val), len(parts.X_test)) == (7, 3, 0)


def test_standardise_is_scikit_learns():
    rng = np.random.default_rng(0)
    X, other = rng.normal(5, 3, (20, 3)), rng.normal(size=(4, 3))
    X[:, 2] = 8.0  # never varies: only shifted
    theirs = StandardScaler().fit(X)
    X_scaled, other_scaled, scaling = data.standardise(X, other)
    np.testing.assert_allclose(X_scaled, theirs.transform(X), atol=1e-14)
    np.testing.assert_allclose(other_scaled, theirs.transform(other), rtol=1e-13)
    np.testing.assert_allclose(scaling.undo(scaling(other)), other, rtol=1e-14)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: data.pass_fail(0), ValueError, "n must be an integer of at least 1"),
        (lambda: data.pass_fail(seed=-1), ValueError, "seed must be"),
        (lambda: data.spiral(noise=-1), ValueError, "noise must be"),
        (lambda: data.spiral(turns=0), ValueError, "turns must be"),
        (lambda: data.circles(factor=1.5), ValueError, "factor must be"),
        (lambda: data.blobs(2, n_classes=3), ValueError, "n must be at least n_classes = 3"),
        (lambda: data.moons(10.5), TypeError, "n must be an integer"),
        (lambda: data.split(np.ones((4, 1)), np.ones(3)), ValueError, "y must have 4 entries"),
        (
            lambda: data.split(np.ones((4, 1)), np.ones(4), validation=2, test=2),
            ValueError,
            "validation .2. and test .2. must leave at least one",
        ),
        (
            lambda: data.split(np.ones((4, 1)), np.ones(4), test=1.0),
            ValueError,
            "test must be a finite number of at least 0 and below 1",
        ),
        (lambda: data.split(np.ones((2, 1)), [[1], [1, 2]]), ValueError, "y must be an array"),
        (
            lambda: data.Scaling(np.zeros(2), np.ones(3)),
            ValueError,
            r"mean and std must both have shape \(n_features,\), got \(2,\) and \(3,\)",
        ),
        (lambda: data.Scaling(0.0, 1.0), ValueError, r"mean and std must both .* got \(\) and"),
        (lambda: data.Scaling([0, 0], [1, 0]), ValueError, "std must be above 0 .*, got 0"),
        (lambda: data.Scaling([np.nan], [1.0]), ValueError, "mean must be finite, got nan"),
        (lambda: data.standardise(np.ones(3)), ValueError, "X_train must have shape"),
        (
            lambda: data.standardise(np.ones((3, 2)), np.ones((3, 1))),
            ValueError,
            r"others\[0\] must have shape",
        ),
        (
            lambda: data.batches(3, 0, np.random.default_rng()),
            ValueError,
            "batch_size must be an integer of at least 1",
        ),
        (lambda: data.batches(0, 3, None), ValueError, "n must be an integer of at least 1"),
        (lambda: data.batches(4, 3, None), TypeError, "rng must be a NumPy random generator, got"),
        (lambda: data.batches(4, 3, 0), TypeError, "rng must be a NumPy random generator, got 0"),
        (
            lambda: data.standardise([[0, 1e200], [1, -1e200], [2, 0]]),
            ValueError,
            "X_train must have .* in the range of float64, and those of feature 1 are not",
        ),
        (
            lambda: data.split(np.ones((3, 1)), np.ma.array([1, 2, 3], mask=[0, 1, 0])),
            ValueError,
            "y must have no masked entries",
        ),
        (lambda: data.inputs(np.ones((3, 2)), 5), TypeError, "names must be a sequence of names"),
        (lambda: data.inputs(np.ones((3, 2)), "x1"), ValueError, "names must be a sequence of"),
        (lambda: data.inputs(np.ones((3, 2)), []), ValueError, "one or more of 'x1', 'x2', "),
        (lambda: data.inputs(np.ones((3, 2)), ["x1", 2]), TypeError, r"names\[1\] must be one of"),
        (lambda: data.digit_from_strokes(5), TypeError, "strokes must be a sequence of arrays"),
        (lambda: data.read_idx(5), TypeError, "path must be the name of a file, got 5"),
        (lambda: data.mnist(cache=5), TypeError, "cache must be the name of a file, got 5"),
        (lambda: data.mnist(checksums=5), TypeError, "checksums must be a mapping"),
        (lambda: data.fashion_mnist(base_url=5), TypeError, "base_url must be a text, got 5"),
        (lambda: data.mnist(base_url="foo"), ValueError, "base_url must be an address .*'foo'"),
        (
            lambda: data.mnist(base_url="https://example.org/mnist"),
            ValueError,
            "base_url must be an address that ends with a slash",
        ),
    ],
)
def test_what_is_wrong_is_named(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_names_come_in_any_sequence():
    X = np.arange(6.0).reshape(3, 2)
    for names in (np.array(["x2", "x1"]), ("x2", "x1"), (f"x{k}" for k in (2, 1))):
        np.testing.assert_array_equal(data.inputs(X, names), X[:, ::-1])


@pytest.mark.parametrize("dtype", ["uint8", "int8", "bool", "int64", "float32"])
def test_inputs_of_integers_are_those_of_the_same_floats(dtype):
    X = np.array([[20, 20], [1, 100]]).astype(dtype)
    made = data.inputs(X, ["x1", "x2²", "x1·x2"])
    assert made.dtype == (dtype if dtype == "float32" else "float64")
    a, b = X.T.tolist()
    np.testing.assert_array_equal(made, [[x1, x2**2, x1 * x2] for x1, x2 in zip(a, b, strict=True)])


@pytest.mark.parametrize("dtype", ["float32", "float16", "int16", "float64"])
def test_standardise_adds_up_in_float64(dtype):
    # a sum of so many numbers near 1,000 has no digits left in float32 for their spread of 1
    X = np.random.default_rng(0).normal(1000, 20 if dtype == "int16" else 1, (300_000, 3))
    X = X.astype(dtype)
    scaled, other, scaling = data.standardise(X, X[:5])
    theirs = StandardScaler().fit(X.astype(float))
    np.testing.assert_allclose(scaling.mean, theirs.mean_, rtol=1e-12)
    np.testing.assert_allclose(scaling.std, theirs.scale_, rtol=1e-9)
    assert scaled.dtype == other.dtype == (float if dtype == "int16" else dtype)
    exact = theirs.transform(X.astype(float))
    rounding = {"float16": 2e-3, "float32": 3e-7}.get(dtype, 1e-8)
    np.testing.assert_allclose(scaled, exact, rtol=rounding, atol=rounding)
    np.testing.assert_allclose(scaling.undo(scaled), X, rtol=rounding)


def test_tiny_and_huge_features_scale_whatever_numpy_was_told():
    X = np.array([[1e-200, 1e100], [3e-200, 3e100]])
    with np.errstate(all="raise"):
        scaled, _ = data.standardise(X)
    np.testing.assert_allclose(scaled[:, 1], [-1, 1])


def test_a_feature_that_never_varies_is_only_shifted():
    # the mean of ten times 0.1 is rounded, so that their standard deviation is not quite 0
    X = np.column_stack([np.full(10, 0.1), np.arange(10)])
    assert X.std(axis=0)[0] > 0
    scaled, scaling = data.standardise(X)
    np.testing.assert_allclose(scaled[:, 0], 0, atol=1e-16)
    assert scaling.std[0] == 1


def test_what_holds_arrays_is_equal_to_itself_alone():
    _, scaling = data.standardise(np.arange(6.0).reshape(3, 2))
    _, again = data.standardise(np.arange(6.0).reshape(3, 2))
    for one, other in ((scaling, again), (data.moons(9), data.moons(9))):
        assert one == one
        assert one != other
