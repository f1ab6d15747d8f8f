"""When to stop."""

from dlbook.quizzes.question import Question
from dlbook.training.early_stopping import EarlyStopping, Watch


def _stops(losses: list[float], patience: int) -> int:
    """The epoch after which a training with these validation losses stops."""
    watch = Watch(EarlyStopping(patience))
    for epoch, loss in enumerate(losses):
        watch.is_best(epoch, loss)
        if watch.stop:
            return epoch
    raise ValueError(f"patience={patience} never stops on {losses}")


QUESTIONS = (
    Question(
        "Which loss decides when early stopping stops?",
        answer="that of a validation set",
        because="It is held out from training, so it can rise when the network learns by heart.",
        wrong={
            "that of the test set": "A test set that chose the moment is no longer a test set.",
            "that of the training set": "The training loss goes on falling. It cannot warn you.",
        },
        covers=("Early stopping",),
    ),
    Question(
        "The validation losses after epochs 0, 1, 2, … are 3.0, 2.0, 2.1, 1.9, 2.0, 2.2, 1.5. "
        "After which epoch does a patience of 2 stop?",
        answer=_stops([3.0, 2.0, 2.1, 1.9, 2.0, 2.2, 1.5], patience=2),
        because="Epoch 3 is the last improvement, and epochs 4 and 5 bring none.",
        wrong={
            3: "Epoch 3 brings the lowest loss so far. That is the one that is kept.",
            2: "After one epoch without an improvement a patience of 2 still waits.",
            6: "It never gets as far as the 1.5.",
        },
        within=1e-09,
    ),
    Question(
        "Why is the lowest validation loss of a training too good, on average, as an estimate for "
        "new data?",
        answer="it was chosen because it is low",
        because=(
            "The more there is to choose from, and the smaller the set, the larger is the "
            "difference. For generalisation, ask a test set."
        ),
        wrong={
            "the network was trained on the validation set": "It was not: no step was taken on it.",
            "validation sets are easier than test sets": "Both are drawn in the same way.",
        },
        covers=("Generalisation",),
    ),
)
