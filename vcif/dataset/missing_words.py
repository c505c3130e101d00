"""Words and codes that usually mean that there is no answer, in the languages in which surveys come."""

from __future__ import annotations

import re
import unicodedata

WORDS = frozenset(
    {
        *(
            "don't know",
            "do not know",
            "dont know",
            "dk",
            "dk/na",
            "not sure",
            "unsure",
            "unknown",
            "no idea",
        ),
        *("refused", "refuse", "refusal", "prefer not to say", "prefer not to answer", "no answer"),
        *(
            "no response",
            "not answered",
            "not stated",
            "not asked",
            "missing",
            "skipped",
            "na",
            "n/a",
            "n.a.",
        ),
        *("not applicable", "does not apply", "inapplicable", "no opinion", "can't say", "cannot say"),
        *("不知道", "不清楚", "不确定", "说不清", "拒绝回答", "拒答", "未回答", "无回答", "不适用", "缺失"),
        *("不確定", "說不清", "拒絕回答", "未回答", "無回答", "不適用", "缺失值"),
        *("weiß nicht", "weiss nicht", "keine angabe", "k.a.", "trifft nicht zu", "verweigert", "entfällt"),
        *("ne sait pas", "nsp", "je ne sais pas", "sans réponse", "refus", "non applicable", "non concerné"),
        *("no sabe", "no sé", "no contesta", "ns/nc", "no responde", "no aplica", "sin respuesta"),
        *("não sabe", "não sei", "não respondeu", "não se aplica", "sem resposta"),
        *("non so", "non sa", "non risponde", "non applicabile", "rifiuta"),
        *("не знаю", "затрудняюсь ответить", "отказ", "нет ответа", "не применимо"),
        *("わからない", "分からない", "無回答", "該当なし", "不明"),
        *("모름", "무응답", "해당없음", "해당 없음"),
        *("bilmiyorum", "cevap yok", "không biết", "không trả lời", "لا أعرف", "لا ينطبق"),
    }
)
CODES = frozenset(
    {
        *(8, 9, 88, 97, 98, 99, 777, 888, 997, 998, 999, 8888, 9997, 9998, 9999, 99999),
        *(-1, -2, -3, -4, -5, -6, -7, -8, -9, -77, -88, -97, -98, -99, -777, -888, -998, -999, -9999),
    }
)
IN_BRACKETS = re.compile(r"[(\[（【].*?[)\]）】]")
ENDS = re.compile(r"[\s,;:/.\-–—]")


def says_missing(text: str) -> bool:
    """Tell whether a word or a value label says that there is no answer.

    >>> [says_missing(text) for text in ("Don’t know (spontaneous)", "NA", "weiß nicht", "know-how", "No")]
    [True, True, True, False, False]
    """
    plain = IN_BRACKETS.sub("", unicodedata.normalize("NFKC", text).casefold()).replace("’", "'").strip()
    plain = " ".join(plain.split())
    if plain in _FOLDED:
        return True
    return any(plain.startswith(word) and ENDS.match(plain[len(word) :]) for word in _LONG)


_FOLDED = frozenset(unicodedata.normalize("NFKC", word).casefold() for word in WORDS)
# Only words of some length may stand at the beginning of a longer text: "na" begins many.
_LONG = tuple(sorted(word for word in _FOLDED if len(word) > 5))
