"""Archives as DataFrames, and what is found in them compared with a report of nuskha.scan."""

from __future__ import annotations

import random
from typing import Any

from archives import FIXTURES, make_texts
from pyspark.sql import DataFrame, SparkSession

import nuskha
import nuskha.spark

Pairs = list[tuple[str, str]]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def frame_of(session: SparkSession, pairs: Pairs) -> DataFrame:
    return session.createDataFrame(pairs, "id string, text string").repartition(3)


def generated(count: int = 150, seed: int = 5) -> Pairs:
    """Ids whose order by bytes is another than by UTF-16 and by number."""
    marks = ["", "\U0001f600", "\uffee", "é", "z", "Z"]
    return [(f"{marks[i % 6]}{i}-2021-0{i % 9 + 1}-1{i % 9}", text) for i, text in enumerate(make_texts(count, seed))]


def fixtures() -> Pairs:
    """Every fixture that is UTF-8, whatever it is about."""
    out = []
    for path in sorted(FIXTURES.rglob("*")):
        if path.is_file():
            try:
                out.append((path.relative_to(FIXTURES).as_posix(), path.read_bytes().decode()))
            except UnicodeDecodeError:
                continue
    return out


def damaged(count: int = 120) -> Pairs:
    """Texts in one vocabulary, some of them copies in which every sixth letter is another, as after a poor scan."""
    rng = random.Random(3)
    words = ["".join(rng.choices(LETTERS, k=rng.randrange(3, 10))) for _ in range(2000)]
    texts: list[str] = []
    for i in range(count):
        if i % 3 == 2:
            texts.append(
                "".join(rng.choice(LETTERS) if c != " " and rng.randrange(6) == 0 else c for c in texts[i - 2])
            )
        else:
            texts.append(" ".join(words[int(2000 * rng.random() ** 2)] for _ in range(rng.randrange(60, 200))))
    return [(f"damaged/{i}", text) for i, text in enumerate(texts)]


def plain(value: Any) -> Any:
    """A value of a DataFrame as JSON has it."""
    if hasattr(value, "asDict"):
        return {name: plain(one) for name, one in value.asDict().items()}
    return [plain(one) for one in value] if isinstance(value, list) else value


DEFAULTS = {
    "documents": {"encoding": "UTF-8", "encoding_detected": False, "date_source": None, "date_readings": []},
    "pairs": {"fuzzy_similarity": None},
    "families": {"keep": None, "cohesion": None, "cohesion_at_most": None, "lost": [], "collated": True},
    "boilerplate": {"within_document": False},
}
SORTED_BY = {"documents": ("path",), "pairs": ("a", "b"), "families": ("id",), "boilerplate": ("id",)}


def assert_equal(found: nuskha.spark.Tables, report: nuskha.Report) -> None:
    types = {"documents": "document", "pairs": "pair", "families": "family", "boilerplate": "boilerplate"}
    records = list(report.records())
    for name, kind in types.items():
        expected = [DEFAULTS[name] | r for r in records if r["type"] == kind]
        for record in expected:
            del record["type"]
            for member in record.get("members", ()):
                member.setdefault("relation", None)
        rows = [plain(row) for row in getattr(found, name).collect()]
        rows.sort(key=lambda row: [str(row[by]).encode() if by != "id" else row[by] for by in SORTED_BY[name]])
        assert rows == expected, name
