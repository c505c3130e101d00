"""What answers mean in every column, and what is no answer in one."""

from __future__ import annotations

from pydantic import Field, model_validator

from vcif.dataset.answer_words import words
from vcif.dataset.codebook_base import Entry, Text, Whole
from vcif.dataset.codebook_checks import check_languages, check_no_blank, check_one_meaning


class Answers(Entry):
    """Words and codes that hold in every column unless the column has its own list."""

    languages: tuple[str, ...] | None = Field(
        default=None,
        description="Languages whose words are understood (en, zh, de, ...); all if left out.",
    )
    yes: tuple[Text, ...] = Field(
        default=words("yes"), description='Answers that mean "yes" (case and spaces ignored).'
    )
    no: tuple[Text, ...] = Field(
        default=words("no"), description='Answers that mean "no" (case and spaces ignored).'
    )
    missing: tuple[Text, ...] = Field(default=words("no_answer"), description="Answers that mean: no answer.")
    not_sure: tuple[Text, ...] = Field(
        default=words("not_sure"), description="Answers that mean: asked, but the firm does not know."
    )
    not_applicable: tuple[Text, ...] = Field(
        default=words("not_applicable"), description="Answers that mean: the question does not apply."
    )

    @model_validator(mode="before")
    @classmethod
    def _in_languages(cls, said: object) -> object:
        chosen = said.get("languages") if isinstance(said, dict) else None
        if not isinstance(said, dict) or not isinstance(chosen, list | tuple):
            return said
        check_languages(chosen)
        lists = {"missing": "no_answer"}
        names = ("yes", "no", "missing", "not_sure", "not_applicable")
        return {**{name: words(lists.get(name, name), chosen) for name in names}, **said}

    @model_validator(mode="after")
    def _check(self) -> Answers:
        check_no_blank({"yes": self.yes, "no": self.no})
        names = ("yes", "no", "missing", "not_sure", "not_applicable")
        check_one_meaning({name: getattr(self, name) for name in names})
        return self


class Asked(Entry):
    """What is no answer in one column; each of the lists keeps its reason in the list of problems."""

    missing: tuple[Text, ...] = Field(default=(), description="Further codes for no answer in this column.")
    not_sure: tuple[Text, ...] = Field(
        default=(), description='Further codes for "not sure" or "do not know" in this column.'
    )
    not_applicable: tuple[Text, ...] = Field(
        default=(), description='Further codes for "does not apply" in this column.'
    )

    not_asked_in: tuple[Whole, ...] = Field(
        default=(), description="Waves in which the question was not asked: there it has no answer."
    )

    @property
    def no_answer(self) -> dict[str, tuple[Text, ...]]:
        """The three lists by name."""
        return {
            "missing": self.missing,
            "not_sure": self.not_sure,
            "not_applicable": self.not_applicable,
        }
