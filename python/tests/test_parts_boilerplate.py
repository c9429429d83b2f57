"""Boilerplate on parts of an archive, against a scan of the whole."""

from __future__ import annotations

import json
import pickle
import random
import struct
from collections.abc import Iterable
from typing import Any

import pytest
from conftest import make_texts

import nuskha
from nuskha import _native
from nuskha.spark import _boilerplate
from nuskha.spark._rows import Kind, LocalEngine, Plan, Row, Step, u64

Table = list[Row]


class ShuffledEngine(LocalEngine):
    """Gives keys and rows in any order, and pickles every step."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def deal(self, tables: list[Table], step: Step) -> Table:
        rows = [row for table in tables for row in table]
        self.random.shuffle(rows)
        return super().deal([rows], pickle.loads(pickle.dumps(step)))

    def each(self, rows: Table, step: Any) -> Table:
        rows = self.random.sample(rows, len(rows))
        size = self.random.randrange(1, 30)
        step = pickle.loads(pickle.dumps(step))
        return [row for begin in range(0, len(rows), size) for row in step(rows[begin : begin + size])]


class Archive:
    """Texts as the steps get them: distinct ones by part, called by their first document."""

    def __init__(self, documents: Iterable[tuple[str, str]], **plan: Any) -> None:
        self.documents = sorted(documents, key=lambda document: document[0].encode())
        ids = [id for id, _ in self.documents]
        digests = _native.parts.digest(ids, [text for _, text in self.documents], "spelling")
        keys, words = _native.parts.text_keys(digests, "spelling")
        by_words: dict[bytes, list[int]] = {}
        for number, key in enumerate(keys):
            by_words.setdefault(key, []).append(number)
        self.holders = {group[0]: group for group in by_words.values()}
        num_words = sum(words[text] for text in self.holders)
        self.plan = Plan(num_documents=len(ids), num_texts=len(self.holders), num_words=num_words, **plan)
        self.texts: Table = []
        for text, group in self.holders.items():
            part = self.plan.part(text)
            self.texts.append(Row(part, Kind.TEXT, text, digests[text]))
            if len(group) > 1:
                held = b"".join(u64(n) + struct.pack("<I", len(digests[n])) + digests[n] for n in group)
                self.texts.append(Row(part, Kind.HOLDERS, text, held))

    def family_rows(self, family_of: dict[int, int]) -> Table:
        sizes: dict[int, int] = {}
        for family in family_of.values():
            sizes[family] = sizes.get(family, 0) + 1
        return [
            Row(self.plan.part(text), Kind.FAMILY, text, u64(family) + struct.pack("<I", sizes[family]))
            for text, family in family_of.items()
            if sizes[family] > 1
        ]

    def families(self, report: nuskha.Report) -> dict[int, int]:
        """The family of each text that isn't alone, by what a scan says of documents."""
        number = {id: n for n, (id, _) in enumerate(self.documents)}
        out: dict[int, int] = {}
        for family in report.families:
            members = sorted(number[member.path] for member in family.members)
            texts = [n for n in members if n in self.holders]
            out.update((text, texts[0]) for text in texts)
        return out

    def first_days(self) -> dict[int, str]:
        """Of each text, where one is known: by the records of its documents."""
        report = nuskha.scan(self.documents, join="lsh", timing=False)
        days = [document.date for document in report.documents]
        known = {text: [day for n in group if (day := days[n])] for text, group in self.holders.items()}
        return {text: min(days) for text, days in known.items() if days}

    def raw_texts(self, rows: Table) -> Table:
        return [Row(self.plan.part(row.id), Kind.DOCUMENT, row.id, self.documents[row.id][1].encode()) for row in rows]

    def run(self, family_of: dict[int, int], engine: LocalEngine) -> tuple[Table, Table, Table, Table, int]:
        sources, num_sources = _boilerplate.sources(engine, self.plan, self.texts, self.family_rows(family_of))
        passages, rare = _boilerplate.find(engine, self.plan, self.texts, sources, num_sources)
        found = _boilerplate.records(engine, self.plan, self.texts, passages, sources, self.raw_texts)
        return sources, passages, rare, found, num_sources


