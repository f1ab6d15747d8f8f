"""Two built sites compared: the same, or what differs and where."""

import pytest

from tools import compare


@pytest.fixture
def sites(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name / "book").mkdir(parents=True)
        (tmp_path / name / "index.html").write_text("the book", encoding="utf-8")
        (tmp_path / name / "book" / "losses.html").write_text("id 12 ends", encoding="utf-8")
    return tmp_path / "a", tmp_path / "b"


def test_the_same_files_are_the_same(sites, capsys):
    assert compare.main(list(map(str, sites))) == 0
    assert capsys.readouterr().out == "The two are the same, byte for byte.\n"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda b: (b / "index.html").unlink(), r"index.html: only in "),
        (lambda b: (b / "new.js").write_text("", encoding="utf-8"), r"new.js: only in "),
        (
            lambda b: (b / "book" / "losses.html").write_text("id 13 ends", encoding="utf-8"),
            "book/losses.html: from byte 4: 'id 12 ends' and 'id 13 ends'",
        ),
        (
            lambda b: (b / "index.html").write_text("the book.", encoding="utf-8"),
            "index.html: from byte 8: 'the book' and 'the book.'",
        ),
    ],
)
def test_what_differs_is_named(sites, capsys, change, said):
    change(sites[1])
    assert compare.main(list(map(str, sites))) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(said)


def test_what_is_no_folder_is_named(sites, capsys):
    with pytest.raises(SystemExit) as stopped:
        compare.main([str(sites[0]), str(sites[1] / "absent")])
    assert stopped.value.code == 2
    assert "absent is no folder" in capsys.readouterr().err
