"""What hangs together: connected components of a graph that lies in tables.

First each task joins the edges that it has by itself, which leaves a forest of stars. What is left, where it is little,
is joined in one task; else by alternating large-star and small-star rounds (Kiveris, Lattanzi, Mirrokni, Rastogi and
Vassilvitskii, "Connected Components in MapReduce and Beyond", 2014), each of which lets every text know a lower one
that it hangs together with, until nothing changes. A text with very many edges is met by partial minima, so that no
task has to see them all for that.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pyarrow as pa

from ._batches import COLUMNS
from ._rows import Kind, Plan
from ._session import in_executors, numbers

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from ._engine import SparkEngine

MOST_EDGES_OF_A_TASK = 2_000_000  # some 500 MB of Python's integers
_COLUMNS = "text long, other long"
_SCHEMA = pa.schema([("text", pa.int64()), ("other", pa.int64())])


def components(
    engine: SparkEngine, edges: DataFrame, plan: Plan, most_edges_of_a_task: int = MOST_EDGES_OF_A_TASK
) -> DataFrame:
    """COMPONENT rows: of every text in EDGE rows the least that it hangs together with."""
    name = f"rounds/{uuid4().hex}"
    found = engine.write(
        f"{name}-0", in_executors(engine.only(edges, Kind.EDGE).select("id", "data"), stars_of_rows, _COLUMNS)
    )
    if found.count() <= most_edges_of_a_task:
        one = in_executors(found.select("text", "other").coalesce(1), stars, _COLUMNS)
        return _rows(_with_least(engine.write(f"{name}-all", one)), plan)
    state = _state(found)
    turn = 0
    while state[0] > most_edges_of_a_task:
        turn += 1
        found = engine.write(f"{name}-{turn}", _small_star(_large_star(found)))
        engine.folder.remove(f"{name}-{turn - 1}")
        before, state = state, _state(found)
        if state == before:  # each text knows the least of its component, and no other
            return _rows(_with_least(found), plan)
    one = in_executors(found.select("text", "other").coalesce(1), stars, _COLUMNS)
    return _rows(_with_least(engine.write(f"{name}-all", one)), plan)


def _state(found: DataFrame) -> tuple[Any, ...]:
    """Of a set of edges: how many, and a hash that doesn't depend on their order."""
    from pyspark.sql import functions as F

    return numbers(found.agg(F.count("*"), F.bit_xor(F.xxhash64("text", "other"))))


def _large_star(found: DataFrame) -> DataFrame:
    """Links the neighbours above each text, which are greater, to the least around it and itself."""
    from pyspark.sql import functions as F

    both = found.unionByName(found.select(F.col("other").alias("text"), F.col("text").alias("other")))
    least = both.groupBy("text").agg(F.least(F.col("text"), F.min("other")).alias("least"))
    return _linked(both.where("other >= text"), least)


def _small_star(found: DataFrame) -> DataFrame:
    """Links the neighbours below each text, and itself, to the least of them."""
    from pyspark.sql import functions as F

    down = found.select(F.greatest("text", "other").alias("text"), F.least("text", "other").alias("other"))
    least = down.groupBy("text").agg(F.min("other").alias("least"))
    itself = least.select("text", F.col("least").alias("other"))
    return _linked(down, least).unionByName(itself).distinct()


def _linked(edges: DataFrame, least: DataFrame) -> DataFrame:
    """(other, least), of edges (text, other) and the least of each text. A text linked to itself is kept only where
    the edge was one of a text to itself."""
    from pyspark.sql import functions as F

    return (
        edges.join(least, "text")
        .where("other <> least or text = other")
        .select(F.col("other").alias("text"), F.col("least").alias("other"))
        .distinct()
    )


def _with_least(found: DataFrame) -> DataFrame:
    """The stars, and of the middle of each that it is its own."""
    from pyspark.sql import functions as F

    return (
        found.unionByName(found.select(F.col("other").alias("text"), "other"))
        .groupBy("text")
        .agg(F.min("other").alias("other"))
    )


def _rows(found: DataFrame, plan: Plan) -> DataFrame:
    return in_executors(found, partial(rows_of_stars, plan), COLUMNS)


def rows_of_stars(plan: Plan, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """(text, least) as COMPONENT rows."""
    names = ["key", "kind", "id", "data"]
    for batch in batches:
        texts = batch.column("text").to_pylist()
        data = [struct.pack("<Q", other) for other in batch.column("other").to_pylist()]
        columns = [
            pa.array([plan.part(text) for text in texts], pa.int64()),
            pa.array([int(Kind.COMPONENT)] * len(texts), pa.int32()),
            batch.column("text"),
            pa.array(data, pa.binary()),
        ]
        yield pa.RecordBatch.from_arrays(columns, names=names)


def stars_of_rows(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The stars of the EDGE rows that a task has."""
    return _stars(
        (text, struct.unpack_from("<Q", data)[0])
        for batch in batches
        for text, data in zip(batch.column("id").to_pylist(), batch.column("data").to_pylist(), strict=True)
    )


def stars(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The stars of the edges (text, other) that a task has."""
    return _stars(
        pair
        for batch in batches
        for pair in zip(batch.column("text").to_pylist(), batch.column("other").to_pylist(), strict=True)
    )


def _stars(edges: Iterator[tuple[int, int]]) -> Iterator[pa.RecordBatch]:
    """(text, least of its component) of each text but the least itself, which is there where it is alone."""
    parent: dict[int, int] = {}
    alone: set[int] = set()

    def find(text: int) -> int:
        while parent.setdefault(text, text) != text:
            parent[text] = parent[parent[text]]
            text = parent[text]
        return text

    for a, b in edges:
        if a == b:
            alone.add(a)
            continue
        a, b = find(a), find(b)
        parent[max(a, b)] = min(a, b)
    pairs = [(text, find(text)) for text in parent if find(text) != text]
    pairs.extend((text, text) for text in alone if text not in parent)
    most = 1 << 16
    for begin in range(0, len(pairs), most):
        texts, others = zip(*pairs[begin : begin + most], strict=True)
        yield pa.RecordBatch.from_arrays([pa.array(texts, pa.int64()), pa.array(others, pa.int64())], schema=_SCHEMA)
