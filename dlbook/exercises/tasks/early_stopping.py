"""When training stops, and which epoch is kept."""

import numpy as np

from dlbook.exercises.definition import Exercise

TASK = Exercise(
    name="early_stopping",
    chapter="early_stopping",
    title="Early stopping",
    task="""\
`losses[k]` is the validation loss after epoch k, counted from 0. Go through them and stop at the
first epoch at which `patience` epochs in a row have brought no improvement, or at the last one. An
epoch is an improvement if its loss is lower, by more than `min_delta`, than at the last
improvement; epoch 0 is the first. Return the epoch at which you stop, and the epoch to keep: the
one with the lowest loss of all that you have seen, whether it counted as an improvement or not.

The losses 5, 3, 4, 4, 2 with patience 2 stop at epoch 3, and epoch 1 is kept. A loss of NaN is
never lower.""",
    hints=(
        "Two things have to be remembered, and their epochs: the lowest loss, and the loss of the "
        "last improvement. With min_delta = 0 they are the same.",
        "At each epoch: if loss < lowest, note loss and epoch. If loss < last - min_delta, note "
        "them "
        "there. If epoch - improved >= patience, return epoch, best. After the loop, return the "
        "last.",
    ),
    parts=("the epoch of the stop", "the epoch to keep"),
)


@TASK.solution
def my_early_stopping(losses, patience, min_delta=0.0):
    """(stop, best): the epochs, from 0.

    losses: a list of numbers; patience: at least 1.
    """
    lowest = last = np.inf
    best = improved = 0
    for epoch, loss in enumerate(losses):
        if loss < lowest:
            lowest, best = loss, epoch
        if loss < last - min_delta:
            last, improved = loss, epoch
        if epoch - improved >= patience:
            return epoch, best
    return len(losses) - 1, best


TASK.given("the losses of the task", [5.0, 3.0, 4.0, 4.0, 2.0], 2, 0.0)
TASK.given("a loss that always falls", [5.0, 4.0, 3.0, 2.5], 2, 0.0)
TASK.given("two dips, the second deeper", [5.0, 3.0, 3.5, 2.0, 2.5, 2.7, 2.6, 1.0], 3, 0.0)
TASK.given("improvements that are too small", [3.0, 2.0, 1.99, 1.98, 1.97, 0.5], 3, 0.1)
TASK.given("small steps that add up", [3.0, 2.95, 2.88, 2.85, 2.79, 2.7, 2.65], 2, 0.1)
TASK.given("the same loss again", [2.0, 1.0, 1.0, 1.0, 1.0, 0.5], 2, 0.0)
TASK.given("falling after a rise", [2.0, 1.0, 3.0, 2.5, 2.2, 1.8, 0.9], 3, 0.0)
TASK.given("patience 1", [3.0, 2.0, 2.5, 1.0], 1, 0.0)
TASK.given("rising by less than min_delta", [2.0, 2.05, 2.02, 2.08, 2.01, 1.0], 2, 0.1)
TASK.given("a single epoch", [1.0], 5, 0.0)
TASK.given("a loss of NaN", [2.0, 1.5, np.nan, np.nan, np.nan, np.nan], 3, 0.0)
TASK.given("the end before patience is up", [2.0, 1.5, 1.7, 1.6], 5, 0.0)


def watching(stops=None, improves=None, lower=None, keeps=None, report=None):
    """The solution with one rule exchanged."""

    def function(losses, patience, min_delta=0.0):
        lowest = last = before = np.inf
        best = improved = epoch = 0
        for epoch, loss in enumerate(losses):
            if (lower or (lambda loss, lowest: loss < lowest))(loss, lowest):
                lowest, best = loss, epoch
            if improves(loss, last, min_delta, before) if improves else loss < last - min_delta:
                last, improved = loss, epoch
            before = loss
            if (stops or (lambda waited, patience: waited >= patience))(epoch - improved, patience):
                break
        kept = keeps(epoch, best, improved, losses) if keeps else best
        return report(epoch, kept) if report else (epoch, kept)

    return function


