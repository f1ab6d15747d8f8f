"""Compile the array machine's sources to WebAssembly, with the compiler of the package ziglang and
the optimiser of the package binaryen.

Usage: python -m tools.wasm
"""

import os
import subprocess
import sys

from tools import node
from tools.command_line import no_arguments
from tools.paths import BUILD, ROOT, WEB

SOURCE = WEB / "machine" / "engine" / "machine.cpp"
MODULE = ROOT / "dlbook" / "programs" / "static" / "machine.wasm"

# no relaxed instructions and no contraction of a · b + c: every processor gives the same digits
TARGET = (
    "-target", "wasm32-freestanding",
    "-mcpu=generic+simd128+bulk_memory+nontrapping_fptoint+sign_ext",
    "-ffp-contract=off",
)  # fmt: skip
# small: what is worth unrolling says so in the source, and the loops that take the time are written
# with their test at the end (rotated), since the compiler is told not to do it
SIZE = (
    "-Os", "-fno-vectorize", "-fno-slp-vectorize", "-fno-unroll-loops",
    "-mllvm", "-inline-threshold=25", "-mllvm", "-disable-lsr",
    "-mllvm", "-enable-pre=false", "-mllvm", "-rotation-max-header-size=0",
)  # fmt: skip
LANGUAGE = (
    "-std=c++20", "-fno-exceptions", "-fno-rtti", "-fno-strict-aliasing", "-fno-sanitize=all",
    "-Wall", "-Wextra", "-Werror", "-Wno-missing-field-initializers", "-Wno-int-to-pointer-cast",
)  # fmt: skip
OPTIMIZER = WEB / "node_modules" / "binaryen" / "bin" / "wasm-opt"
# addresses lose the hints of their alignment: what is always the same compresses well
SHRINKING = (
    "--enable-simd", "--enable-bulk-memory", "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int", "--enable-sign-ext",
    "-Oz", "--converge", "--low-memory-unused", "--dealign",
)  # fmt: skip
LINKING = ("-Wl,--no-entry", "-Wl,-z,stack-size=65536", "-s")


def build() -> int:
    """Compile the module; answer the exit status."""
    MODULE.parent.mkdir(parents=True, exist_ok=True)
    compiler = [sys.executable, "-m", "ziglang", "c++"]
    options = [*TARGET, *SIZE, *LANGUAGE, *LINKING]
    cache = str(BUILD / ".zig")
    environment = {**os.environ, "ZIG_GLOBAL_CACHE_DIR": cache, "ZIG_LOCAL_CACHE_DIR": cache}
    command = [*compiler, *options, str(SOURCE), "-o", str(MODULE)]
    status = subprocess.run(command, env=environment).returncode
    return status or shrink()


def shrink() -> int:
    """Make the compiled module smaller, without another result; answer the exit status."""
    return node.run("node", str(OPTIMIZER), *SHRINKING, str(MODULE), "-o", str(MODULE))


if __name__ == "__main__":
    no_arguments(__doc__)
    sys.exit(build())
