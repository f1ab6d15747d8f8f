"""The base of every live figure: what it records, how it answers, how it is laid out.

What a figure draws are named arrays. Where the page can compute them, the figure gives a job
(`dlbook.programs.jobs`) and the programs that it runs, traced from the book's formulas: the page's
array machine then answers for any value of any control. Where it cannot, runs are recorded and
travel with the page (`dlbook.figures.kit.packing`), and a Jupyter kernel answers for other values:
the drawing side asks ``{kind: "ping"}`` and goes live only when Python answers ``{kind: "pong"}``.
A still picture stands in a page until the figure is drawn.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, ClassVar

import anywidget
import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook import checks
from dlbook.figures.kit.controls import Selection, bounds_of
from dlbook.figures.kit.display import bundle, card_html, mimebundle, require_bundle
from dlbook.figures.kit.packing import pack
from dlbook.figures.kit.style import book_style
from dlbook.figures.kit.typeset import printed
from dlbook.programs import packing
from dlbook.programs.jobs import run_job
from dlbook.programs.operations import Trace

WIDGETS_OWN = {"model_id", *anywidget.AnyWidget.class_trait_names()}
"""What every widget takes, such as a layout."""


class Figure(anywidget.AnyWidget):
    """A live figure: a card of controls, picture, status line and caption.

    A subclass gives

    - one synced trait per control, named in ``controls`` below;
    - ``make_controls()``: the ipywidgets, one per trait;
    - ``shared()``: arrays that depend on no control, such as the examples drawn;
    - ``numbers(**state)``: the numbers that the status line shows, computed afresh by NumPy;
    - ``still()``: a matplotlib figure of the starting state;

    where the page computes,

    - ``make_job()``: the steps, over the arrays of ``shared()`` and each control by its trait;
    - ``make_programs()``: the traces that the steps name;
    - ``make_code()``: Python that prints numbers of the status line, ``{trait}`` for each value;
    - ``n_seeds``: with a trait ``seed``, how many seeds there are;
    - ``more_bounds``: of each parameter that no control moves, but the picture does;

    and where runs are recorded,

    - ``axes``: the controls that a recording runs over, with their recorded values;
    - ``record()``: arrays for every combination, with leading dimensions in the order of ``axes``;
    - ``answer(**state)``: the same arrays for one combination, computed afresh.

    Raises
    ------
    TypeError
        If a figure is made with a keyword that it does not take, or with what is no number.
    ValueError
        If a number is outside of what the figure's control can take.
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    try_this: ClassVar[str] = ""
    caption: ClassVar[str] = ""
    n_seeds: ClassVar[int] = 0
    more_bounds: ClassVar[Mapping[str, list[float]]] = {}
    trains: ClassVar[bool] = False  # though its job has no step "train"

    figure_name = traitlets.Unicode().tag(sync=True)
    figure_title = traitlets.Unicode().tag(sync=True)
    figure_caption = traitlets.Unicode().tag(sync=True)
    parameters = traitlets.List(traitlets.Unicode()).tag(sync=True)
    bounds = traitlets.Dict().tag(sync=True)
    axes = traitlets.Dict().tag(sync=True)
    recording = traitlets.Dict().tag(sync=True)
    recording_data = traitlets.Bytes().tag(sync=True)
    job = traitlets.List().tag(sync=True)
    programs = traitlets.Dict().tag(sync=True)
    computed_by = traitlets.List(traitlets.Unicode()).tag(sync=True)
    code = traitlets.Unicode().tag(sync=True)
    code_words = traitlets.Dict().tag(sync=True)
    seeds = traitlets.Int(0).tag(sync=True)
    is_training = traitlets.Bool(False).tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        self._esm = bundle(self.name)
        asked = {name: traits.pop(name) for name in list(traits) if self._is_number(name)}
        super().__init__(
            figure_name=self.name, figure_title=printed(self.title),
            figure_caption=printed(self.caption), **traits,
        )  # fmt: skip
        self.controls: dict[str, ipywidgets.Widget] = self.make_controls()
        self.seeds = self.n_seeds
        self._set_bounds()
        self.parameters = list(self.bounds)
        self._start_at(asked)
        self._links = [self._link(trait, widget) for trait, widget in self.controls.items()]
        self._card: ipywidgets.VBox | None = None
        self.on_msg(self._receive)

    def _is_number(self, name: str) -> bool:
        """Whether a keyword sets a number of the figure, or nothing that it has."""
        kind = self.traits().get(name)
        return name not in WIDGETS_OWN and isinstance(kind, traitlets.Int | traitlets.Float | None)

    def _start_at(self, asked: Mapping[str, Any]) -> None:
        """Give parameters and their controls other first values than their own."""
        for name, value in asked.items():
            if name not in self.parameters:
                takes = ", ".join(self.parameters)
                raise TypeError(f"{type(self).__name__} has no {name!r}; it takes {takes}")
            low, high, _ = self.bounds[name]
            whole = isinstance(self.traits()[name], traitlets.Int)
            setattr(self, name, checks.between(name, value, low, high, whole=whole))
            if name in self.controls:
                control = self.controls[name]
                setattr(control, _end(control), getattr(self, name))

    # --- what a subclass gives -------------------------------------------------------------

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        """The controls, by the name of the trait that each one moves."""
        return {}

    def make_job(self) -> list[dict[str, Any]]:
        """The steps by which the page computes what is drawn; none where runs are recorded."""
        return []

    def make_programs(self) -> Mapping[str, Trace]:
        """The programs that the job names."""
        return {}

    def make_code(self) -> str:
        """Python that prints the first numbers of the status line, one a line: "name value"."""
        return ""

    def make_code_words(self) -> Mapping[str, list[str]]:
        """For a trait that is an index: what stands in the code for each of its values."""
        return {}

    def record(self) -> Mapping[str, np.ndarray]:
        """What is drawn for every combination of ``axes``; one leading dimension for each.

        Here, what `answer` gives for one after another; a figure that trains overrides this, to
        train them together.
        """
        if not self.axes:
            return {}
        lengths = [len(values) for values in self.axes.values()]
        combinations = product(*self.axes.values())
        answers = [
            self.answer(**dict(zip(self.axes, values, strict=True))) for values in combinations
        ]
        stacked = {name: np.array([answer[name] for answer in answers]) for name in answers[0]}
        return {name: array.reshape(*lengths, *array.shape[1:]) for name, array in stacked.items()}

    def shared(self) -> Mapping[str, np.ndarray]:
        """What is drawn and depends on no control."""
        return {}

    def answer(self, **state: Any) -> Mapping[str, np.ndarray]:
        """The arrays of ``record`` for one combination of ``axes``, computed afresh."""
        return {}

    def numbers(self, **state: Any) -> Mapping[str, float]:
        """The numbers that the status line shows in ``state`` (every parameter), afresh."""
        return {}

    def setting(self, **state: Any) -> Mapping[str, Any]:
        """``state`` (every parameter) as the text alternative says it."""
        return state

    def still(self) -> MatplotlibFigure:
        """A picture of the starting state, drawn inside the book's style."""
        raise TypeError(f"{type(self).__name__} draws no still picture")

    # --- the protocol ----------------------------------------------------------------------

    def _record(self) -> None:
        """Fill in what the drawing side needs: the job and its programs, arrays, recorded runs.

        What varies with the axes is marked so, the rest is shared.
        """
        self.job = self.make_job()
        self.programs = {
            name: packing.pack(trace).as_json() for name, trace in self.make_programs().items()
        }
        self.computed_by = [name for name in self.parameters if name in set(_names(self.job))]
        self.is_training = self.trains or any(step["do"] == "train" for step in self.job)
        self.code, self.code_words = self.make_code(), dict(self.make_code_words())
        varying = dict(self.record())
        lengths = tuple(len(values) for values in self.axes.values())
        for name, array in varying.items():
            if np.shape(array)[: len(lengths)] != lengths:
                raise ValueError(
                    f"record()[{name!r}] has shape {np.shape(array)}; its leading dimensions must "
                    f"be {lengths}, one for each of axes {list(self.axes)}"
                )
        axes = {name: list(self.axes) for name in varying}
        self.recording, self.recording_data = pack({**varying, **self.shared()}, axes)

    def computed(self, **state: Any) -> dict[str, Any]:
        """What the page computes in ``state``, by the same machine under wasmtime."""
        programs = {name: packing.pack(trace) for name, trace in self.make_programs().items()}
        return run_job(self.make_job(), programs, {**self.shared(), **state})

    def _receive(self, _widget: Any, message: dict, _buffers: list) -> None:
        """Answer the drawing side: ``ping`` with ``pong``, ``ask`` with arrays or an error."""
        if message["kind"] == "ping":
            self.send({"kind": "pong"})
            self._use_fine_steps()
        elif message["kind"] == "ask":
            self._answer(message["id"], message["state"])

    def _answer(self, ask: int, state: dict[str, Any]) -> None:
        try:
            header, data = pack(self.answer(**state))
        except (ValueError, TypeError) as error:
            self.send({"kind": "error", "id": ask, "message": str(error)})
        else:
            self.send({"kind": "answer", "id": ask, "state": state, "arrays": header}, [data])

    def _use_fine_steps(self) -> None:
        """With a kernel every value can be computed, so the sliders stop nowhere in particular."""
        for widget in self.controls.values():
            fine_step = getattr(widget, "fine_step", None)
            if fine_step is not None:
                widget.step = fine_step
        self._set_bounds()

    def _set_bounds(self) -> None:
        """Tell the drawing side what each control allows: an address may ask for anything."""
        given = {trait: bounds_of(control) for trait, control in self.controls.items()}
        given.update(self.more_bounds)
        if self.n_seeds:
            given["seed"] = [0, self.n_seeds - 1, 1]
        self.bounds = given

    # --- the card --------------------------------------------------------------------------

    def _link(self, trait: str, widget: ipywidgets.Widget) -> ipywidgets.Widget:
        """Tie a control to its trait in the front end, where no kernel is needed.

        jslink copies from its source first, so the control's starting value is the trait's.
        """
        return ipywidgets.jslink((widget, _end(widget)), (self, trait))

    @property
    def card(self) -> ipywidgets.VBox:
        """What is displayed: what to try, the controls, the picture with its status line.

        The runs are recorded when the card is first asked for, so making a figure costs nothing.

        Raises
        ------
        FileNotFoundError
            If the module that draws the figure has not been built.
        """
        if self._card is None:
            if self.name:
                require_bundle(self.name)
            self._record()
            head = ipywidgets.HTML(
                f'<p class="dlb-title">{html.escape(self.figure_title)}</p>'
                f'<p class="dlb-try"><strong>Try</strong> {html.escape(printed(self.try_this))}</p>'
            )
            controls = ipywidgets.HBox(list(self.controls.values()))
            controls.add_class("dlb-controls")
            self._card = ipywidgets.VBox([head, controls, self])
            self._card.add_class("dlb-card")
        return self._card

    def describe(self) -> str:
        """The text alternative: the title, the setting, and the numbers shown in it."""
        state = {trait: getattr(self, trait) for trait in self.parameters}
        said = [f"{trait} = {_shown(value)}" for trait, value in self.setting(**state).items()]
        found = [f"{name} = {_shown(value)}" for name, value in self.numbers(**state).items()]
        text = f"{self.title} ({', '.join(said)})" if said else self.title
        return f"{text}: {', '.join(found)}" if found else text

    def __repr__(self) -> str:
        return self.describe()

    def _repr_mimebundle_(self, **_kwargs: Any) -> dict[str, Any]:
        return mimebundle(self.card, self.describe(), self._first_picture)

    def _first_picture(self) -> str:
        with book_style():
            return card_html(
                self.name, self.figure_title, printed(self.try_this), self.still(),
                self.describe(), self.figure_caption,
            )  # fmt: skip


def _end(control: ipywidgets.Widget) -> str:
    """The trait of a control that a figure's trait is tied to."""
    return "index" if isinstance(control, Selection) else "value"


def _names(job: Any) -> Iterator[str]:
    """Every string in a job, where names of values stand."""
    if isinstance(job, str):
        yield job
    elif isinstance(job, Mapping | list | tuple):
        for part in job.values() if isinstance(job, Mapping) else job:
            yield from _names(part)


def _shown(value: Any) -> str:
    """A number as the text alternative gives it: three significant digits."""
    if isinstance(value, float | np.floating):
        return f"{value:.3g}"
    return str(value)
