"""The book as a whole: every point has its place, every chapter its parts, every term its entry."""

import math
import re
from collections import Counter
from html import unescape
from urllib.parse import parse_qsl

import pytest

from dlbook.figures import FIGURES
from dlbook.quizzes import CHAPTERS as WITH_QUIZ
from dlbook.quizzes import questions
from tests.book.lecture import KEY_TERMS, POINTS, SUMMARY_QUESTIONS
from tests.book.pages import chapters, names, notebook, notebook_path, prose, targets
from tools.notebooks import problems

CHAPTERS = chapters()
PARTS = {
    "what the reader will be able to do": r"\*\*What you will be able to do\*\*|^## What you will",
    "the lecture's time stamps": r"In the lecture.*\n(?:.*\n){0,3}?.*\d{2}:\d{2}–\d{2}:\d{2}",
    "a summary": r"^## Summary",
    "exercises": r"^## Exercises",
}
EXERCISES = 4
PRINTED = 80  # columns that do not fit any more
NOT_IN_LECTURE = ("before_you_start",)


def code(name: str) -> str:
    """All code of a chapter."""
    return "\n".join(cell.source for cell in notebook(name).cells if cell.cell_type == "code")


def texts(name: str) -> list[str]:
    """The text of every output that is displayed in a chapter."""
    return [
        output.data["text/plain"]
        for cell in notebook(name).cells
        for output in cell.get("outputs", [])
        if "text/plain" in output.get("data", {})
    ]


def glossary() -> list[str]:
    """The terms of the glossary, in its order."""
    body = prose("glossary").split("```{glossary}\n")[1].split("```")[0]
    return [line for line in body.splitlines() if line and not line.startswith(" ")]


@pytest.mark.parametrize("name", [name for name in names() if notebook_path(name).is_file()])
def test_every_notebook_is_stored_executed_with_text_alone(name):
    assert problems(notebook(name)) == []


def test_the_page_about_tests_names_every_cell_whose_output_is_not_compared():
    ignored = [
        name
        for name in names()
        if notebook_path(name).is_file()
        for cell in notebook(name).cells
        if "nbval-ignore-output" in cell.metadata.get("tags", [])
    ]
    said = re.search(r"in all cells but (\w+):(.*)", prose("how_tested"))
    assert ["no", "one", "two", "three", "four", "five", "six"].index(said[1]) == len(ignored)
    assert sorted(re.findall(r"{doc}`(\w+)`", said[2])) == sorted(set(ignored))


@pytest.mark.parametrize("name", [name for name in names() if notebook_path(name).is_file()])
def test_the_code_of_a_question_which_holds_its_answer_is_not_shown(name):
    for cell in notebook(name).cells:
        if cell.cell_type == "code" and re.search(
            r"^(Predict|Quiz|quiz)\(", cell.source, re.MULTILINE
        ):
            assert "remove-input" in cell.metadata.get("tags", []), cell.id


@pytest.mark.parametrize("name", [name for name in names() if notebook_path(name).is_file()])
def test_no_printed_line_is_wider_than_the_page(name):
    for cell in notebook(name).cells:
        for output in cell.get("outputs", []):
            if output.output_type == "stream":
                assert max(map(len, output.text.splitlines()), default=0) < PRINTED, cell.id


@pytest.mark.parametrize("name", [name for name in names() if notebook_path(name).is_file()])
def test_pictures_have_the_palette_s_colours(name):
    """matplotlib looks "C0" up when it draws, and then the book's style is off again."""
    assert not re.search(r"""["']C\d["']""", code(name))


@pytest.mark.parametrize("name", [name for name in names() if ":class: dlb-mistake" in prose(name)])
def test_every_common_mistake_has_its_symptom_and_cure_on_lines_of_their_own(name):
    boxes = re.findall(r":class: dlb-mistake\n(.*?)^:::$", prose(name), re.DOTALL | re.MULTILINE)
    for box in boxes:
        starts = re.findall(r"^\*\*(\w+)\.\*\* ", box, re.MULTILINE)
        assert {"Symptom", "Cure"} <= set(starts), box


@pytest.mark.parametrize("point", POINTS)
def test_each_point_of_the_lecture_has_one_place(point):
    places = [name for name in names() if f"point-{point.lower()}" in targets(name)]
    assert len(places) == 1, f"point {point} is covered by {places or 'no page'}"


