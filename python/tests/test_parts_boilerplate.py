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


@pytest.mark.parametrize("seed", range(40))
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
