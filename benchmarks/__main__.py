"""Run the benchmarks and store what was measured. Usage: python -m benchmarks [name ...]

Names: single (W1 to W4), sweep (W5), batch (one step against the number of examples), workers (one
step shared by processes), crossover (one step by width and batch, on one core, on all of them, and
on a GPU where there is one), live (a slider's answer), browser (sliders on the built site and in
JupyterLab), weights (what a first visit to the built site fetches), page (the array machine in
Chromium and in Python), gpu (needs CUDA), glyphs (the final project on 50,000 images). Default: all
that can be measured here, but glyphs only where it is named. Results go to
dlbook/measurements/results/<machine>.json.
"""

import importlib
import os
import sys

from tools import chromium
from tools.paths import SITE

ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
}

# Set, it binds NumPy's products to the routines of another processor. OpenBLAS knows this one.
OTHER_PROCESSOR = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")

SECTIONS = (
    "single", "sweep", "batch", "workers", "crossover", "live", "browser", "weights", "page", "gpu",
    "glyphs",
)  # fmt: skip

BROWSER = "Chromium or Google Chrome on the PATH"


def default_sections(has_gpu: bool) -> list[str]:
    """What can be measured here: browser needs the built site and Chromium, gpu a GPU."""
    found = ["single", "sweep", "batch", "workers", "crossover", "live"]
    has_browser = chromium.find() is not None
    if has_browser and (SITE / "index.html").is_file():
        found += ["browser", "weights"]
    else:
        print("browser and weights are left out: they need make site, and", BROWSER)
    if has_browser:
        found.append("page")
    else:
        print("page is left out: it needs", BROWSER)
    return [*found, "gpu"] if has_gpu else found


def main(names: list[str]) -> int:
    """Run the named benchmarks in turn; what is finished is stored at once."""
    # before NumPy, PyTorch or JAX is imported
    os.environ.update(ONE_THREAD)
    for name in OTHER_PROCESSOR:
        os.environ.pop(name, None)
    from benchmarks.measure import use_cores

    use_cores(1)  # before the libraries begin: some take a thread for each core that they see
    import torch

    from benchmarks import results

    torch.set_num_threads(1)
    unknown = sorted(set(names) - set(SECTIONS))
    if unknown:
        print(f"No benchmark {', '.join(unknown)}; there are {', '.join(SECTIONS)}.")
        return 2
    for name in names or default_sections(torch.cuda.is_available()):
        # imported when it is its turn: the GPU's machine need not have a browser
        use_cores(1)  # a section may have taken more
        section = importlib.import_module(f"benchmarks.{name}")
        load = results.load()
        print(f"Stored in {results.store(name, section.measure(), load)}\n", flush=True)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("\nStopped; the sections that were finished are stored.")
        sys.exit(130)
