"""SparkEngine deals rows as LocalEngine does."""

from __future__ import annotations

import itertools
import random
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pyarrow as pa
import pytest
from conftest import rows_of
from pyspark import cloudpickle
from pyspark.sql import DataFrame, SparkSession

import nuskha
from nuskha.spark._batches import by_key, packed
from nuskha.spark._components import components
from nuskha.spark._engine import SparkEngine
from nuskha.spark._rows import Item, Kind, LocalEngine, Plan, Row, task_key, u64, u64s
from nuskha.spark._session import set_up
from nuskha.spark._work_folder import WorkFolder

cloudpickle.register_pickle_by_value(sys.modules[__name__])  # executors don't know this module

Table = Callable[[Iterable[Row]], DataFrame]


def some_rows(seed: int, count: int, most_bytes: int = 40) -> list[Row]:
    rng = random.Random(seed)
    keys = [0, 1, 2, 5, 2**40, 2**63 - 1]
    return [
        Row(rng.choice(keys), rng.choice([1, 2, 90]), rng.randrange(50), rng.randbytes(rng.randrange(most_bytes)))
        for _ in range(count)
    ]


def sum_up(factor: int, key: int, items: list[Item]) -> Iterable[Row]:
    """Says what it was called with, in an order that it hides."""
    assert items == sorted(items, key=lambda item: (item.kind, item.id))
    data = b"".join(sorted(item.data for item in items))
    yield Row(key // 3, Kind.SAME, len(items) * factor, data)
    for item in items:
        yield Row(item.id, item.kind, item.id, item.data)


def double(rows: list[Row]) -> Iterable[Row]:
    for row in rows:
        yield row
        yield row._replace(id=row.id + 100)


def fail_at_five(key: int, items: list[Item]) -> Iterable[Row]:
    if key == 5:
        raise nuskha.InvalidArgumentError("invalid-argument", "id 5", "five isn't wanted: [no]")
    return []


def break_at_five(key: int, items: list[Item]) -> Iterable[Row]:
    if key == 5:
        raise ZeroDivisionError("at five")
    return []


@pytest.mark.parametrize("seed", range(3))
def test_dealing_is_that_of_one_process(engine: SparkEngine, table: Table, seed: int) -> None:
    rows, more = some_rows(seed, 400), some_rows(seed + 50, 30)
    local = LocalEngine()
    step = partial(sum_up, 7)
    expected = local.each(local.deal([rows, more], step), double)
    got = engine.each(engine.deal([table(rows), table(more)], step), double)
    assert rows_of(got) == sorted(expected)
    random.Random(seed).shuffle(rows)
    assert rows_of(engine.deal([table(more), table(rows)], step)) == sorted(local.deal([rows, more], step))


def test_tasks_of_shards_are_dealt_evenly(engine: SparkEngine, table: Table) -> None:
    """Their keys differ by multiples of 2**32, where each shard has but one."""
    from pyspark.sql import functions as F

    if not hasattr(DataFrame, "repartitionById"):
        pytest.skip("Spark deals by a hash")
    assert engine.partitions == 4
    for num_tasks in (1, 3):
        keys = [task_key(shard, i) for shard in range(8) for i in range(num_tasks)]
        dealt = engine._by_key(table(Row(key, Kind.CANDIDATES, 0, b"") for key in keys))
        counts = dealt.groupBy(F.spark_partition_id()).count().collect()
        assert [row["count"] for row in counts] == [2 * num_tasks] * 4


def test_kinds_are_told_apart_and_counted(engine: SparkEngine, table: Table) -> None:
    rows = some_rows(7, 200)
    local, kept = LocalEngine(), table(rows)
    assert rows_of(engine.only(kept, Kind.COUNT, Kind.TEXT)) == sorted(local.only(rows, Kind.COUNT, Kind.TEXT))
    assert engine.count(kept, Kind.COUNT) == local.count(rows, Kind.COUNT) > 0
    assert engine.total(kept, Kind.COUNT) == local.total(rows, Kind.COUNT) > 0
    assert engine.total(engine.only(kept, Kind.TEXT), Kind.COUNT) == 0


def test_keys_go_on_in_the_next_batch() -> None:
    schema = pa.schema([("key", pa.int64()), ("kind", pa.int32()), ("id", pa.int64()), ("data", pa.binary())])
    rows = [(key, 1, i, b"x" * i) for key in (3, 4, 9) for i in range(5)]
    whole = list(by_key(packed(schema, rows, 3)))
    assert [(key, len(items)) for key, items in whole] == [(3, 5), (4, 5), (9, 5)]
    batches = [pa.RecordBatch.from_pylist([dict(zip(schema.names, row, strict=True))], schema) for row in rows]
    assert list(by_key(iter(batches))) == whole
    empty = pa.RecordBatch.from_pylist([], schema)
    assert list(by_key(iter([empty, *batches[:7], empty, *batches[7:], empty]))) == whole
    assert list(by_key(iter([empty]))) == []


def test_large_rows_travel_in_small_batches(engine: SparkEngine, session: SparkSession, table: Table) -> None:
    megabyte = [Row(key % 3, Kind.TEXT, key, bytes([key]) * 1_000_000) for key in range(40)]

    def sizes(rows: list[Row]) -> Iterable[Row]:
        yield Row(0, Kind.COUNT, sum(len(row.data) for row in rows), b"")

    with set_up(session, 4):
        kept = engine.keep("large", lambda: table(megabyte))
        assert rows_of(engine.deal([kept], partial(sum_up, 1))) == sorted(
            LocalEngine().deal([megabyte], partial(sum_up, 1))
        )
        batches = rows_of(engine.each(kept, sizes))
    assert sum(row.id for row in batches) == 40_000_000
    assert max(row.id for row in batches) <= 9_000_000


def test_settings_are_put_back(session: SparkSession) -> None:
    name = "spark.sql.parquet.enableVectorizedReader"
    other = "spark.sql.autoBroadcastJoinThreshold"
    session.conf.set(other, "12345")
    before = session.conf.get(name)
    with pytest.raises(ZeroDivisionError), set_up(session, 9):
        assert session.conf.get(name) == "false"
        assert session.conf.get("spark.sql.shuffle.partitions") == "9"
        raise ZeroDivisionError
    assert (session.conf.get(name), session.conf.get(other)) == (before, "12345")
    assert session.conf.get("spark.sql.shuffle.partitions") == "4"
    session.conf.unset(other)


def test_what_is_kept_is_not_made_again(engine: SparkEngine, table: Table) -> None:
    rows, made = some_rows(1, 50), []

    def make() -> DataFrame:
        made.append(1)
        return table(rows)

    for _ in range(2):
        assert rows_of(engine.keep("some", make)) == sorted(rows)
    assert made == [1]
    engine.folder.remove("stages/some.done")  # as after a kill
    assert rows_of(engine.keep("some", make)) == sorted(rows)
    assert made == [1, 1]


def test_errors_of_steps_come_out_as_they_are(engine: SparkEngine, table: Table) -> None:
    rows = table(some_rows(1, 100))
    with pytest.raises(nuskha.InvalidArgumentError) as caught:
        engine.keep("fails", lambda: engine.deal([rows], fail_at_five))
    assert str(caught.value) == "id 5: five isn't wanted: [no]"
    assert (caught.value.code, caught.value.path) == ("invalid-argument", "id 5")
    with pytest.raises(nuskha.InvalidArgumentError):
        engine.total(engine.deal([rows], fail_at_five), Kind.COUNT)
    with pytest.raises(Exception, match="ZeroDivisionError: at five"):
        engine.keep("breaks", lambda: engine.deal([rows], break_at_five))
    assert not engine.folder.exists("stages/fails.done")


def edge(a: int, b: int, plan: Plan) -> Row:
    return Row(plan.part(a), Kind.EDGE, a, u64(b) + b"\0" * 8)


def graphs() -> dict[str, list[tuple[int, int]]]:
    rng = random.Random(3)
    path = list(range(700))
    rng.shuffle(path)
    return {
        "path": list(itertools.pairwise(path)),
        "star": [(500, other) for other in range(1000)],
        "two stars": [(0, 1)] + [(i % 2, i) for i in range(2, 600)],
        "random": [(rng.randrange(900), rng.randrange(900)) for _ in range(500)],
        "alone": [(7, 7), (2, 2), (9, 2)],
        "far": [(2**62, 5), (2**62, 2**61)],
        "none": [],
    }


@pytest.mark.parametrize("name", ["path", "star", "two stars", "random", "alone", "far", "none"])
def test_components_are_those_of_one_process(engine: SparkEngine, table: Table, name: str) -> None:
    plan = Plan(texts_per_part=7)
    rows = [edge(a, b, plan) for a, b in graphs()[name]]
    expected = sorted(LocalEngine().components(rows, plan))
    with set_up(engine.session, 4):
        for most in (-1, 1_000_000):  # by rounds only; and the rest in one task
            if most == -1 or name in ("random", "alone", "none"):
                assert rows_of(components(engine, table(rows), plan, most)) == expected, most
    assert all(row.id >= u64s(row.data)[0] for row in expected)


def test_a_work_folder_belongs_to_one_scan(session: SparkSession, tmp_path: Path) -> None:
    folder = WorkFolder(session, str(tmp_path / "work"))
    scan = {"version": "1", "threshold": 0.7, "input": "3 12 99"}
    assert folder.claim(scan, {"shards": 3}) == {"shards": 3}
    assert WorkFolder(session, str(tmp_path / "work")).claim(scan, {"shards": 5}) == {"shards": 3}
    with pytest.raises(nuskha.InvalidArgumentError, match=r"another scan: its threshold was 0\.7, not 0\.8"):
        folder.claim(scan | {"threshold": 0.8}, {})
    with pytest.raises(nuskha.InvalidArgumentError, match="another scan: other documents"):
        folder.claim(scan | {"input": "4 12 99"}, {})
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").write_text("mine")
    with pytest.raises(nuskha.InvalidArgumentError, match="isn't empty"):
        WorkFolder(session, str(tmp_path / "other")).claim(scan, {})
    (tmp_path / "work" / "nuskha-scan.json").write_text("{")
    with pytest.raises(nuskha.InvalidArgumentError, match="can't be read"):
        folder.claim(scan, {})
    with pytest.raises(nuskha.InvalidArgumentError, match="work_dir"):
        WorkFolder(session, "nosuchscheme://x/y")
