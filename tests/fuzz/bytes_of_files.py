"""Mutations of bytes: what a broken download, a bad disk or a hand-made attack does to a file."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable, Sequence

from tests.fuzz.book import BOOK, toml
from tests.fuzz.files import BASE, to_bytes
from tests.fuzz.judge import Case

ENDINGS = (".csv", ".tsv", ".xlsx", ".sav", ".zsav", ".dta", ".parquet", ".xpt", ".csv.gz", ".zip")
EXTREMES = tuple(
    struct.pack(form, value)
    for form, values in (
        ("<i", (0, -1, 1, 2**31 - 1, -(2**31), 2**16, 255)),
        ("<q", (0, -1, 2**63 - 1, -(2**63), 2**32)),
        ("<d", (0.0, float("inf"), float("nan"), -1.7976931348623157e308, 5e-324)),
        ("<H", (0, 0xFFFF, 0x7FFF, 1)),
    )
    for value in values
)
TOKENS = (
    *(
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\r",
        b"\n",
        b'"',
        b'""',
        b",",
        b";",
        b"\t",
        b"=",
        b"$FL2",
        b"PK",
    ),
    *(b"PAR1", b"<stata_dta>", b"</", b"<map>", b"\xe6\x98\xaf", b"NaN", b"inf", b"1e999", b"-0", b"&#0;"),
)
Mutation = Callable[[bytearray, random.Random], None]


def _flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _overwrite(data: bytearray, chance: random.Random) -> None:
    place, piece = chance.randrange(len(data)), chance.choice(EXTREMES)
    data[place : place + len(piece)] = piece


def _insert(data: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(data) + 1)
    data[place:place] = chance.choice((*TOKENS, chance.randbytes(chance.randrange(1, 40))))


def _delete(data: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(data))
    del data[place : place + chance.choice((1, 2, 4, 8, 64, 1000))]


def _repeat(data: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(data))
    piece = bytes(data[place : place + chance.choice((1, 4, 16, 300))])
    data[place:place] = piece * chance.choice((1, 2, 20, 200))


def _truncate(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def _blank_out(data: bytearray, chance: random.Random) -> None:
    place, length = chance.randrange(len(data)), chance.choice((4, 16, 256))
    data[place : place + length] = chance.choice((b"\0", b"\xff", b" ")) * length


def _swap(data: bytearray, chance: random.Random) -> None:
    size = chance.choice((1, 4, 8, 32))
    first, second = chance.randrange(len(data)), chance.randrange(len(data))
    data[first : first + size], data[second : second + size] = (
        data[second : second + size],
        data[first : first + size],
    )


def _append(data: bytearray, chance: random.Random) -> None:
    data += chance.choice((b"\0" * 100, bytes(data[: len(data) // 2]), chance.randbytes(64)))


MUTATIONS: Sequence[Mutation] = (
    *(_flip, _flip, _overwrite, _overwrite, _insert, _delete, _repeat, _truncate, _blank_out, _swap, _append),
)
HEADS = 0.3  # how often only the first bytes are touched, which is where the format's numbers stand


class Corpus:
    """The unbroken files, made once, and the broken ones by their number."""

    def __init__(self) -> None:
        self.files = {ending: to_bytes(BASE, ending) for ending in ENDINGS}
        self.book = toml(BOOK).encode()

    def case(self, number: int) -> Case:
        """Return the broken file of this number; the same for every run."""
        chance = random.Random(number)
        ending = ENDINGS[number % len(ENDINGS)]
        whole = self.files[ending]
        if chance.random() < HEADS:
            cut = min(len(whole), chance.choice((64, 256, 1024)))
            data = self._mutated(bytearray(whole[:cut]), chance) + whole[cut:]
        else:
            data = self._mutated(bytearray(whole), chance)
        if ending == ".zsav" and chance.random() < 0.3:
            data = whole[: len(whole) // 2] + zlib.compress(chance.randbytes(50)) + whole[len(whole) // 2 :]
        also = chance.choice(("", "", "", "draft", ".csv", ".sav"))
        return Case(f"firms{ending}", bytes(data), self.book, also=also)

    def _mutated(self, data: bytearray, chance: random.Random) -> bytes:
        for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
            if data:
                chance.choice(MUTATIONS)(data, chance)
        return bytes(data)
