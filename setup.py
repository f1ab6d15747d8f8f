"""What pyproject.toml cannot say: a wheel without what the build makes is not made."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

FIGURES = Path("dlbook", "figures")
MACHINE = Path("dlbook", "programs", "static", "machine.wasm")


class BuildWithBundles(build_py):
    """The stock command, once machine and figures' modules are built; a checkout can wait."""

    def run(self) -> None:
        figures = [path.parent.name for path in FIGURES.glob("*/__init__.py")]
        bundles = [f"{name}.js" for name in sorted(figures) if name != "kit"]
        missing = [name for name in bundles if not (FIGURES / "static" / name).is_file()]
        if not MACHINE.is_file() and not self.editable_mode:
            raise SystemExit(f"{MACHINE} is missing: build it first, with `make setup`")
        if missing and not self.editable_mode:
            raise SystemExit(
                f"dlbook/figures/static lacks {', '.join(missing)}: bundle the figures first, "
                "with `make setup`"
            )
        super().run()


setup(cmdclass={"build_py": BuildWithBundles})
