"""Words by which a draft guesses what a column asks; every guess is marked for a person to confirm."""

from __future__ import annotations

YES = frozenset(
    {
        *("yes", "y", "true", "是", "有", "对", "ja", "j", "oui", "o", "sí", "si", "sim", "sì", "да", "evet"),
        *("はい", "예", "네", "có", "نعم", "tak", "ano", "igen", "kyllä"),
    }
)
NO = frozenset(
    {
        *("no", "n", "false", "否", "无", "没有", "不是", "無", "沒有", "nein", "non", "não", "nao", "нет"),
        *("hayır", "いいえ", "아니오", "아니요", "không", "لا", "nie", "ne", "nem", "ei", "nej"),
    }
)
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
