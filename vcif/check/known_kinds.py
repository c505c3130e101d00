"""The kinds of problems that reading finds: how their texts are known, and what to do about them."""

from __future__ import annotations

from dataclasses import dataclass

IN_THE_FILE = "Correct the cell in the file"
NOTHING = "Nothing to do: the codebook says so."


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its name, the pattern of its texts, what to do, and whether it needs a look.

    The pattern is held against "problem -> action".
    """

    name: str
    pattern: str
    advice: str
    serious: bool = True


KINDS = (
    Kind('blank cell that means "no"', r'^\d+ blank cells? -> treated as "no"', NOTHING, serious=False),
    Kind("blank cell", r"^\d+ blank cells? -> ", "Nothing to do: no answer was given.", serious=False),
    Kind("blank after a filter question", r"^blank where .*: \d+ cells? -> ", NOTHING, serious=False),
    Kind("code for no answer", r"^missing code .*: \d+ cells? -> ", NOTHING, serious=False),
    Kind(
        "declared missing in the file",
        r"^declared missing: ",
        "Nothing to do: the data file says so.",
        serious=False,
    ),
    Kind('code that says "yes" without an amount', r'^code .* means "yes" without an amount', NOTHING, False),
    Kind(
        "not asked in the wave",
        r"^not asked in this wave: ",
        NOTHING,
        serious=False,
    ),
    Kind(
        "a firm absent from the wave",
        r"^absent.*: every question holds the code for it",
        NOTHING,
        serious=False,
    ),
    Kind("an empty row", r"^an empty row", "Nothing to do: it was left out.", serious=False),
    Kind(
        "the headers again",
        r"^the headers again",
        "The row was left out. Were several exports put one below the other? See that no firm stands in two.",
    ),
    Kind(
        "perhaps absent from the wave",
        r"^\d+ rows? with \S+ in every question",
        "If the code means that the firm was not in the wave, set `absent` in [firm]; if it means that there "
        "is no answer, add it to `missing` of [answers].",
    ),
    Kind(
        "how the file is written was found, not stated",
        r"^text in \S+, not in UTF-8|^an old file that does not say its |^numbers with a decimal comma",
        "Look at a few names and numbers. If they are right, state in [file] of the codebook what was found.",
    ),
    Kind(
        "a file of another kind than its name says",
        r"^named .* but holds ",
        "Rename the file, so that other programs open it rightly as well.",
    ),
    Kind(
        "a formula without a value",
        r"^a formula without a stored value",
        "Open the workbook in Excel, save it and read it again.",
    ),
    Kind(
        "an error of the spreadsheet",
        r"^an error of the spreadsheet",
        "Open the file in a spreadsheet and correct the formula of the cell.",
    ),
    Kind(
        "a row of totals",
        r"^an identifier that names a total",
        "Remove the row from the file if it is no firm: as it stands, it counts as one.",
    ),
    Kind(
        "a damaged identifier",
        r"^an identifier (in scientific notation|of more than 15 digits|over several lines)",
        "Export the data again with the column of identifiers as text: two firms may have become one.",
    ),
    Kind(
        "two codes with one label",
        r"^codes .* have one label",
        "Look the codes up in the questionnaire, and list them in the codebook by their numbers.",
    ),
    Kind(
        "a code without a label",
        r"^code .* has no label|^a code without a label",
        "Look the code up in the questionnaire: give it a level in the codebook, or add it to `missing`.",
    ),
    Kind(
        "an answer that is not listed",
        r"^holds an answer that is not listed",
        "Add the answer to `options` of this column, or to `contains` if it means yes.",
    ),
    Kind(
        "a sum that does not hold",
        r" is (not|more than) .*( \(\S+ against \S+\)|, not listed one by one: \d+ cells) -> kept as ",
        "Correct the numbers in the file. If they are rounded, set `tolerance` of the check.",
    ),
    Kind(
        "nobody answers",
        r"^no firm answers in wave",
        "If the question was not asked in that wave, set `not_asked_in` of this column in the codebook.",
    ),
    Kind(
        "not a number, perhaps a decimal comma",
        r"^not a number \(with a decimal comma",
        'Set decimal = "," in [file] of the codebook if the comma parts the decimals. If it parts thousands, '
        "write the number without it.",
    ),
    Kind(
        "not a number",
        r"^not a number",
        f"{IN_THE_FILE}: digits only, without % or words. If the text means that there is no answer, add it "
        "to `missing` of this column.",
    ),
    Kind(
        "outside the scale or the bounds",
        r"^outside the scale |^outside |^above |^below ",
        f"{IN_THE_FILE}. If it is a code for no answer, add it to `missing` of this column. If the scale is "
        "wider, correct `scale`.",
    ),
    Kind(
        "between two answers of the scale",
        r"^between the answers of the scale",
        f"{IN_THE_FILE}. If such answers are right, set `step`, for example step = 0.5.",
    ),
    Kind(
        "not one of the answers",
        r"^not one of the answers|^not one of the levels",
        f"{IN_THE_FILE}, or add the answer to `words` or `levels` of this column, or to its `missing`.",
    ),
    Kind(
        "neither yes nor no",
        r"^listed neither as yes",
        "Add the answer to `yes`, `no` or `missing` of this column in the codebook.",
    ),
    Kind(
        "a share outside its bounds",
        r"^a share outside",
        f"{IN_THE_FILE}. If the column holds percentages, set maximum = 100. If it is a code for no answer, "
        "add it to `missing`.",
    ),
    Kind(
        "percentages or shares",
        r"^no share is above 1 of ",
        "If the column holds shares from 0 to 1, set maximum = 1. If it holds percentages, nothing is wrong.",
    ),
    Kind("a negative amount", r"^a negative amount", f"{IN_THE_FILE}, or add the code to `missing`."),
    Kind(
        "a weight that is not above zero",
        r"^a weight of zero|^a negative weight",
        "Ask who made the weights. The firm counts, and adds nothing to weighted results.",
    ),
    Kind("not a year", r"^not a year of four digits", f"{IN_THE_FILE}: four digits, for example 2014."),
    Kind(
        "a year after the survey",
        r"^after the survey year|^in the future|^after the wave of the year",
        f"{IN_THE_FILE}, or correct `survey_year`.",
    ),
    Kind("a year before the firm existed", r"^before the founding year", IN_THE_FILE + "."),
    Kind(
        "the same firm twice",
        r"^the same firm twice",
        "Keep one row for each firm and wave, or name the column of the wave in [firm].",
    ),
    Kind("no firm identifier", r"^no firm identifier", "Give the row an identifier, or remove it."),
    Kind("no wave", r"^no wave|^not a whole number", "Give the row a wave (a whole number), or remove it."),
    Kind(
        'nobody answers "yes"',
        r'^no firm answers "yes"',
        "Find out whether it was asked in that wave. If it was not, set `not_asked_in` of this activity: as "
        'it stands, it counts as "no" for every firm of the wave.',
    ),
    Kind(
        "yes against a filter question",
        r"^says yes, although ",
        "Look both answers up in the questionnaire and correct the wrong one.",
    ),
    Kind(
        "a row with too few cells",
        r"^a row of \d+ cells",
        "Open the file in a text editor at that row: a line break or quotation mark in an answer splits it.",
    ),
)
