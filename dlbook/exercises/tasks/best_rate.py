"""A learning rate chosen from a grid."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="best_rate",
    chapter="learning_rate",
    title="A rate from a grid",
    task="""\
Choose a learning rate. `rates` is a rising grid, and `losses` has a row for each rate and a column
for each seed: the validation losses at the end of training. Take the mean over the seeds and return
the rate with the lowest, and whether it lies at an edge of the grid, where a better one may lie
outside. A rate at which any seed diverged (NaN or infinite) is out.""",
    hints=(
        "losses.mean(axis=1) is NaN or infinite exactly where one of its seeds is. `np.isfinite` "
        "tells.",
        "mean = np.where(np.isfinite(mean), mean, np.inf); k = mean.argmin(); the edges are k == 0 "
        "and k == len(rates) - 1.",
    ),
    parts=("the rate", "whether it is at an edge"),
)


@TASK.solution
def my_best_rate(rates, losses):
    """(rate, at_edge) for rates (k,) and losses (k, n_seeds)."""
    mean = losses.mean(axis=1)
    k = int(np.where(np.isfinite(mean), mean, np.inf).argmin())
    return rates[k], k in (0, len(rates) - 1)


rates = np.array([0.01, 0.1, 1.0, 10.0])
nan, inf = np.nan, np.inf
TASK.given("two seeds", rates, np.array([[0.9, 0.8], [0.5, 0.6], [0.4, 0.5], [0.7, 0.9]]))
TASK.given("one lucky seed", rates, np.array([[0.9, 0.9], [0.5, 0.5], [0.1, 2.0], [0.7, 0.9]]))
TASK.given(
    "the best at the upper edge", rates, np.array([[0.9, 0.8], [0.5, 0.6], [0.4, 0.5], [0.3, 0.2]])
)
TASK.given(
    "the best at the lower edge", rates, np.array([[0.1, 0.2], [0.5, 0.6], [0.4, 0.5], [0.3, 0.2]])
)
TASK.given(
    "a rate that diverges", rates, np.array([[0.9, 0.8], [0.5, 0.6], [0.1, nan], [nan, nan]])
)
TASK.given("a loss of infinity", rates, np.array([[0.9, 0.8], [0.5, 0.6], [0.1, inf], [inf, 0.0]]))
TASK.given(
    "as many seeds as rates",
    rates[:3],
    np.array([[0.2, 0.3, 1.6], [0.5, 0.5, 0.4], [0.7, 0.9, 0.1]]),
)


def choosing(score, edge=lambda k, n: k in (0, n - 1), best=np.argmin):
    """Another score for each rate, or another edge."""

    def function(rates, losses):
        with np.errstate(all="ignore"):
            k = int(best(score(losses)))
        return rates[min(k, len(rates) - 1)], edge(k, len(rates))

    return function


def finite_mean(losses):
    """The right score."""
    mean = losses.mean(axis=1)
    return np.where(np.isfinite(mean), mean, np.inf)


TASK.wrong(
    "NaN wins: `argmin` takes the first NaN for the smallest. Put rates that diverge out first.",
    choosing(lambda losses: losses.mean(axis=1)),
)
TASK.wrong(
    "Seeds that diverged are left out of the mean, so a rate that diverges now and then can win. "
    "A rate is out if any of its seeds diverges.",
    choosing(
        lambda losses: np.array(
            [np.mean(r[np.isfinite(r)]) if np.isfinite(r).any() else inf for r in losses]
        )
    ),
)
TASK.wrong(
    "You take the single lowest loss: one lucky seed decides. Take the mean over the seeds.",
    choosing(lambda losses: np.where(np.isfinite(losses).all(axis=1), losses.min(axis=1), inf)),
)
TASK.wrong(
    "You take the highest mean; a loss should be low.",
    choosing(lambda losses: -np.where(np.isfinite(losses.mean(axis=1)), losses.mean(axis=1), -inf)),
)
TASK.wrong(
    "You look at the first seed alone.",
    choosing(lambda losses: np.where(np.isfinite(losses).all(axis=1), losses[:, 0], inf)),
)
TASK.wrong("The lower edge is an edge too.", choosing(finite_mean, edge=lambda k, n: k == n - 1))
TASK.wrong("The upper edge is an edge too.", choosing(finite_mean, edge=lambda k, n: k == 0))
TASK.wrong(
    "You say that it lies inside; the task asks whether it lies at an edge.",
    choosing(finite_mean, edge=lambda k, n: k not in (0, n - 1)),
)
TASK.wrong(
    "You take the mean over the rates (axis=0); the task asks for the mean over the seeds, along a "
    "row.",
    choosing(lambda losses: np.where(np.isfinite(losses.mean(axis=0)), losses.mean(axis=0), inf)),
)
TASK.wrong(
    "You return the place in the grid; the task asks for the rate itself.",
    lambda rates, losses: (int(finite_mean(losses).argmin()), my_best_rate(rates, losses)[1]),
)
TASK.wrong(
    "You take the median over the seeds; the task asks for the mean.",
    choosing(
        lambda losses: np.where(np.isfinite(losses).all(axis=1), np.median(losses, axis=1), inf)
    ),
)
