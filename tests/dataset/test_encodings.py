"""Encodings are stated, shown by the file, or found and said; where two would do, none is taken."""

from __future__ import annotations

import codecs
import random

import pytest

from vcif._errors import DataError
from vcif.dataset import byte_blocks
from vcif.dataset.encoding_guess import likely_encodings
from vcif.dataset.encodings import utf8_blocks

TEXT = "id,buys,sells\nÄ,1,2\n"

# Words as firms' names and answers have them, with the encodings that were usual for the language.
WORDS = {
    "windows-1252": [
        "Müller Söhne Bäckerei Größe früher Geschäftsführer Österreich Köln überwiegend",
        "Société première étranger réponse été forêt façade marché très élevé coût",
        "Compañía España años exportación nación más pequeña dueño México último",
        "São Paulo exportação importação produção indústria próximo comércio três",
    ],
    "windows-1250": [
        "Spółka Łódź przedsiębiorstwo większość sprzedaż zagranicę własność źródło",
        "Společnost příjem výrobek těžký žádný průmysl účet řízení dovoz město",
        "vállalat külföld értékesítés bővítés gyártás nőtt üzem hűtő",
    ],
    "windows-1254": ["Şirket ihracat yıl İstanbul çalışan büyük küçük değil ağır müşteri"],
    "windows-1251": ["Да Нет Компания Экспорт импорт Предприятие завод рынок продажи"],
    "koi8-r": ["Да Нет Компания Экспорт импорт Предприятие завод рынок продажи"],
    "windows-1253": ["Ναι Όχι εταιρεία εξαγωγές εισαγωγές αγορά πωλήσεις μερίδιο"],
    "windows-1255": ["כן לא חברה יצוא יבוא תעשייה מסחר"],
    "windows-1256": ["نعم لا شركة تصدير استيراد التجارة المحدودة مصنع القاهرة"],
    "gb18030": ["有限公司 进出口 贸易 深圳 电子 科技 股份 出口 销售 企业 浙江 纺织"],
    "big5": ["有限公司 進出口 貿易 臺北 電子 科技 股份 出口 銷售 企業 高雄 紡織"],
    "shift_jis": ["株式会社 輸出 輸入 工業 商事 東京 製作所 トヨタ 売上 はい いいえ"],
    "euc_jp": ["株式会社 輸出 輸入 工業 商事 東京 製作所 トヨタ 売上 はい いいえ"],
    "euc_kr": ["주식회사 수출 수입 서울 전자 산업 매출 비율 기업 예 아니오"],
}
CASES = [(encoding, words) for encoding, lists in WORDS.items() for words in lists]


def refusal(read_text, *args, **keys):
    with pytest.raises(DataError) as error:
        read_text(*args, **keys)
    return str(error.value)


@pytest.mark.parametrize(("encoding", "words"), CASES)
def test_an_encoding_is_found_by_its_letters(read_text, encoding, words):
    names = words.split()
    draw = random.Random(1)
    rows = [f"{i} {' '.join(draw.choices(names, k=3))} Ltd,{1 + i % 2},1" for i in range(40)]
    text = "\n".join(["id,buys,sells", *rows])
    survey = read_text(text.encode(encoding))
    assert survey.firms["firm_id"].to_list() == [row.split(",")[0] for row in rows]
    name = survey.reading.encoding
    assert text.encode(name) == text.encode(encoding)
    assert survey.problems.row(0)[4:] == (
        f"text in {name}, not in UTF-8, found by its letters",
        f'read as {name}: set encoding = "{name}" in [file] to be sure',
    )


@pytest.mark.parametrize("text", [words for _, words in CASES])
def test_few_letters_give_the_right_encoding_or_a_choice_with_it(text):
    """One word may fit two encodings; then both are offered, but never a wrong one alone."""
    for encoding, words in CASES:
        if words != text:
            continue
        for word in text.split():
            data = word.encode(encoding)
            guesses = likely_encodings(data)
            readings = {guess.text for guess in guesses}
            assert word.isascii() or not guesses or word in readings


def test_words_of_the_codebook_decide_where_letters_do_not():
    data = "да".encode("windows-1251")
    assert len(likely_encodings(data)) > 1
    (found,) = likely_encodings(data, {"да", "нет"})
    assert (found.encoding, found.text, found.known_words) == ("windows-1251", "да", 1)


