"""The site's folder holds what the last build made, and nothing of an earlier one."""

from types import SimpleNamespace

import pytest

from tools import build


@pytest.fixture
def site(monkeypatch, tmp_path):
    """A site that an earlier build has made, and a place for the next."""
    site = tmp_path / "html"
    monkeypatch.setattr(build, "SITE", site)
    monkeypatch.setattr(build, "BUILD", tmp_path)
    monkeypatch.setattr(build, "STAMP", tmp_path / "site.key")
    monkeypatch.setattr(build, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(build, "CACHE_STAMP", tmp_path / "cache" / "package.key")
    monkeypatch.setattr(build.front_end, "build", lambda: 0)
    (site / "_static").mkdir(parents=True)
    (site / "_static" / "page-0123456789abcdef.css").write_text("", encoding="utf-8")
    (site / "index.html").write_text("an earlier build", encoding="utf-8")
    return site


def fake(monkeypatch, site, status=0):
    """Build by a program that writes a page and a style sheet; answer what it was called with."""
    calls = []

    def run(command, **_):
        calls.append(command)
        (site / "_static").mkdir(parents=True, exist_ok=True)
        (site / "_static" / "page-fedcba9876543210.css").write_text("", encoding="utf-8")
        (site / "index.html").write_text("made by the program", encoding="utf-8")
        return SimpleNamespace(returncode=status)

    monkeypatch.setattr(build.subprocess, "run", run)
    return calls


def files(site):
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())


def test_a_new_build_leaves_no_file_of_an_earlier_one(monkeypatch, site):
    calls = fake(monkeypatch, site)
    assert build.build() == 0
    assert files(site) == ["_static/page-fedcba9876543210.css", "index.html"]
    assert "--all" in calls[0]


def test_a_site_that_is_up_to_date_stays(monkeypatch, site):
    calls = fake(monkeypatch, site)
    assert build.build() == 0
    (site / "kept.txt").write_text("", encoding="utf-8")
    assert build.build() == 0
    assert len(calls) == 1
    assert "kept.txt" in files(site)


def test_a_build_that_failed_is_done_again(monkeypatch, site):
    calls = fake(monkeypatch, site, status=1)
    assert (build.build(), build.build()) == (1, 1)
    assert len(calls) == 2


def test_the_site_s_own_address_leads_to_the_book_and_may_run_nothing(monkeypatch, site):
    fake(monkeypatch, site)
    build.build()
    text = (site / "index.html").read_text(encoding="utf-8")
    assert 'http-equiv="Refresh" content="0; url=book/index.html"' in text
    assert """http-equiv="Content-Security-Policy" content="default-src 'none';""" in text
    assert "<script" not in text