def test_no_label_is_used_twice():
    counts = Counter(label for name in names() for label in targets(name))
    assert [label for label, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("point", POINTS)
def test_the_lecture_map_leads_to_each_point(point):
    row = rf"^\| {point} \|.*\]\(#point-{point.lower()}\)"
    assert re.search(row, prose("lecture_map"), flags=re.MULTILINE)


@pytest.mark.parametrize("term", KEY_TERMS)
def test_each_key_term_is_in_the_glossary(term):
    assert term in glossary()


def test_the_glossary_is_in_order_and_says_nothing_twice():
    terms = glossary()
    assert terms == sorted(set(terms), key=lambda term: term.lower().replace("-", " "))


def words(question) -> str:
    """All that a question says, in small letters."""
    replies = [f"{answer} {reply}" for answer, reply in question.wrong.items()]
    return " ".join([question.question, str(question.answer), question.because, *replies]).lower()


@pytest.mark.parametrize("asked", [*KEY_TERMS, *SUMMARY_QUESTIONS])
def test_the_quizzes_cover_each_key_term_and_question_of_the_summary(asked):
    """A question is about a term only if it says it."""
    said = SUMMARY_QUESTIONS.get(asked, asked).lower()
    pool = [question for name in WITH_QUIZ for question in questions(name)]
    assert [q for q in pool if asked in q.covers and said in words(q)], (
        f"nothing asks about {asked}"
    )


def test_no_quiz_claims_to_cover_what_the_summary_has_not():
    known = {*KEY_TERMS, *SUMMARY_QUESTIONS}
    for name in WITH_QUIZ:
        for question in questions(name):
            assert set(question.covers) <= known, f"{name}: {question.question}"


def test_every_chapter_has_a_quiz_and_no_question_is_asked_twice():
    assert set(WITH_QUIZ) == {*CHAPTERS, "questions"}
    counts = Counter(question.question for name in WITH_QUIZ for question in questions(name))
    assert [asked for asked, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("name", CHAPTERS)
class TestChapter:
    def test_starts_with_its_label_and_title(self, name):
        label = f"(ch-{name.replace('_', '-')})="
        assert re.match(rf"{re.escape(label)}\n# \S", prose(name))

    @pytest.mark.parametrize("part", PARTS)
    def test_has_each_part(self, name, part):
        if name in NOT_IN_LECTURE and part == "the lecture's time stamps":
            return
        assert re.search(PARTS[part], prose(name), flags=re.MULTILINE), f"{name} lacks {part}"

    def test_has_enough_exercises_each_with_its_solution(self, name):
        labels = re.findall(r"^:label: (ex-\S+)$", prose(name), flags=re.MULTILINE)
        solved = re.findall(r"^:::\{solution-start\} (ex-\S+)$", prose(name), flags=re.MULTILINE)
        assert len(labels) >= EXERCISES
        assert sorted(labels) == sorted(solved)
        assert prose(name).count(":::{solution-end}") == len(solved)

    def test_shows_a_live_figure(self, name):
        titles = tuple(figure.title for figure in FIGURES.values())
        assert any(text.startswith(titles) for text in texts(name))

    def test_asks_the_reader_to_predict(self, name):
        assert any(text.startswith("Predict: ") for text in texts(name))

    def test_each_checking_cell_says_what_it_checked(self, name):
        for cell in notebook(name).cells:
            if "check" in cell.metadata.get("tags", []):
                sentence, _, code_below = cell.source.partition("\n")
                assert len(sentence.removeprefix("# Checked: ").split()) >= 3, cell.id
                assert sentence.startswith("# Checked: "), cell.id
                assert "assert" in code_below, cell.id

    def test_shows_three_implementations_equal(self, name):
        assert "import torch" in code(name)
        assert "dlbook" in code(name)
        assert "assert_allclose" in code(name)

    def test_asks_its_quiz_at_the_end(self, name):
        asked = notebook(name).cells[-2]
        assert f'quiz("{name}")' in asked.source
        stored = [output.data["text/plain"] for output in asked.outputs]
        assert stored == [repr(question.widget()) for question in questions(name)]
        assert len(stored) >= 3
        kinds = {type(question.answer) is str for question in questions(name)}
        assert kinds == {True, False}, "a quiz asks for choices and for a number"

    def test_ends_with_the_link_onwards(self, name):
        last = notebook(name).cells[-1].source
        assert ("{doc}" in last and "**Next:** " in last) or name == CHAPTERS[-1]

    def test_each_exercise_says_its_kind_in_its_title(self, name):
        assert ":::{exercise}\n" not in prose(name)

    def test_every_picture_has_a_text_alternative(self, name):
        for cell in notebook(name).cells:
            drawn = any(
                output.get("data", {}).get("text/plain", "").startswith("<Figure size")
                for output in cell.get("outputs", [])
            )
            alternative = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
            assert not drawn or len(alternative) > 40, f"{cell.id} draws without an alternative"


def test_links_of_the_teaching_page_set_what_a_figure_of_that_page_has():
    links = re.findall(r'href="(\w+)\.html#([\w-]+)" data-state="([^"]+)"', prose("teaching"))
    assert len(links) > 8
    for page, name, query in links:
        figure = FIGURES[name]
        assert any(text.startswith(figure.title) for text in texts(page)), (page, name)
        for key, value in parse_qsl(unescape(query)):
            assert figure.class_traits()[key].metadata.get("sync"), (name, key)
            assert math.isfinite(float(value))