def test_an_encoding_that_cannot_be_known_is_refused_with_the_ways_to_read_it(read_text):
    text = refusal(read_text, "id,buys,sells\nкот,1,2\n".encode("windows-1251"))
    assert text == (
        "firms.csv is not written in UTF-8 (line 2). Set the encoding in [file] in which it reads rightly: "
        'encoding = "windows-1251" (reads: кот,1,2), or encoding = "koi8-r" (reads: ЙНР,1,2), '
        'or encoding = "windows-1253" (reads: κξς,1,2).'
    )


def test_bytes_that_are_no_text(read_text):
    assert refusal(read_text, b"id,buys,sells\n\x81\x8d\xff\xfe,1,2\n") == (
        "firms.csv is not written in UTF-8 (line 2). Set encoding in [file] to the encoding in which it was "
        "saved."
    )


@pytest.mark.parametrize("name", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_shows_the_encoding(read_text, name):
    survey = read_text(TEXT.encode(name))
    assert survey.firms["firm_id"].to_list() == ["Ä"]
    assert survey.reading.encoding == name.removesuffix("-sig")
    assert survey.problems.is_empty()


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [TEXT, "id,buys,sells\n深圳电子,1,2\n"])
def test_utf_16_without_a_mark(read_text, name, text):
    survey = read_text(text.encode(name))
    assert survey.reading.encoding == name
    assert survey.firms["firm_id"].to_list() == [text.split("\n")[1][:-4]]


@pytest.mark.parametrize(
    ("name", "stated", "shown"), [("utf-16", "utf-8", "UTF-16"), ("utf-8-sig", "gb18030", "UTF-8")]
)
def test_a_mark_against_the_codebook_is_refused(read_text, name, stated, shown):
    assert refusal(read_text, TEXT.encode(name), file={"encoding": stated}) == (
        f'firms.csv is written in {shown}, but [file] sets encoding = "{stated}": set encoding = '
        f'"{shown.lower()}", or leave the key out.'
    )


def test_a_stated_encoding_is_kept_to(read_text):
    survey = read_text(TEXT.encode("windows-1250"), file={"encoding": "windows-1250"})
    assert survey.reading.encoding == "cp1250"
    assert survey.firms["firm_id"].to_list() == ["Ä"]
    assert survey.problems.is_empty()


@pytest.mark.parametrize("name", ["utf-9", "rot13", "base64"])
def test_an_encoding_that_does_not_exist(read_text, name):
    text = refusal(read_text, "id,buys,sells\n", file={"encoding": name})
    assert text.startswith(
        f'encoding = "{name}" in [file] is not an encoding; allowed are utf-8, utf-16, gb18030'
    )


def test_a_stated_encoding_that_fails(read_text):
    text = refusal(read_text, b"id,buys,sells\n\xff\xff,1,2\n", file={"encoding": "gb18030"})
    assert text.startswith("firms.csv is not written in gb18030 (line 2).")


def test_blocks_end_with_lines_and_not_inside_quotation_marks(tmp_path, monkeypatch):
    monkeypatch.setattr(byte_blocks, "BLOCK", 7)
    text = 'a,b\n1,"x\ny"\n\u00e4,\u6c49\u6c49\u6c49\n"q ""w""\n\n",2\nend,3'
    path = tmp_path / "a.csv"
    for name in ("utf-8", "gb18030", "utf-16"):
        path.write_bytes(text.encode(name))
        blocks = list(utf8_blocks(path, name, "a.csv"))
        assert b"".join(blocks).decode() == text
        assert len(blocks) > 2
        for block in blocks[:-1]:
            assert block.endswith(b"\n")
            assert block.count(b'"') % 2 == 0


def test_the_line_of_a_fault_is_counted_over_blocks(tmp_path, monkeypatch, read_text):
    monkeypatch.setattr(byte_blocks, "BLOCK", 16)
    data = b"id,buys,sells\n" + b"A%d,1,2\n" * 50 % tuple(range(50)) + b"\xff\xff,1,2\n"
    text = refusal(read_text, data, file={"encoding": "utf-8"})
    assert text.startswith("firms.csv is not written in utf-8 (line 52).")


def test_old_line_ends_over_blocks(tmp_path, monkeypatch):
    monkeypatch.setattr(byte_blocks, "BLOCK", 5)
    path = tmp_path / "a.csv"
    path.write_bytes(codecs.BOM_UTF8 + b"a,b\r1,2\r3,4\r")
    assert b"".join(utf8_blocks(path, "utf-8", "a.csv")) == b"a,b\n1,2\n3,4\n"
