"""Measure five kinds of page with Lighthouse, before a release: python -m tools.light [pages]

Mobile, compressed as a host would send them, the median of five runs. Answers with an error where
the performance is below 95 or another score below 100, and leaves the scores of the five kinds for
`python -m tools.record`. The built site is needed, Chromium, an idle machine, and a package
registry the first time: Lighthouse is installed under _build alone.
"""

import datetime
import json
import statistics
import subprocess
import sys
from pathlib import Path

from tools import chromium, node
from tools.command_line import parser
from tools.paths import BUILD, SITE
from tools.serve import serving

LIGHTHOUSE = "lighthouse@13.5.0"
PLACE = BUILD / "lighthouse"
RECORD = BUILD / "light.json"
PROGRAM = PLACE / "node_modules" / "lighthouse" / "cli" / "index.js"
RUNS = 5
TRIES = 3  # of each: now and then a browser gives no trace of a page
KINDS = {
    "the first page": "index",
    "a chapter with figures": "pass_fail",
    "the heaviest chapter": "optimizers",
    "a page of formulas": "notation",
    "the playground": "playground",
}
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}


def install() -> int:
    """Install Lighthouse unless it is there; answer the exit status."""
    if PROGRAM.is_file():
        return 0
    PLACE.mkdir(parents=True, exist_ok=True)
    (PLACE / "package.json").write_text('{"private": true}\n', encoding="utf-8")
    return node.run("npm", "install", "--save-exact", "--ignore-scripts", LIGHTHOUSE, cwd=PLACE)


def scores(address: str) -> dict[str, float]:
    """Answer the scores of one run, 0 to 100, by their category.

    Raises RuntimeError with Lighthouse's last words where it gives none.
    """
    flags = "--headless=new" + ("" if chromium.may_have_sandbox() else " --no-sandbox")
    command = [str(node.folder() / "node"), str(PROGRAM), address, "--quiet", "--output=json"]
    environment = node.environment()
    if found := chromium.find():
        environment["CHROME_PATH"] = found
    for _ in range(TRIES):
        run = subprocess.run(
            [*command, f"--chrome-flags={flags}"],
            capture_output=True, encoding="utf-8", errors="replace", env=environment,
        )  # fmt: skip
        if run.returncode == 0:
            break
    else:
        raise RuntimeError(f"Lighthouse could not measure {address}: {run.stderr[-400:]}")
    report = json.loads(run.stdout)
    (PLACE / f"{Path(address).stem}.json").write_text(run.stdout, encoding="utf-8")
    return {name: 100 * (report["categories"][name]["score"] or 0) for name in LEAST}


def medians(address: str) -> dict[str, float]:
    """Answer the median of each score over the runs."""
    runs = [scores(address) for _ in range(RUNS)]
    return {name: statistics.median(run[name] for run in runs) for name in LEAST}


def main(arguments: list[str]) -> int:
    """Measure the pages that `arguments` name, or one of each kind; answer the exit status."""
    command_line = parser(__doc__)
    command_line.add_argument(
        "pages", nargs="*", help="names under book/, else one page of each kind"
    )
    pages = command_line.parse_args(arguments).pages
    if not (SITE / "index.html").is_file():
        print("The site is not built: make site", file=sys.stderr)
        return 2
    for page in pages:
        if not (SITE / "book" / f"{page}.html").is_file():
            command_line.error(
                f"pages must be names of built pages such as optimizers, got {page!r}"
            )
    if status := install():
        return status
    below, all_found = 0, {}
    with serving(SITE, 8500) as site:
        for page in pages or KINDS.values():
            found = medians(f"{site}book/{page}.html")
            all_found[page] = found
            low = [name for name, least in LEAST.items() if found[name] < least]
            said = ", ".join(f"{name} {value:.0f}" for name, value in found.items())
            print(f"{page}: {said}{' — too low: ' + ', '.join(low) if low else ''}", flush=True)
            below += bool(low)
    if not pages:
        day = datetime.date.today().isoformat()
        RECORD.write_text(json.dumps({"day": day, "pages": all_found}), encoding="utf-8")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
