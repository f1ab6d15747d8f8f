"""Where a GPU pays: the time of a step on a CPU and on a GPU, by width, batch, price of a call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ipywidgets
import numpy as np
import traitlets
from matplotlib.figure import Figure as MatplotlibFigure

from dlbook.experiments.costs import (
    N_IN,
    N_OUT,
    WIDTHS,
    Device,
    break_even,
    sizes_for,
    step_operations,
    step_seconds,
    width_for,
)
from dlbook.figures.kit.base import Figure
from dlbook.figures.kit.controls import choice_slider
from dlbook.figures.kit.steps import evaluate
from dlbook.figures.kit.style import colour
from dlbook.figures.kit.training_programs import NUMBER, VECTOR
from dlbook.formulas import costs as formulas
from dlbook.programs import trace
from dlbook.programs.operations import Trace

CALLS = 26
"""What a step of `dlbook.torch_engine` asks for, as `dlbook.torch_engine.counting` counts it."""
CPU = Device(call_seconds=5e-6, rate=80e9)
"""Round numbers for one core and PyTorch."""
GPU_RATE = 67e12
"""NVIDIA's figure for its H200 in float32, https://www.nvidia.com/en-us/data-center/h200/"""
BATCHES = tuple(2**k for k in range(13))
LAUNCHES = (0.5, 1.0, 2.0, 3.0, 5.0, 10.0)
NETWORKS = (1, 10, 100, 1_000, 10_000)

CODE = """\
from dlbook.experiments.costs import Device, step_operations, step_seconds

cpu, gpu = Device(5e-6, 80e9), Device(5e-6 + {launch} * 1e-6, 67e12)
operations = {networks} * step_operations((256, {width}, {width}, 10), {batch})
print("cpu_ms", 1e3 * step_seconds(operations, 26, cpu))
print("gpu_ms", 1e3 * step_seconds(operations, 26, gpu))
"""

Point = Sequence[float]


