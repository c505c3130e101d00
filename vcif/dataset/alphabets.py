"""Letters by language: what text looks like when it was decoded with the right encoding.

An encoding is judged by the letters that come out, not by the bytes: text of a language uses the letters of
its alphabet, and a wrong encoding mixes in those of others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

# The letters beyond a to z that a language writes; capitals are added.
LATIN: Mapping[str, str] = {
    "German": "äöüß",
    "French": "àâæçéèêëîïôœùûü",
    "Spanish": "áéíñóúü",
    "Portuguese": "áâãàçéêíóôõú",
    "Italian": "àèéìòù",
    "Dutch": "éëïöü",
    "Danish, Norwegian": "æøåé",
    "Swedish, Finnish": "åäöé",
    "Icelandic": "áæéíóöúýþð",
    "Polish": "ąćęłńóśźż",
    "Czech": "áčďéěíňóřšťúůýž",
    "Slovak": "áäčďéíĺľňóôŕšťúýž",
    "Hungarian": "áéíóöőúüű",
    "Croatian, Slovene": "čćđšž",
    "Romanian": "ăâîşţ",
    "Turkish": "çğıİöşüâ",
    "Lithuanian, Latvian": "ąčęėįšųūžāēģīķļņ",
    "Estonian": "äõöü",
    "Vietnamese": "àáâãèéêìíòóôõùúýăđĩũơư\u0300\u0301\u0303\u0309\u0323",
}
# Signs that stand in text of any language: they speak for no encoding and against none.
SIGNS = frozenset("‘’“”„«»–—…€£°§·•™®©±²³½¼¾×\xa0¿¡ºª")
CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёієїґ"
GREEK = "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋ"
HEBREW = "".join(map(chr, range(0x5D0, 0x5EB)))
ARABIC = "".join(map(chr, (*range(0x621, 0x63B), *range(0x641, 0x653), 0x67E, 0x686, 0x698, 0x6AF)))
EAST_ASIAN_SIGNS = frozenset("、。「」『』（）【】《》〈〉：；，？！·～　“”‘’…—％／－")
Test = Callable[[str], bool]


def _both_cases(letters: str) -> frozenset[str]:
    """Return letters with their capitals."""
    return frozenset(letters + letters.upper().replace("SS", ""))


def _among(letters: str) -> Test:
    """Return the test for the letters of an alphabet."""
    return _both_cases(letters).__contains__


@cache
def _first_byte(letter: str, encoding: str) -> int:
    """Return the first byte of a letter of two bytes; 0 if the encoding does not have it."""
    try:
        code = letter.encode(encoding)
    except UnicodeEncodeError:
        return 0
    return code[0] if len(code) == 2 else 0


def _simplified(letter: str) -> bool:
    """Tell whether a letter is one of the 3,755 common ones of the Chinese standard."""
    return letter in EAST_ASIAN_SIGNS or 0xB0 <= _first_byte(letter, "gb2312") <= 0xD7


def _traditional(letter: str) -> bool:
    """Tell whether a letter is one of the 5,401 common ones of the Taiwanese standard."""
    return letter in EAST_ASIAN_SIGNS or 0xA4 <= _first_byte(letter, "big5") <= 0xC6


def _japanese(letter: str) -> bool:
    """Tell whether a letter is kana or one of the 2,965 common kanji of the Japanese standard."""
    kana = "\u3041" <= letter <= "\u30fe" or "\uff66" <= letter <= "\uff9f"
    return kana or letter in EAST_ASIAN_SIGNS or 0xB0 <= _first_byte(letter, "euc_jp") <= 0xCF


def _korean(letter: str) -> bool:
    """Tell whether a letter is a Korean syllable of the Korean standard."""
    return letter in EAST_ASIAN_SIGNS or 0xB0 <= _first_byte(letter, "euc_kr") <= 0xC8


_WESTERN = ("German", "French", "Spanish", "Portuguese", "Italian", "Dutch", "Danish, Norwegian")
_CENTRAL = ("Polish", "Czech", "Slovak", "Hungarian", "Croatian, Slovene", "Romanian")


def _latin(*languages: str) -> tuple[Test, ...]:
    """Return the tests for some languages."""
    return tuple(_among(LATIN[language]) for language in languages)


# What an encoding is used for; where two give the same text, the earlier one is named.
LANGUAGES: Mapping[str, tuple[Test, ...]] = {
    "gb18030": (_simplified,),
    "big5": (_traditional,),
    "shift_jis": (_japanese,),
    "euc_jp": (_japanese,),
    "euc_kr": (_korean,),
    "windows-1252": _latin(*_WESTERN, "Swedish, Finnish", "Icelandic", "Estonian"),
    "windows-1250": _latin(*_CENTRAL, "German"),
    "windows-1254": _latin("Turkish"),
    "windows-1251": (_among(CYRILLIC),),
    "koi8-r": (_among(CYRILLIC),),
    "windows-1253": (_among(GREEK),),
    "windows-1255": (_among(HEBREW),),
    "windows-1256": (_among(ARABIC),),
    "windows-1257": _latin("Lithuanian, Latvian", "Estonian"),
    "windows-1258": _latin("Vietnamese"),
}
