"""Damaged copies on rows: those of a scan, however the archive is dealt out."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from typing import Any

import pytest

import nuskha
from nuskha._native import parts as native
from nuskha.spark._noise import noisy
from nuskha.spark._rows import Kind, LocalEngine, Plan, Row, u64

REVISION, SHARED_PASSAGE = 3, 7  # as they are numbered in bytes
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def make_archive(count: int = 160) -> list[str]:
    """Texts of which some are badly damaged copies of others."""
    rng = random.Random(3)
    words = ["".join(rng.choices(LETTERS, k=rng.randrange(3, 10))) for _ in range(3000)]
    out: list[str] = []
    for _ in range(count):
        if out and rng.random() < 0.35:
            every = rng.choice([5, 6, 7])
            out.append(
                "".join(rng.choice(LETTERS) if c != " " and rng.randrange(every) == 0 else c for c in rng.choice(out))
            )
        else:
            out.append(" ".join(words[int(3000 * rng.random() ** 2)] for _ in range(rng.randrange(30, 220))))
    return out


class Run:
    """`noisy` on an archive, by the local engine."""

    def __init__(self, texts: list[str], texts_per_part: int = 50, num_shards: int = 3, **options: Any) -> None:
        self.texts = texts
        self.rows: list[Row] = []
        self.asked: list[int] = []
        digests = native.digest([f"{i:05}" for i in range(len(texts))], texts, "spelling")
        self.plan = Plan(
            texts_per_part=texts_per_part,
            num_shards=num_shards,
            num_documents=len(texts),
            num_texts=len(texts),
            num_words=sum(len(text.split()) for text in texts),
            **options,
        )
        for i, digest in enumerate(digests):
            self.rows.append(Row(self.plan.part(i), Kind.TEXT, i, digest))
            self.rows.append(Row(self.plan.part(i), Kind.HOLDERS, i, b"of no concern"))

    def raw_texts(self, rows: list[Row]) -> list[Row]:
        self.asked = [row.id for row in rows]
        return [Row(self.plan.part(i), Kind.DOCUMENT, i, self.texts[i].encode()) for i in self.asked]

    def found(
        self, families: dict[int, int] | None = None, pairs: list[Row] | None = None, passages: list[Row] | None = None
    ) -> list[Row]:
        family_rows = [
            Row(self.plan.part(text), Kind.FAMILY, text, u64(family) + struct.pack("<I", 2))
            for text, family in (families or {}).items()
        ]
        rows = noisy(LocalEngine(), self.plan, self.rows, family_rows, passages or [], pairs or [], self.raw_texts)
        return sorted(rows, key=lambda row: row.data)


def ids_of(row: Row) -> tuple[int, int]:
    a, b = struct.unpack_from("<QQ", row.data)
    return a, b


def pair_row(a: int, b: int, relation: int, words: tuple[int, int] = (0, 0)) -> Row:
    numbers = (*words, *[0] * 8)
    return Row(9, Kind.VERIFIED, 0, struct.pack("<QQI10I6d", a, b, relation, *numbers, *[0.0] * 6))


@pytest.fixture(scope="module")
def archive() -> list[str]:
    return make_archive()


@pytest.fixture(scope="module")
def alone(archive: list[str]) -> list[Row]:
    return Run(archive).found()


def test_they_are_those_of_a_scan(archive: list[str], alone: list[Row]) -> None:
    report = nuskha.scan(((f"{i:05}", text) for i, text in enumerate(archive)), join="lsh")

    def pairs_of_scan() -> Iterator[tuple[int, int, float, float]]:
        for pair in report.pairs:
            if pair.fuzzy_similarity is not None:
                a, b = sorted((int(pair.a), int(pair.b)))
                yield a, b, round(pair.similarity, 4), round(pair.fuzzy_similarity, 4)

    expected = sorted(pairs_of_scan())
    assert len(expected) > 20
    found = []
    for row in alone:
        a, b, relation = struct.unpack_from("<QQI", row.data)
        assert (row.key, row.kind, row.id, relation) == (a // 50, Kind.NOISY, a, REVISION)
        assert len(row.data) == native.BYTES_OF_PAIR
        similarity, *_, fuzzy = struct.unpack_from("<6d", row.data, 60)
        found.append((a, b, round(similarity, 4), round(fuzzy, 4)))
    assert sorted(found) == expected


@pytest.mark.parametrize(("texts_per_part", "num_shards"), [(1000, 1), (7, 16), (1, 5)])
def test_they_do_not_depend_on_how_it_is_dealt_out(archive: list[str], texts_per_part: int, num_shards: int) -> None:
    # A family that has its copies in it makes their words common: fewer texts are noisy.
    families = {text: text - text % 10 for text in range(0, 160) if text % 20 >= 10}
    expected = [row.data for row in Run(archive).found(families)]
    assert expected
    assert [row.data for row in Run(archive, texts_per_part, num_shards).found(families)] == expected


def test_only_texts_that_are_compared_are_read_again(archive: list[str]) -> None:
    run = Run(archive)
    rows = run.found()
    assert len(run.asked) == len(set(run.asked)) < len(archive)
    assert {text for row in rows for text in ids_of(row)} <= set(run.asked)


def test_known_pairs(archive: list[str], alone: list[Row]) -> None:
    a, b = ids_of(alone[0])
    others = [row.data for row in alone[1:]]
    known = [pair_row(a, b, REVISION)]
    assert [row.data for row in Run(archive).found(pairs=known)] == others  # has its relation
    # A shared passage is measured already, and decided by that: here nothing at all in common.
    words = (len(archive[a].split()), len(archive[b].split()))
    assert [row.data for row in Run(archive).found(pairs=[pair_row(a, b, SHARED_PASSAGE, words)])] == others
    found = struct.unpack_from("<2I", alone[0].data, 20)
    assert found == words
    measured = alone[0].data[:16] + struct.pack("<I", SHARED_PASSAGE) + alone[0].data[20:-8] + struct.pack("<d", 0)
    assert Run(archive).found(pairs=[Row(4, Kind.VERIFIED, 0, measured)]) == alone


def test_boilerplate_is_set_aside(archive: list[str], alone: list[Row]) -> None:
    a, b = ids_of(alone[0])
    all_but_last = [
        Row(text // 50, Kind.PASSAGES, text, struct.pack("<2I", 0, len(archive[text].split()) - 12)) for text in (a, b)
    ]
    found = Run(archive).found(passages=all_but_last)
    assert len(found) <= len(alone)
    assert found == [row for row in alone if row in found]


def test_a_text_that_changed_is_left_out(archive: list[str], alone: list[Row]) -> None:
    run = Run(archive)
    a, _ = ids_of(alone[0])
    run.texts = [*archive[:a], archive[a] + " more", *archive[a + 1 :]]
    assert run.found() == [row for row in alone if a not in ids_of(row)]


@pytest.mark.parametrize("options", [{"threshold": 0.71}, {"level": "layout"}])
def test_none_where_words_must_agree(archive: list[str], options: dict[str, Any]) -> None:
    run = Run(archive, **options)
    assert run.found() == []
    assert run.asked == []


def test_an_archive_without_noise() -> None:
    run = Run(["the same words in every text and there are just enough of them for it"] * 3)
    assert run.found() == []
    assert run.asked == []


def test_a_family_without_its_text_is_an_error(archive: list[str]) -> None:
    with pytest.raises(ValueError, match="text 900, of which there is no row"):
        Run(archive).found({3: 900})
