"""Features brought to mean 0 and standard deviation 1."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="standardise",
    chapter="pass_fail",
    title="Scaling the inputs",
    task="""\
Bring every feature, a column of `X`, to mean 0 and standard deviation 1: subtract the column's mean
and divide by its standard deviation, the root of the mean of the squared distances. Then treat
`X_new` in the same way, with the numbers of `X`. Return both tables. A column of `X` in which all
entries are equal has the standard deviation 0; divide it by 1 instead.""",
    hints=(
        "axis=0 goes down the rows: X.mean(axis=0) has one number for each feature.",
        "std = X.std(axis=0); np.where(X.max(axis=0) > X.min(axis=0), std, 1.0) takes 1 where all "
        "entries are equal. (A rounded mean can make their std a tiny number instead of 0.) New "
        "data are scaled with the mean and std of X, never with their own.",
    ),
    parts=("X scaled", "X_new scaled"),
)


@TASK.solution
def my_standardise(X, X_new):
    """(X scaled (n, m), X_new scaled (k, m)).

    Both with the means and deviations of X.
    """
    mean, std = X.mean(axis=0), X.std(axis=0)
    # a rounded mean can leave a tiny std
    varies = X.max(axis=0) > X.min(axis=0)
    std = np.where(varies, std, 1.0)
    return (X - mean) / std, (X_new - mean) / std


def table(seed, n, m, scale=3.0):
    """Random numbers with a column for each feature."""
    rng = np.random.default_rng(seed)
    return 5 + scale * rng.normal(size=(n, m)) * np.arange(1, m + 1)


TASK.given("two features", table(0, 6, 2), table(1, 3, 2))
TASK.given("as many examples as features", table(2, 3, 3), table(3, 3, 3))
TASK.given(
    "a feature that never changes", np.array([[1.0, 4.0], [3.0, 4.0]]), np.array([[2.0, 5.0]])
)
TASK.given("one new example", table(4, 8, 3), table(5, 1, 3))
TASK.given("small numbers", 1e-6 * table(6, 5, 2), 1e-6 * table(7, 4, 2))


def scaled(by, new_by=None):
    """Scaled with what `by` says of X, the new ones with what `new_by` says of X_new."""

    def function(X, X_new):
        with np.errstate(all="ignore"):
            (m, s), (k, t) = by(X), new_by(X_new) if new_by else by(X)
            return (X - m) / s, (X_new - k) / t

    return function


def measures(X):
    """The right mean and deviation."""
    std = X.std(axis=0)
    return X.mean(axis=0), np.where(std > 0, std, 1.0)


def together(X, X_new):
    """Scaled with what both tables say."""
    mean, std = measures(np.concatenate([X, X_new]))
    return (X - mean) / std, (X_new - mean) / std


def of_rows(X, X_new):
    """Each row brought to mean 0 and deviation 1."""
    with np.errstate(all="ignore"):
        return tuple(
            (A - A.mean(axis=1, keepdims=True)) / A.std(axis=1, keepdims=True) for A in (X, X_new)
        )


TASK.wrong(
    "The new data are scaled with their own mean and deviation. They have to be treated exactly as "
    "the training data were, with the numbers of X.",
    scaled(measures, measures),
)
TASK.wrong(
    "The new data are not scaled at all.",
    scaled(measures, lambda X: (0.0, 1.0)),
)
TASK.wrong(
    "One mean and one deviation are taken of the whole table; each feature needs its own (axis=0).",
    scaled(lambda X: (X.mean(), X.std())),
)
TASK.wrong(
    "A feature that never changes is divided by 0; divide it by 1.",
    scaled(lambda X: (X.mean(axis=0), X.std(axis=0))),
)
TASK.wrong(
    "You divide by the variance; its root, the standard deviation, belongs there.",
    scaled(lambda X: (X.mean(axis=0), np.where(X.var(axis=0) > 0, X.var(axis=0), 1.0))),
)
TASK.wrong(
    "The deviation is that of an estimate (ddof=1, divided by n − 1); the task asks for the "
    "mean of the squares, divided by n.",
    scaled(lambda X: (X.mean(axis=0), np.where(X.std(axis=0) > 0, X.std(axis=0, ddof=1), 1.0))),
)
TASK.wrong("The mean is not subtracted.", scaled(lambda X: (0.0, measures(X)[1])))
TASK.wrong("Nothing is divided: the deviation is missing.", scaled(lambda X: (measures(X)[0], 1.0)))
TASK.wrong(
    "A small number is added to every deviation. For features of small numbers it is not small.",
    scaled(lambda X: (X.mean(axis=0), X.std(axis=0) + 1e-6)),
)
TASK.wrong(
    "The features are brought to the range from 0 to 1; the task asks for mean 0 and deviation 1.",
    scaled(lambda X: (X.min(axis=0), np.where(np.ptp(X, axis=0) > 0, np.ptp(X, axis=0), 1.0))),
)
TASK.wrong(
    "The mean and deviation are those of both tables together; take them of X alone. New data are "
    "not known yet when the scaling is chosen.",
    together,
)
TASK.wrong(
    "The mean and deviation are those of each example, a row (axis=1); each feature, a column, has "
    "its own: axis=0.",
    of_rows,
)
