"""The words of an exercise, as a notebook or a terminal shows them."""

from dlbook.exercises.definition import Exercise


class Text(str):
    """Text that shows itself: as it is in a terminal, as Markdown in Jupyter."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)

    def _repr_markdown_(self) -> str:
        return str(self)


def task(exercise: Exercise) -> Text:
    """Title, what to write, and how it is checked."""
    return Text(
        f"**{exercise.title}**\n\n{exercise.task}\n\n"
        f'`check("{exercise.name}", {exercise.function_name})` says how far you are, '
        f'`hint("{exercise.name}")` gives a hint.'
    )


def starter(exercise: Exercise) -> Text:
    """The function to write, as code."""
    return Text(f"```python\n{exercise.starter}```")


def hint(exercise: Exercise, number: int) -> Text:
    """The first or the second hint."""
    more = f'\n\n`hint("{exercise.name}", 2)` says more.' if number == 1 else ""
    return Text(f"**Hint {number}.** {exercise.hints[number - 1]}{more}")


def solution(exercise: Exercise) -> Text:
    """The worked solution, as code."""
    return Text(f"```python\n{exercise.solution_code}```")
