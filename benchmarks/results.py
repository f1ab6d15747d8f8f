"""Storing results: one JSON file a machine, a section a benchmark, with versions and commit."""

from __future__ import annotations

import datetime
import importlib.metadata
import json
import os
import platform
import re
import subprocess
from pathlib import Path

from dlbook.measurements import RESULTS

PACKAGES = ("numpy", "torch", "jax", "jaxlib", "scikit-learn", "autograd")


def machine() -> dict[str, str | int]:
    """The processor, how many cores, and the GPU where there is one."""
    import torch

    found = {"processor": _processor(), "cores": os.cpu_count() or 1, "system": platform.system()}
    if torch.cuda.is_available():
        found["gpu"] = torch.cuda.get_device_name()
    return found


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        found = re.search(r"model name\s*:\s*(.+)", cpuinfo.read_text(encoding="utf-8"))
        if found:
            return found.group(1).strip()
    return platform.processor() or platform.machine()


def versions() -> dict[str, str]:
    """The versions of Python and of the packages that are installed."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    return {**found, **_blas()}


def _blas() -> dict[str, str]:
    """The library behind NumPy's products, and the kind of processor that it was tuned for."""
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return {}
    for pool in threadpool_info():
        if pool["internal_api"] == "openblas" and "numpy" in pool["filepath"]:
            return {"openblas": f"{pool['version']} for {pool['architecture']}"}
    return {}


def commit() -> str:
    """The commit measured, with a plus sign where files differ from it."""
    root = Path(__file__).parent.parent
    try:
        asked = ["git", "-C", str(root), "describe", "--always", "--dirty=+", "--abbrev=10"]
        return subprocess.run(
            asked, capture_output=True, encoding="utf-8", check=True
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def path_for(found: dict[str, str | int]) -> Path:
    """The file of a machine, named after its GPU or its processor."""
    name = str(found.get("gpu") or found["processor"])
    return RESULTS / f"{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')}.json"


def load() -> float:
    """How many processes of others asked for a core in the last minute, on average."""
    return round(os.getloadavg()[0], 1)


def store(section: str, measured: dict, load: float) -> Path:
    """Put one section into this machine's file, beside those that are there. load: of the machine,
    before it was measured."""
    found = machine()
    path = path_for(found)
    stored = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    stored["machine"] = found
    stored[section] = {
        "date": datetime.date.today().isoformat(),
        "commit": commit(),
        "load": load,
        "versions": versions(),
        **measured,
    }
    RESULTS.mkdir(exist_ok=True)
    path.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path
