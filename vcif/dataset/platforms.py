"""Survey platforms: what the header rows of their exports look like, as data.

Qualtrics writes two or three header rows (ids, question texts, import ids), SurveyMonkey two (questions, and
their options below), LimeSurvey, Google Forms, Microsoft Forms and Wenjuanxing one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vcif.dataset.headers import Headers, squeeze

Rows = Sequence[Sequence[str]]
IMPORT_ID = '{"ImportId"'
QUALTRICS = {"StartDate", "EndDate", "RecordedDate", "ResponseId", "ResponseID", "ResponseSet", "IPAddress"}
QUALTRICS |= {"Status", "Progress", "Finished", "DistributionChannel", "UserLanguage", "ExternalReference"}
QUALTRICS_DATES = ("StartDate", "EndDate", "RecordedDate")
LIMESURVEY = (
    {"id", "submitdate", "lastpage", "startlanguage"},
    {"Response ID", "Date submitted", "Last page"},
)
CODE_AND_TEXT = re.compile(r"([A-Za-z][\w\[\]]*)\. +(.+)", re.DOTALL)
NUMBERED_QUESTION = re.compile(r"\d+[、.．] *(.+)", re.DOTALL)
ANSWER_BELOW = {"response", "open-ended response", "open ended response"}


@dataclass(frozen=True)
class Platform:
    """A recognised export: who wrote it, how many header rows it has, and the columns that they name."""

    name: str
    rows: int
    headers: Headers


def recognised(rows: Rows) -> Platform | None:
    """Return the platform whose export begins with these rows, if it is a known one."""
    if not rows:
        return None
    for recognise in RECOGNISERS:
        found = recognise(rows)
        if found is not None:
            return found
    return None


def _qualtrics(rows: Rows) -> Platform | None:
    """Recognise Qualtrics by the import ids in its last header row, or by the columns that it adds."""
    names = [name.strip() for name in rows[0]]
    for place in (1, 2):
        if len(rows) > place and _mostly_import_ids(rows[place]):
            questions = tuple(rows[1]) if place == 2 else ()
            return Platform("Qualtrics", place + 1, Headers(tuple(names), questions))
    if len(QUALTRICS & set(names)) < 3:
        return None
    texts = len(rows) > 1 and _texts_below_dates(names, rows[1])
    return Platform("Qualtrics", 2 if texts else 1, Headers(tuple(names), tuple(rows[1]) if texts else ()))


def _mostly_import_ids(row: Sequence[str]) -> bool:
    """Tell whether a row holds Qualtrics' import ids."""
    filled = [cell for cell in row if cell.strip()]
    ids = sum(cell.replace(" ", "").startswith(IMPORT_ID) for cell in filled)
    return bool(filled) and ids * 2 > len(filled)


def _texts_below_dates(names: Sequence[str], row: Sequence[str]) -> bool:
    """Tell whether the row below holds texts where a respondent's would hold dates."""
    cells = [
        row[names.index(name)] for name in QUALTRICS_DATES if name in names and names.index(name) < len(row)
    ]
    return bool(cells) and all(cell.strip() and not re.search(r"\d", cell) for cell in cells)


def _surveymonkey(rows: Rows) -> Platform | None:
    """Recognise SurveyMonkey by its first two columns; options stand below the questions."""
    names = [squeeze(name.replace("_", " ")).casefold() for name in rows[0][:2]]
    if names != ["respondent id", "collector id"]:
        return None
    if len(rows) < 2 or any(cell.strip() for cell in rows[1][:2]):
        return Platform("SurveyMonkey", 1, Headers(tuple(rows[0])))
    return Platform("SurveyMonkey", 2, composed(rows[0], rows[1]))


def composed(upper: Sequence[str], lower: Sequence[str]) -> Headers:
    """Name columns by two header rows: the question, and where it has several columns its option as well.

    A blank cell of the upper row belongs to the question on its left.
    """
    lower = [*lower, *[""] * (len(upper) - len(lower))]
    questions: list[str] = []
    for text, option in zip(upper, lower, strict=False):
        continued = not text.strip() and option.strip() and questions
        questions.append(questions[-1] if continued else text)
    names = []
    for place, (question, option) in enumerate(zip(questions, lower, strict=False)):
        alone = questions.count(question) == 1 or not option.strip()
        bare = alone or (squeeze(option).casefold() in ANSWER_BELOW and upper[place].strip())
        names.append(question if bare else f"{squeeze(question)}: {squeeze(option)}")
    texts = [squeeze(f"{question}: {option}") for question, option in zip(questions, lower, strict=False)]
    return Headers(tuple(names), tuple(texts))


def _limesurvey(rows: Rows) -> Platform | None:
    """Recognise LimeSurvey by the columns that it adds; a header may hold a code and a text."""
    split = [CODE_AND_TEXT.fullmatch(name.strip()) for name in rows[0]]
    names = [found[1] if found else name.strip() for found, name in zip(split, rows[0], strict=True)]
    if not any(marks <= set(names) for marks in LIMESURVEY):
        return None
    questions = [found[2] if found else "" for found in split]
    return Platform("LimeSurvey", 1, Headers(tuple(names), tuple(questions)))


def _wenjuanxing(rows: Rows) -> Platform | None:
    """Recognise Wenjuanxing by the columns that it adds; questions are numbered."""
    names = [name.strip() for name in rows[0]]
    if not {"序号", "提交答卷时间"} <= set(names):
        return None
    numbered = [NUMBERED_QUESTION.fullmatch(name) for name in names]
    questions = tuple(found[1] if found else "" for found in numbered)
    return Platform("Wenjuanxing (问卷星)", 1, Headers(tuple(names), questions))


def _forms(rows: Rows) -> Platform | None:
    """Recognise Google Forms and Microsoft Forms, which write one plain header row."""
    names = tuple(name.strip() for name in rows[0])
    if names[:1] == ("Timestamp",):
        return Platform("Google Forms", 1, Headers(names))
    if names[:3] == ("ID", "Start time", "Completion time") or names[:3] == (
        "Id",
        "Start time",
        "Completion time",
    ):
        return Platform("Microsoft Forms", 1, Headers(names))
    return None


RECOGNISERS: tuple[Callable[[Rows], Platform | None], ...] = (
    _qualtrics,
    _surveymonkey,
    _limesurvey,
    _wenjuanxing,
    _forms,
)