def counting(losses, patience, min_delta=0.0):
    """All epochs without improvement are counted, not those in a row."""
    last, waited, best = np.inf, 0, 0
    for epoch, loss in enumerate(losses):
        if loss < min([np.inf, *losses[:epoch]]):
            best = epoch
        if loss < last - min_delta:
            last = loss
        else:
            waited += 1
        if waited >= patience:
            return epoch, best
    return len(losses) - 1, best


def from_the_lowest(losses, patience, min_delta=0.0):
    """An improvement is counted from the lowest loss of all."""
    lowest, waited, best = np.inf, 0, 0
    for epoch, loss in enumerate(losses):
        waited = 0 if loss < lowest - min_delta else waited + 1
        if loss < lowest:
            lowest, best = loss, epoch
        if waited >= patience:
            return epoch, best
    return len(losses) - 1, best


TASK.wrong(
    "You stop one epoch too late: stop as soon as `patience` epochs have gone by, with >=.",
    watching(stops=lambda waited, patience: waited > patience),
)
TASK.wrong(
    "You stop one epoch too early: `patience` epochs have to bring no improvement.",
    watching(stops=lambda waited, patience: waited >= max(1, patience - 1)),
)
TASK.wrong("You never stop before the last epoch.", watching(stops=lambda waited, patience: False))
TASK.wrong(
    "You stop at the first epoch without an improvement, whatever the patience.",
    watching(stops=lambda waited, patience: waited >= 1),
)
TASK.wrong(
    "The count is never set back: only epochs in a row count, so an improvement starts anew.",
    counting,
)
TASK.wrong(
    "You compare with the epoch before. A loss that falls again after a rise is no "
    "improvement until it is lower than at the last improvement.",
    watching(improves=lambda loss, last, d, before: loss < before - d),
)
TASK.wrong(
    "You keep the epoch at which you stop. That is after it got worse: keep the lowest.",
    watching(keeps=lambda epoch, best, improved, losses: epoch),
)
TASK.wrong(
    "You keep the last improvement. A loss that was lower by less than min_delta does not "
    "count as an improvement, and is still the lowest.",
    watching(keeps=lambda epoch, best, improved, losses: improved),
)
TASK.wrong(
    "You look for the lowest loss in the whole list. After the stop nothing was trained, so "
    "those losses would not exist.",
    watching(keeps=lambda epoch, best, improved, losses: int(np.nanargmin(losses))),
)
TASK.wrong(
    "`min_delta` is not used: an improvement has to be lower by more than that.",
    watching(improves=lambda loss, last, d, before: loss < last),
)
TASK.wrong(
    "`min_delta` has the wrong sign: the loss has to lie below last − min_delta.",
    watching(improves=lambda loss, last, d, before: loss < last + d),
)
TASK.wrong(
    "An equal loss is no improvement: compare with <, not <=.",
    watching(improves=lambda loss, last, d, before: loss <= last - d),
)
TASK.wrong(
    "Of equal losses keep the first: compare with <, not <=.",
    watching(lower=lambda loss, lowest: loss <= lowest),
)
TASK.wrong(
    "NaN counts as an improvement. Every comparison with NaN is false, so `not (a >= b)` is "
    "not the same as `a < b`.",
    watching(improves=lambda loss, last, d, before: not loss >= last - d),
)
TASK.wrong(
    "Your epochs count from 1; here the first is epoch 0.",
    watching(report=lambda stop, best: (stop + 1, best + 1)),
)
TASK.wrong(
    "You compare with the lowest loss so far. For the patience, a loss is compared with that of "
    "the last improvement, and one that was lower by less than min_delta was none.",
    from_the_lowest,
)
TASK.wrong(
    "You return the loss of the epoch to keep; the task asks for the epoch.",
    watching(keeps=lambda epoch, best, improved, losses: losses[best]),
)
TASK.wrong(
    "NaN wins: `argmin` takes the first NaN for the smallest. A loss of NaN is never lower.",
    watching(keeps=lambda epoch, best, improved, losses: int(np.argmin(losses[: epoch + 1]))),
)
