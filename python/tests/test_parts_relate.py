"""A scan dealt out in parts and shards gives the records of nuskha.scan: without Spark, by LocalEngine."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from archives import FIXTURES, make_texts

import nuskha
from nuskha import _native
from nuskha.spark._relate import relate
from nuskha.spark._rows import Kind, LocalEngine, Plan, Row

Pairs = list[tuple[str, str]]


def dealt_out(
    pairs: Pairs, texts_per_part: int, num_shards: int, engine: LocalEngine | None = None, **options: Any
) -> dict[str, list[Any]]:
    pairs = sorted(pairs, key=lambda pair: pair[0].encode())
    plan = Plan(texts_per_part=texts_per_part, num_shards=num_shards, num_documents=len(pairs), **options)
    digests = _native.parts.digest([name for name, _ in pairs], [text for _, text in pairs], plan.level)
    documents = [Row(plan.part(i), Kind.DOCUMENT, i, digest) for i, digest in enumerate(digests)]

    def raw_texts(rows: list[Row]) -> list[Row]:
        numbers = {row.id for row in rows}
        return [Row(plan.part(i), Kind.TEXT, i, pairs[i][1].encode()) for i in numbers]

    random.Random(7).shuffle(documents)
    found = relate(engine or LocalEngine(), plan, documents, raw_texts)
    tables = {
        "pair": sorted((json.loads(row.data) for row in found.pairs), key=lambda r: (r["a"].encode(), r["b"].encode()))
    }
    for kind, rows in (("family", found.families), ("boilerplate", found.boilerplate)):
        tables[kind] = [json.loads(row.data) for row in sorted(rows, key=lambda row: row.id)]
    return tables


def scanned(pairs: Pairs, **options: Any) -> dict[str, list[Any]]:
    tables: dict[str, list[Any]] = {"pair": [], "family": [], "boilerplate": []}
    for record in nuskha.scan(iter(pairs), join="lsh", timing=False, **options).records():
        if record["type"] in tables:
            tables[record["type"]].append(record)
    return tables


def assert_equal(pairs: Pairs, texts_per_part: int, num_shards: int, **options: Any) -> dict[str, list[Any]]:
    expected = scanned(pairs, **options)
    found = dealt_out(pairs, texts_per_part, num_shards, **options)
    for kind, records in expected.items():
        for record in records + found[kind]:
            record.pop("id", None)
        assert found[kind] == records, kind
    return expected


@pytest.mark.parametrize(("texts_per_part", "num_shards"), [(7, 1), (50, 5), (10_000, 70)])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"threshold": 0.45, "miss_rate": 0.001},
        {"level": "layout", "threshold": 0.8},
        {"keep_boilerplate": True, "level": "text"},
    ],
)
def test_generated_archives(texts_per_part: int, num_shards: int, options: dict[str, Any]) -> None:
    pairs = [(f"{i % 13}/{i}-2021-05-{i % 28 + 1:02}", text) for i, text in enumerate(make_texts(500, seed=9))]
    pairs += [(f"copy-{i}", pairs[i % 5][1] + " " * (i % 2)) for i in range(30)] + [("empty", ""), ("none", "  ")]
    expected = assert_equal(pairs, texts_per_part, num_shards, **options)
    assert len(expected["pair"]) > 100 and len(expected["family"]) > 20
    assert bool(expected["boilerplate"]) != options.get("keep_boilerplate", False)


def near_copies(rng: random.Random, count: int, num_words: int, most_changes: int) -> list[str]:
    words = [f"w{rng.randrange(3000)}" for _ in range(num_words)]
    out = []
    for _ in range(count):
        copy = list(words)
        for _ in range(rng.randrange(most_changes + 1)):
            copy[rng.randrange(num_words)] = f"w{rng.randrange(3000)}"
        out.append(" ".join(copy))
    return out


def notices(rng: random.Random, count: int) -> list[str]:
    form = [f"w{rng.randrange(3000)}" for _ in range(60)]
    out = []
    for _ in range(count):
        notice = list(form)
        for place in (5, 6, 20, 21, 22, 40):
            notice[place] = f"name{rng.randrange(500)}"
        out.append(" ".join(notice))
    return out


@pytest.mark.parametrize(("texts_per_part", "num_shards"), [(11, 3), (300, 70)])
def test_full_buckets_and_forms(texts_per_part: int, num_shards: int) -> None:
    rng = random.Random(5)
    texts = near_copies(rng, 220, 80, 4) + near_copies(rng, 160, 120, 14)
    texts += notices(rng, 40) + notices(rng, 180) + near_copies(rng, 30, 50, 3)
    texts += [" ".join(f"w{rng.randrange(3000)}" for _ in range(rng.randrange(150))) for _ in range(200)]
    rng.shuffle(texts)
    pairs = [(f"{i:05}-2020-0{1 + i % 9}-11", text) for i, text in enumerate(texts)]
    summary = nuskha.scan(iter(pairs), join="lsh").summary
    assert summary.buckets_cut > 50
    expected = assert_equal(pairs, texts_per_part, num_shards)
    assert {"template", "revision"} <= {pair["relation"] for pair in expected["pair"]}


def test_damaged_copies() -> None:
    rng = random.Random(3)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(rng.choice(letters) for _ in range(rng.randrange(4, 9))) for _ in range(4000)]
    texts = [" ".join(rng.choice(words) for _ in range(150)) for _ in range(60)]
    for text in texts[:12]:
        # A wrong letter in two of three words: few are left whole.
        damaged = [
            word if rng.random() < 0.33 else word[:1] + rng.choice(letters) + word[2:] for word in text.split(" ")
        ]
        texts.append(" ".join(damaged))
    pairs = [(f"{i:03}", text) for i, text in enumerate(texts)]
    for texts_per_part, num_shards in ((5, 3), (100, 1)):
        expected = assert_equal(pairs, texts_per_part, num_shards)
    assert sum("fuzzy_similarity" in pair for pair in expected["pair"]) >= 5


class EndedError(Exception):
    pass


class KeepingEngine(LocalEngine):
    """Keeps stages, as Spark's engine does, whose names must differ; and ends after some."""

    def __init__(self, kept: dict[str, list[Row]], most_stages: int) -> None:
        self.kept = kept
        self.left = most_stages
        self.names: list[str] = []
        self.num_components = 0

    def keep(self, name: str, make: Callable[[], list[Row]]) -> list[Row]:
        assert name not in self.names
        self.names.append(name)
        if name not in self.kept:
            if self.left == 0:
                raise EndedError
            self.kept[name] = make()
            self.left -= 1
        return self.kept[name]

    def components(self, edges: list[Row], plan: Plan) -> list[Row]:
        self.num_components += 1
        return super().components(edges, plan)


