"""Stored results as tables and bar charts, for the book's page and the terminal.

Numbers stand first in a line, so that a phone shows them.
"""

from __future__ import annotations

from matplotlib.figure import Figure

from dlbook.figures.kit.style import book_style, colour
from dlbook.measurements.targets import Target

OURS = "dlbook"


def heading(stored: dict, section: str, above: dict[str, str] | None = None) -> str:
    """Machine, date, commit and versions of one section, a line each.

    above: versions that a page has already given; where they are the same, one line says so.
    """
    found, machine = stored[section], stored["machine"]
    versions = "\n".join(f"{name} {number}" for name, number in found["versions"].items())
    if found["versions"] == above:
        versions = "versions as above"
    where = machine.get("gpu") or f"{machine['processor']}, {machine['cores']} cores"
    load = f"\nother programs at work: {found['load']:g}" if "load" in found else ""
    return f"{where}\n{found['date']}, commit {found['commit']}{load}\n{versions}"


def single_table(stored: dict) -> str:
    """Milliseconds and ratios of W1 to W4, one line a peer, fastest first."""
    lines = []
    for key, found in stored["single"]["workloads"].items():
        lines.append(f"{key}  ({found['name'].split(' ', 1)[1]})")
        order = sorted(found["milliseconds"], key=found["milliseconds"].get)
        for name in order:
            ms, ratio = found["milliseconds"][name], found["ratios"][name]
            lines.append(f"{ms:8.1f} ms{ratio:7.2f} ×  {name}")
    return "\n".join(lines)


def sweep_table(stored: dict) -> str:
    """Seconds and ratios of the sweeps, one line a contestant, fastest first."""
    lines = []
    for key, found in stored["sweep"]["workloads"].items():
        lines.append(f"{key}, {found['networks']} networks")
        for name in sorted(found["seconds"], key=found["seconds"].get):
            seconds, ratio = found["seconds"][name], found["ratios"][name]
            lines.append(f"{seconds:8.2f} s{ratio:8.2f} ×  {name}")
    return "\n".join(lines)


def page_table(stored: dict) -> str:
    """Milliseconds and ratios of trainings in the page and beside it, fastest first."""
    found = stored["page"]
    lines = [f"Chromium {found['chromium']}"]
    for key, workload in found["workloads"].items():
        lines.append(key)
        for name in sorted(workload["milliseconds"], key=workload["milliseconds"].get):
            ms, ratio = workload["milliseconds"][name], workload["ratios"][name]
            lines.append(f"{ms:8.1f} ms{ratio:7.2f} ×  {name}")
    return "\n".join(lines)


def slider_table(stored: dict) -> str:
    """Milliseconds from the key to the first picture and to the whole one, for every slider.

    Within `half` and `95 %` are so many presses.
    """
    site, lab = stored["browser"]["site"], stored["browser"]["lab"]
    lines = [f"{'first':>8}{'half':>8}{'95 %':>8}"]
    named = [
        *((f"{figure}, {slider}", took) for figure, sliders in site.items()
          for slider, took in sliders.items()),
        ("pass-fail in JupyterLab, Learning rate η", lab),
    ]  # fmt: skip
    for name, took in named:
        first, half, most = took["first_ms"], took["median_ms"], took["p95_ms"]
        lines.append(f"{first:8.1f}{half:8.1f}{most:8.1f} ms  {name}")
    return "\n".join(lines)


def target_table(found: list[Target]) -> str:
    """Every target beside what was measured."""
    lines = [" must goal  measured"]
    widest = max(len(target.verdict) for target in found)
    for target in found:
        goal = "–" if target.goal is None else f"{target.goal:g}"
        measured = "–" if target.measured is None else f"{target.measured:.3g} {target.unit}"
        verdict = f"{target.verdict:{widest}}"
        lines.append(f"{target.must:5g}{goal:>5}{measured:>10}  {verdict}  {target.what}")
    return "\n".join(lines)


def gpu_table(stored: dict) -> str:
    """Examples a second on W4, and seconds for many networks at once, a line each."""
    found = stored["gpu"]
    lines = ["W4"]
    for name, examples in found["W4_examples_per_second"].items():
        lines.append(f"  {name:22}{examples:12,} examples a second")
    for key, by_count in found["sweep_seconds"].items():
        lines.append(key)
        for count, seconds in by_count.items():
            lines.append(f"  {int(count):6,} networks at once{seconds:10.3f} s")
    return "\n".join(lines)


def ratio_bars(found: dict, title: str) -> Figure:
    """One bar a contestant: how many times as long as dlbook's NumPy engine it took (log scale)."""
    order = sorted(found["ratios"], key=found["ratios"].get, reverse=True)
    ratios = [found["ratios"][name] for name in order]
    with book_style():
        figure = Figure(figsize=(7, 0.9 + 0.36 * len(order)))
        axes = figure.subplots()
        colours = [colour("accent" if name.startswith(OURS) else "muted") for name in order]
        axes.barh(order, ratios, color=colours, height=0.62)
        for row, ratio in enumerate(ratios):
            # beyond the line at 1, which would cross the label of a shorter bar
            axes.text(max(ratio, 1) * 1.06, row, f"{ratio:.2g} ×", va="center")
        axes.axvline(1, color=colour("ink"), linewidth=1)
        axes.set(xlabel="time as a multiple of dlbook NumPy (logarithmic)", title=title)
        axes.set_xscale("log")
        axes.set_xlim(min(0.1, min(ratios) / 2), max(ratios) * 2.5)
        ticks = [tick for tick in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50) if tick < max(ratios) * 2]
        axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        axes.minorticks_off()
        axes.grid(False, axis="y")
    return figure


def in_words(found: dict) -> str:
    """The bars' text alternative."""
    order = sorted(found["ratios"], key=found["ratios"].get)
    return ", ".join(f"{name} {found['ratios'][name]:.2g}" for name in order)
