"""The files that a public host reads: they parse, name what exists, and agree with the package."""

import re
import tomllib

import pytest
import yaml

from tools.paths import BUILD, ROOT

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")


def parsed(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


RELEASE = re.compile(r"^## \[?(\d+\.\d+\.\d+)\]?.* (\d{4}-\d\d-\d\d)$", re.MULTILINE)


def test_the_citation_has_what_the_format_demands_and_the_package_s_licence():
    citation = parsed(ROOT / "CITATION.cff")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= set(citation)
    assert all(set(author) & {"name", "family-names"} for author in citation["authors"])
    assert citation["license"] == project["license"]


def released(changelog):
    """Version and day of the latest release that a changelog names; none before the first."""
    return next(iter(RELEASE.findall(changelog)), None)


def test_the_citation_names_a_version_once_it_has_been_released():
    citation = parsed(ROOT / "CITATION.cff")
    said = [str(citation[key]) for key in ("version", "date-released") if key in citation]
    assert tuple(said) == (released((ROOT / "CHANGELOG.md").read_text(encoding="utf-8")) or ())


def test_the_latest_release_is_read_from_a_changelog():
    assert released("# Changelog\n\n## Unreleased\n\n### Added\n") is None
    text = "## Unreleased\n\n## 1.2.0 - 2027-01-02\n\n## 1.1.0 - 2026-12-01\n"
    assert released(text) == ("1.2.0", "2027-01-02")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_says_when_where_and_what(path):
    workflow = parsed(path)
    assert {"name", "permissions", "jobs"} <= set(workflow)
    assert workflow.get("on", workflow.get(True))  # YAML reads a bare "on" as true
    for job in workflow["jobs"].values():
        assert job["runs-on"]
        assert all(("run" in step) != ("uses" in step) for step in job["steps"])


def commands():
    """All that the workflows run, as one text."""
    return "\n".join(
        step["run"]
        for path in WORKFLOWS
        for job in parsed(path)["jobs"].values()
        for step in job["steps"]
        if "run" in step
    )


def test_workflows_name_tools_and_targets_that_exist():
    text = commands()
    modules = re.findall(r"-m tools\.(\w+)", text)
    targets = re.findall(r"\bmake ([a-z-]+)", text)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert modules
    assert targets
    assert all((ROOT / "tools" / f"{name}.py").is_file() for name in modules)
    assert all(re.search(rf"^{name}:", makefile, flags=re.MULTILINE) for name in targets)
    folders = re.findall(r"\btests/\w+", text)
    assert all((ROOT / folder).is_dir() for folder in folders)


def test_the_three_systems_are_tested_and_what_is_installed_is_audited():
    systems = " ".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    for word in ("ubuntu-latest", "macos-latest", "windows-latest", "pip-audit", "npm audit"):
        assert word in systems


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_step_fails_with_the_first_of_its_commands_that_fails(path):
    for job in parsed(path)["jobs"].values():
        for step in job["steps"]:
            piped = re.search(r"[^|]\|[^|]", step.get("run", ""))  # the last alone counts then
            assert not piped or step.get("shell") == "bash", step  # which has pipefail on


LOCK = "package-lock.json"


def below(path):
    """The name of a file or folder of the repository, from its root."""
    return path.relative_to(ROOT).as_posix()


def test_all_that_is_pinned_is_audited_when_it_changes():
    audit = parsed(GITHUB / "workflows" / "audit.yml")
    pins = [path for name in ("", "*/") for path in ROOT.glob(f"{name}requirements.txt")]
    packages = [
        path.parent
        for name in ("*/", "*/*/")
        for path in ROOT.glob(f"{name}package.json")
        if BUILD not in path.parents
    ]
    wanted = {f"-r {below(path)}": below(path) for path in pins}
    wanted |= {f"npm audit --prefix {below(path)}\n": below(path / LOCK) for path in packages}
    assert len(wanted) == 4
    for command, name in wanted.items():
        assert (ROOT / name).is_file()
        assert command in commands() + "\n"
        assert name in audit.get("on", audit.get(True))["push"]["paths"]


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_for_issues_has_its_fields(path):
    form = parsed(path)
    assert {"name", "description", "body"} <= set(form)
    ids = [field["id"] for field in form["body"]]
    assert len(set(ids)) == len(ids)
    assert all(field["attributes"]["label"] for field in form["body"])


def test_binder_runs_tools_that_exist():
    script = (ROOT / "binder" / "postBuild").read_text(encoding="utf-8")
    modules = re.findall(r"-m tools\.(\w+)", script)
    assert modules
    assert all((ROOT / "tools" / f"{name}.py").is_file() for name in modules)