FOOTERS = [
    "About the council\n\nThe council of the harbour city is an assembly of forty members. It meets on Mondays.\n\n"
    "Press office, telephone 555 {n}",
    "عن المجلس\n\nمجلس المدينة هيئة منتخبة تضم أربعين عضوا وتجتمع كل يوم اثنين في قاعة البلدية الكبرى\n\n"
    "للاتصال بالمكتب الصحفي يرجى الكتابة إلى العنوان المذكور أدناه رقم {n}",
    "For more about the city see the pages of the council or call the press office any day.",
]


def make_archive(count: int, seed: int) -> list[tuple[str, str]]:
    """Releases with dates, footers, some of them reworded, copies, versions and passages that stand twice."""
    rng = random.Random(seed)
    out: list[tuple[str, str]] = []
    for number, body in enumerate(make_texts(count, seed, 200)):
        text = body
        if rng.random() < 0.6:
            footer = rng.choice(FOOTERS).format(n=rng.randrange(100))
            if rng.random() < 0.2:
                words = footer.split(" ")
                words[rng.randrange(len(words))] = "changed"
                footer = " ".join(words)
            text += "\n\n" + footer
            if rng.random() < 0.1:
                text += "\n\n" + footer
        if rng.random() < 0.1:
            block = " ".join(f"twice{rng.randrange(10**6)}" for _ in range(20))
            text = block + "\n\n" + text + "\n\n" + block
        day = f"2024-{rng.randrange(1, 7):02}-{rng.randrange(1, 28):02}-" if rng.random() < 0.6 else ""
        out.append((f"{rng.choice('abc')}/{day}release-{number}.txt", text))
        if rng.random() < 0.1:
            out.append((f"copies/{day}release-{number}.txt", text))
    return out


def records_of(report: nuskha.Report) -> list[dict[str, Any]]:
    return [record for record in report.records() if record["type"] == "boilerplate"]


@pytest.mark.parametrize("seed", range(12))
def test_the_records_are_those_of_a_scan(seed: int) -> None:
    documents = make_archive(150, seed)
    archive = Archive(documents, texts_per_part=7, num_shards=3)
    report = nuskha.scan(documents, join="lsh", timing=False)
    # What recurs is counted by the families that whole texts make.
    family_of = archive.families(nuskha.scan(documents, join="lsh", keep_boilerplate=True))
    _, passages, _, found, _ = archive.run(family_of, ShuffledEngine(seed))
    assert passages
    rows = sorted(found, key=lambda row: row.id)
    assert [row.id for row in rows] == list(range(len(rows)))
    assert [json.loads(row.data) for row in rows] == records_of(report)
    kinds = {record.get("within_document", False) for record in records_of(report)}
    assert kinds == {False, True}


def random_families(archive: Archive, rng: random.Random) -> dict[int, int]:
    """Of all texts, each called by its least."""
    texts = sorted(archive.holders)
    out: dict[int, int] = {}
    for i, text in enumerate(texts):
        out[text] = out[texts[rng.randrange(i)]] if i and rng.random() < 0.4 else text
    return out


