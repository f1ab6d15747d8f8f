"""The files that a public host reads: they parse, name what exists, and agree with the package."""

import re
import tomllib

import pytest
import yaml

from tools.paths import ROOT

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")


def parsed(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_the_citation_has_what_the_format_demands_and_the_package_s_version():
    citation = parsed(ROOT / "CITATION.cff")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= set(citation)
    assert all(set(author) & {"name", "family-names"} for author in citation["authors"])
    assert (citation["version"], citation["license"]) == (project["version"], project["license"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", str(citation["date-released"]))


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
