"""What an exercise is: its words, its solution, the inputs it is tried on, the likely mistakes."""

import copy
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Function = Callable[..., Any]


@dataclass(frozen=True)
class Case:
    """One checked input: `drive` calls the function that it is given, and answers what comes out.

    n: how many examples the input holds, for mistakes such as a sum instead of a mean.
    """

    label: str
    drive: Callable[[Function], Any]
    n: int | None = None


@dataclass(frozen=True)
class Wrong:
    """A likely mistake: the sentence that names it, and a solution that makes it."""

    sentence: str
    function: Function


@dataclass
class Exercise:
    """An exercise, filled in by its file in `dlbook.exercises.tasks`.

    chapter: the page of the book that it belongs to. task: what to write, in Markdown. hints: a
    first one and one that says more. parts: names of what the function returns, where it returns
    several things. uses: names of the exercises whose functions it calls. finish: what the right
    function is good for, told once it is right.
    """

    name: str
    chapter: str
    title: str
    task: str
    hints: tuple[str, str]
    parts: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    finish: Callable[[Function], str] | None = None
    right: Function = field(init=False)
    cases: list[Case] = field(default_factory=list)
    wrongs: list[Wrong] = field(default_factory=list)

    def solution(self, function: Function) -> Function:
        """Decorate the worked solution; the starter has its name, arguments and docstring."""
        self.right = function
        return function

    def given(self, label: str, *arguments: Any, n: int | None = None) -> None:
        """Check the function on these arguments; every call gets copies of its own.

        n: the number of examples, unless the first array among the arguments has a row for each.
        """
        if n is None:
            n = next((len(a) for a in arguments if getattr(a, "ndim", 0)), None)
        self.cases.append(Case(label, lambda f: f(*copy.deepcopy(arguments)), n))

    def case(self, label: str) -> Callable[[Callable], Callable]:
        """Decorate a function that calls the answer, several times where steps follow."""

        def add(drive: Callable) -> Callable:
            self.cases.append(Case(label, drive))
            return drive

        return add

    def wrong(self, sentence: str, function: Function) -> None:
        """Name a likely mistake and give a solution that makes it."""
        self.wrongs.append(Wrong(sentence, function))

    @property
    def function_name(self) -> str:
        """The name of the function to write: my_ and the exercise's, which no chapter uses."""
        return self.right.__name__

    @property
    def starter(self) -> str:
        """The function to write, as code: first line, docstring, and nothing done yet."""
        head = f"def {self.function_name}{inspect.signature(self.right)}:"
        doc = textwrap.indent(f'"""{inspect.getdoc(self.right)}"""', "    ")
        return f"{head}\n{doc}\n    raise NotImplementedError\n"

    @property
    def solution_code(self) -> str:
        """The worked solution, as code, without the decorator."""
        source = textwrap.dedent(inspect.getsource(self.right))
        return source[source.index("def ") :]