class Crossover(Figure):
    """A step of a network with two hidden layers: asking and arithmetic, on a CPU and on a GPU.

    Parameters
    ----------
    width : index into `WIDTHS`, units in each of the two hidden layers
    batch : index into `BATCHES`, examples in a step
    launch : index into `LAUNCHES`, microseconds that launching a kernel adds to a call
    networks : index into `NETWORKS`, how many are trained at once, stacked, on either device
    cpu_points : measured (batch size, width, milliseconds), drawn where the batch is the one chosen
    gpu_points : the same from a GPU, where there was one

    Both curves are `experiments.costs.step_seconds`, with `CPU` and `GPU_RATE`; the GPU's
    is worked out on paper, from a data sheet, and not measured. Lecture point A3.
    """

    name = "crossover"
    title = "Where the curves cross"
    try_this = (
        "move the width until the GPU gets ahead; then take a smaller batch, and see where it has "
        "to go now. Find a second way to let the GPU win, at width 16."
    )
    caption = (
        "First panel: the time of one step by the width of two hidden layers (256 inputs, 10 "
        "outputs). Solid: one core that does 80 billion operations a second and takes 5 µs for "
        "each of a step's 26 calls. Dashed: a GPU on paper, with 67,000 billion operations a "
        "second, where each call takes 5 µs and the launch. It is a calculation, not a "
        "measurement. Dots are measured on a core, for the batches that were. The upright line is "
        "the width chosen, the ring where both take equally long. Second panel: what each spends "
        "its time on at this width. Nothing here asks whether so many networks fit into the "
        "memory."
    )

    width = traitlets.Int(WIDTHS.index(64)).tag(sync=True)
    batch = traitlets.Int(BATCHES.index(32)).tag(sync=True)
    launch = traitlets.Int(LAUNCHES.index(3.0)).tag(sync=True)
    networks = traitlets.Int(0).tag(sync=True)
    cpu_points = traitlets.List().tag(sync=True)
    gpu_points = traitlets.List().tag(sync=True)
    constants = traitlets.Dict(
        {
            "widths": list(WIDTHS), "batches": list(BATCHES), "networks": list(NETWORKS),
        }
    ).tag(sync=True)  # fmt: skip

    def __init__(
        self, *, cpu_points: Sequence[Point] = (), gpu_points: Sequence[Point] = (), **traits: Any
    ) -> None:
        points = {
            "cpu_points": [list(point) for point in cpu_points],
            "gpu_points": [list(point) for point in gpu_points],
        }
        super().__init__(**points, **traits)

    def make_job(self) -> list[dict[str, Any]]:
        chosen = {
            "width": {"row": "widths", "of": "width"}, "batch": {"row": "batches", "of": "batch"},
            "launch": {"row": "launches", "of": "launch"},
            "count": {"row": "counts", "of": "networks"},
        }  # fmt: skip
        names = "cpu", "gpu", "cpu_curve", "gpu_curve", "cpu_asking", "gpu_asking", "times"
        return [evaluate("compare", {**chosen, "along": "along"}, [*names, "even", "at_even"])]

    def make_programs(self) -> Mapping[str, Trace]:
        numbers = dict.fromkeys(("width", "batch", "count", "launch"), NUMBER)
        return {"compare": trace(_compare, **numbers, along=VECTOR)}

    def make_code(self) -> str:
        return CODE

    def make_code_words(self) -> Mapping[str, list[str]]:
        lists = {"width": WIDTHS, "batch": BATCHES, "launch": LAUNCHES, "networks": NETWORKS}
        return {name: [f"{value:g}" for value in values] for name, values in lists.items()}

    def shared(self) -> Mapping[str, np.ndarray]:
        octaves = np.log2(WIDTHS[-1] / WIDTHS[0])
        return {
            "widths": np.array(WIDTHS, float), "batches": np.array(BATCHES, float),
            "launches": np.array(LAUNCHES), "counts": np.array(NETWORKS, float),
            "along": np.rint(np.geomspace(WIDTHS[0], WIDTHS[-1], round(8 * octaves) + 1)),
        }  # fmt: skip

    def make_controls(self) -> dict[str, ipywidgets.Widget]:
        return {
            "width": choice_slider("Width", [f"{n:,}" for n in WIDTHS], self.width),
            "batch": choice_slider("Examples in a step", [f"{n:,}" for n in BATCHES], self.batch),
            "launch": choice_slider("Launch (µs)", [f"{us:g}" for us in LAUNCHES], self.launch),
            "networks": choice_slider(
                "Networks at once", [f"{n:,}" for n in NETWORKS], self.networks
            ),
        }

    def setting(self, **state: Any) -> Mapping[str, Any]:
        return {
            "width": WIDTHS[state["width"]],
            "examples in a step": BATCHES[state["batch"]],
            "microseconds a launch": LAUNCHES[state["launch"]],
            "networks at once": NETWORKS[state["networks"]],
        }

    def numbers(self, *, width: int, batch: int, launch: int, networks: int) -> Mapping[str, float]:
        n, count, gpu = BATCHES[batch], NETWORKS[networks], gpu_with(LAUNCHES[launch])
        operations = count * step_operations(sizes_for(WIDTHS[width]), n)
        cpu_seconds = step_seconds(operations, CALLS, CPU)
        gpu_seconds = step_seconds(operations, CALLS, gpu)
        even = break_even(CALLS, CPU, gpu) / count
        return {
            "cpu_ms": 1e3 * cpu_seconds,
            "gpu_ms": 1e3 * gpu_seconds,
            "times": max(cpu_seconds, gpu_seconds) / min(cpu_seconds, gpu_seconds),
            "even_width": width_for(even, n, N_IN, N_OUT),
        }

    def still(self) -> MatplotlibFigure:
        figure = MatplotlibFigure(figsize=(6.4, 3.6))
        axes = figure.subplots()
        n, count = BATCHES[self.batch], NETWORKS[self.networks]
        gpu = gpu_with(LAUNCHES[self.launch])
        work = [count * step_operations(sizes_for(width), n) for width in WIDTHS]
        lines = ((CPU, "-", "ink", "one core"), (gpu, "--", "backward", "a GPU, on paper"))
        for device, dash, name, label in lines:
            times = [1e3 * step_seconds(each, CALLS, device) for each in work]
            axes.plot(WIDTHS, times, dash, color=colour(name), label=label)
        measured = np.array([p[1:] for p in self.cpu_points if p[0] == n]).reshape(-1, 2)
        if count == 1:
            axes.plot(*measured.T, "o", color=colour("ink"), markersize=5)
        axes.axvline(WIDTHS[self.width], color=colour("accent"), linewidth=1)
        axes.set(xlabel="width of two hidden layers", ylabel="milliseconds a step",
                 xscale="log", yscale="log")  # fmt: skip
        axes.set_xticks(WIDTHS, [str(width) for width in WIDTHS])
        axes.minorticks_off()
        axes.legend()
        return figure


def _compare(width, batch, count, launch, along) -> dict[str, np.ndarray]:
    """Seconds of a step on the core and on the GPU, at this width and along others; what share is
    asking; the width at which both take equally long, and how long."""
    calls, gpu_call = CPU.call_seconds, CPU.call_seconds + 1e-6 * launch

    def seconds(w, call, rate):
        work = count * formulas.step_operations((N_IN, w, w, N_OUT), batch)
        return formulas.step_seconds(work, CALLS, call, rate)

    even = formulas.break_even(CALLS, calls, CPU.rate, gpu_call, GPU_RATE) / count
    at = formulas.width_for(even, batch, N_IN, N_OUT)
    cpu, gpu = seconds(width, calls, CPU.rate), seconds(width, gpu_call, GPU_RATE)
    return {
        "cpu": cpu, "gpu": gpu, "times": np.maximum(cpu, gpu) / np.minimum(cpu, gpu),
        "cpu_curve": seconds(along, calls, CPU.rate),
        "gpu_curve": seconds(along, gpu_call, GPU_RATE),
        "cpu_asking": CALLS * calls / cpu, "gpu_asking": CALLS * gpu_call / gpu,
        "even": at, "at_even": seconds(at, calls, CPU.rate),
    }  # fmt: skip


def gpu_with(launch: float) -> Device:
    """The GPU on paper: a call costs what it costs on the CPU, and `launch` microseconds more."""
    return Device(CPU.call_seconds + 1e-6 * launch, GPU_RATE)
