"""What pyproject.toml cannot say: a wheel without the modules that draw the figures is not made."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

FIGURES = Path("dlbook", "figures")


class BuildWithBundles(build_py):
    """The stock command, once every figure's module has been bundled; a checkout can wait."""

    def run(self) -> None:
        figures = [path.parent.name for path in FIGURES.glob("*/__init__.py")]
        bundles = [f"{name}.js" for name in sorted(figures) if name != "kit"]
        missing = [name for name in bundles if not (FIGURES / "static" / name).is_file()]
        if missing and not self.editable_mode:
            raise SystemExit(
                f"dlbook/figures/static lacks {', '.join(missing)}: bundle the figures first, "
                "with `make setup`"
            )
        super().run()


setup(cmdclass={"build_py": BuildWithBundles})
