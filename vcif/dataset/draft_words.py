"""Words by which a draft guesses what a column asks; every guess is marked for a person to confirm."""

from __future__ import annotations

from vcif.dataset.answer_words import words

# The words by which answers are read, and those of further languages; 1 and 0 alone do not tell a question of
# yes and no from one of numbers.
YES = (frozenset(words("yes")) - {"1"}) | {"j", "o", "ano", "igen", "kyllä"}
NO = (frozenset(words("no")) - {"0"}) | {"nee", "ne", "nem", "ei", "nej"}
IDENTIFIER = (
    r"(^|[\W_])(id|idstd|ident|identifier|firm|company|establishment|respondent|case|key|code|nr|no|number)"
    r"($|[\W_\d])|(id|nr|code)$|序号|编号|企业|编码|代码"
)
WAVE = r"(^|[\W_])(wave|round|panel|year|jahr|année|año|welle)($|[\W_])|轮次|年度|年份"
WEIGHT = r"(^|[\W_])(w|wt|wgt|weight|gewicht|poids|peso)($|[\W_\d])|weight$|^w(median|strict|weak)$|权重"
SHARE = r"%|per ?cent|percent|share|ratio|proportion|anteil|pct|比例|占比|百分"
ABROAD = (
    r"export|import|abroad|overseas|foreign|international|cross.?border|ausland|étranger|extranjer|"
    r"出口|进口|海外|国外|境外|出海"
)
SCALE = (
    r"agree|satisf|importan|likely|often|never|always|much|better|worse|very|extent|obstacle|strong|"
    r"not at all|poor|excellent|同意|满意|重要|非常|经常|从不|总是|很|zustimm|wichtig|zufrieden|"
    r"d'accord|importan|satisf|acuerdo"
)