def families_by_day(archive: Archive, family_of: dict[int, int]) -> dict[int, int]:
    """The rule as it is written, on the whole archive."""
    first: dict[int, str] = {}
    for text, day in archive.first_days().items():
        family = family_of[text]
        first[family] = min(first.get(family, day), day)
    families_of: dict[str, list[int]] = {}
    for family in sorted(first):
        families_of.setdefault(first[family], []).append(family)
    most = max(8, len(set(family_of.values())) // 4)
    out = dict(family_of)
    for text, family in family_of.items():
        of_day = families_of.get(first.get(family, ""), [])
        if 0 < len(of_day) <= most:
            out[text] = of_day[0]
    return out


@pytest.mark.parametrize("seed", range(8))
def test_sources_are_families_and_those_of_one_day(seed: int) -> None:
    rng = random.Random(seed)
    # Many documents of few days; the first of them on one that more than a quarter of all are from.
    documents = [
        (f"{rng.choice('ab')}/2024-01-{rng.choice([1, 1, 1, *range(2, 12)]):02}-{i}", text)
        if rng.random() < 0.8
        else (f"undated-{i}", text)
        for i, text in enumerate(make_texts(90, seed, 30))
    ]
    documents += [(f"z/2023-12-0{rng.randrange(1, 9)}-copy-{i}", documents[i][1]) for i in range(0, 90, 9)]
    archive = Archive(documents, texts_per_part=7, num_shards=4)
    family_of = random_families(archive, rng)
    truth = families_by_day(archive, family_of)
    rows, num_sources = _boilerplate.sources(
        ShuffledEngine(seed), archive.plan, archive.texts, archive.family_rows(family_of)
    )
    sizes: dict[int, int] = {}
    for source in truth.values():
        sizes[source] = sizes.get(source, 0) + 1
    assert num_sources == len(sizes)
    assert {row.key for row in rows if row.key != archive.plan.part(row.id)} == set()
    got = {row.id: int.from_bytes(row.data, "little") for row in rows}
    assert len(got) == len(rows)
    assert got == {text: source for text, source in truth.items() if sizes[source] > 1}
    assert any(source not in family_of.values() or family_of[text] != source for text, source in got.items())


def test_parts_shards_and_the_order_of_rows_do_not_matter() -> None:
    documents = make_archive(120, 5)
    found = []
    for texts_per_part, num_shards in ((1000, 1), (7, 3), (1, 5), (40, 64)):
        archive = Archive(documents, texts_per_part=texts_per_part, num_shards=num_shards)
        family_of = random_families(archive, random.Random(1))
        tables = archive.run(family_of, ShuffledEngine(num_shards))
        found.append(
            [sorted((row.kind, row.id, row.data) for row in table) for table in tables[:4]] + [[(0, tables[4], b"")]]
        )
    assert all(found[0])
    assert found[1:] == found[:1] * 3


def test_bits_of_rare_shingles_are_of_those_that_few_texts_hold() -> None:
    common = "one two three four"
    documents = [(f"{i:02}", f"{common} a{i} b{i} c{i}") for i in range(30)]
    archive = Archive(documents, texts_per_part=7, num_shards=3)
    _, rare = _boilerplate.find(ShuffledEngine(1), archive.plan, archive.texts, [], 30)
    # Of the five shingles of three words the first two are in all texts.
    assert {row.id: row.data for row in rare} == {i: b"\x1c" for i in range(30)}
    few = Archive(documents[:20], texts_per_part=7, num_shards=3)
    _, rare = _boilerplate.find(ShuffledEngine(1), few.plan, few.texts, [], 20)
    assert {row.data for row in rare} == {b"\x1f"}


def test_kept_boilerplate_is_not_found() -> None:
    archive = Archive(make_archive(60, 2), texts_per_part=7, num_shards=3, keep_boilerplate=True)
    _, passages, rare, found, _ = archive.run({}, ShuffledEngine(1))
    assert (passages, found) == ([], [])
    assert len(rare) == archive.plan.num_texts


@pytest.mark.parametrize("count", [0, 1, 2])
def test_small_archives(count: int) -> None:
    block = " ".join(f"word{i}" for i in range(20))
    documents = [(f"{i}", f"{block}\n\nbody{i} of {i}\n\n{block}") for i in range(count)]
    archive = Archive(documents, texts_per_part=7, num_shards=3)
    family_of = dict.fromkeys(range(count), 0)
    _, passages, _, found, _ = archive.run(family_of, ShuffledEngine(1))
    if not count:
        assert found == []
        return
    report = nuskha.scan(documents, join="lsh", timing=False)
    assert [json.loads(row.data) for row in sorted(found, key=lambda row: row.id)] == records_of(report)
    assert len(found) == 1
    assert passages == []


def test_a_document_that_is_gone_leaves_its_text_empty() -> None:
    archive = Archive(make_archive(60, 3), texts_per_part=7, num_shards=3)
    engine = ShuffledEngine(1)
    sources, num_sources = _boilerplate.sources(engine, archive.plan, archive.texts, [])
    passages, _ = _boilerplate.find(engine, archive.plan, archive.texts, sources, num_sources)
    args = (engine, archive.plan, archive.texts, passages, sources)
    whole = sorted(_boilerplate.records(*args, archive.raw_texts), key=lambda row: row.id)
    without = sorted(_boilerplate.records(*args, lambda rows: []), key=lambda row: row.id)
    assert whole
    for one, other in zip(whole, without, strict=True):
        record = json.loads(one.data)
        for variant in record["variants"]:
            assert variant["text"]
            variant["text"] = ""
        assert json.loads(other.data) == record


def test_rows_that_are_torn_say_so() -> None:
    archive = Archive(make_archive(20, 3), texts_per_part=7, num_shards=3)
    torn = [row._replace(data=row.data[:-3]) for row in archive.texts]
    with pytest.raises(nuskha.Error, match="its row isn't whole"):
        _boilerplate.find(LocalEngine(), archive.plan, torn, [], 20)