def test_a_scan_that_is_ended_time_and_again_goes_on() -> None:
    """With the same answer, and components, which no engine can put off, are made once for each stage of them."""
    rng = random.Random(5)
    texts = near_copies(rng, 300, 80, 1) + notices(rng, 12) + make_texts(60, seed=4)
    letters = "abcdefgh"
    words = ["".join(rng.choices(letters, k=rng.randrange(4, 9))) for _ in range(2000)]
    for _ in range(6):
        own = rng.choices(words, k=150)
        damaged = [word if rng.random() < 0.33 else word[:1] + rng.choice(letters) + word[2:] for word in own]
        texts += [" ".join(own), " ".join(damaged)]
    pairs = [(f"{i:03}-2020-01-{1 + i % 28:02}", text) for i, text in enumerate(texts)]
    whole = KeepingEngine({}, 1000)
    expected = dealt_out(pairs, 20, 5, whole)
    assert {"hot-buckets", "without-forms", "noise", "all-families"} <= set(whole.names)
    kept: dict[str, list[Row]] = {}
    num_components = 0
    for _ in whole.names:
        engine = KeepingEngine(kept, 3)
        try:
            found = dealt_out(pairs, 20, 5, engine)
            break
        except EndedError:
            continue
        finally:
            num_components += engine.num_components
    assert found == expected
    assert list(kept) == whole.names
    assert num_components == whole.num_components


@pytest.mark.parametrize("count", [1, 2, 79, 80, 81])
def test_small_archives(count: int) -> None:
    footer = "\n\nFor more about the city see the pages of the council or call the press office any day of the week."
    rng = random.Random(count)
    passage = " ".join(f"p{i}" for i in range(40))
    texts = []
    for i in range(count):
        own = " ".join(f"w{rng.randrange(9000)}" for _ in range(60))
        texts.append(own + ("\n\n" + passage if i % 9 == 0 else "") + (footer if i % 3 == 0 else ""))
    pairs = [(f"{i:03}", text) for i, text in enumerate(texts)]
    for texts_per_part in (10, 1000):
        assert_equal(pairs, texts_per_part, 4)


def test_fixtures() -> None:
    pairs = []
    for path in sorted(FIXTURES.rglob("*")):
        if path.is_file():
            try:
                pairs.append((path.relative_to(FIXTURES).as_posix(), path.read_bytes().decode()))
            except UnicodeDecodeError:
                continue
    expected = assert_equal(pairs, 40, 6)
    assert len(expected["family"]) > 10 and expected["boilerplate"]
