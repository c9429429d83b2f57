"""Documents by number: 0, 1, … in the order of their ids' bytes, as a scan's report has them.

The rows are dealt by ranges of ids and sorted; the number of a document is that of its place in its range and of those
in the ranges before, which are counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from .. import _native
from .._errors import InvalidArgumentError
from ._batches import packed
from ._input import Input, decoded, repaired
from ._rows import Kind, Plan
from ._session import in_executors, own_errors

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

    from ._engine import SparkEngine

_COLUMNS = "name binary, text_key binary, words long, data binary"
_SCHEMA = pa.schema([("name", pa.binary()), ("text_key", pa.binary()), ("words", pa.int64()), ("data", pa.binary())])


def digested(engine: SparkEngine, documents: Input, level: str) -> DataFrame:
    """(place, name, text_key, words, data) of each document, sorted by id within each range: data is its digest,
    text_key equal for documents that are one text, and place has the range above bit 33 and counts from 0 within.

    Raises:
        InvalidArgumentError: two documents have one id.
    """
    from pyspark.sql import functions as F

    dealt = documents.rows.repartitionByRange(engine.partitions, "name").sortWithinPartitions("name")
    rows = in_executors(dealt, partial(digest_rows, level), _COLUMNS)
    return rows.withColumn("place", F.monotonically_increasing_id())


def digest_rows(level: str, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Of (name, text), sorted by name, what a scan keeps of each document."""

    def rows() -> Iterator[tuple[Any, ...]]:
        before: bytes | None = None
        for batch in batches:
            names: list[bytes] = batch.column("name").to_pylist()
            for name in names:
                if name == before:
                    raise two_documents(name)
                before = name
            texts = [repaired(text) for text in batch.column("text").to_pylist()]
            digests = _native.parts.digest([decoded(name) for name in names], texts, level)
            keys, words = _native.parts.text_keys(digests, level)
            yield from zip(names, keys, words, digests, strict=True)

    return packed(_SCHEMA, rows(), 3)


def two_documents(name: bytes) -> InvalidArgumentError:
    return InvalidArgumentError(
        "invalid-argument",
        name.decode("utf-8", "replace"),
        "Two documents have this id. Each needs one of its own, as reports name documents by it.",
    )


def texts_and_words(found: DataFrame) -> DataFrame:
    """One row: how many distinct texts there are, and how many words in them."""
    from pyspark.sql import functions as F

    texts = found.groupBy("text_key").agg(F.first("words").alias("words"))
    return texts.agg(F.count("*"), F.coalesce(F.sum("words"), F.lit(0)))


def numbered(kept: DataFrame) -> DataFrame:
    """A kept table with a column `place`, as monotonically_increasing_id gives it to what is sorted, and now `number`:
    from 0, without a gap. Only the number of rows of each partition comes to the driver."""
    from pyspark.sql import functions as F

    with own_errors():
        counted = kept.groupBy(F.shiftright("place", 33).alias("part")).count().collect()
    counts = {int(row["part"]): int(row["count"]) for row in counted}
    sizes = [counts.get(part, 0) for part in range(max(counts, default=-1) + 1)]
    firsts = list(accumulate(sizes, initial=0))
    first = _first_of(firsts, F.shiftright("place", 33))
    return kept.withColumn("number", first + F.col("place").bitwiseAND((1 << 33) - 1))


def _first_of(firsts: list[int], part: Column) -> Column:
    from pyspark.sql import functions as F

    # One constant, however many ranges there are.
    table = F.from_json(F.lit(str(firsts)), "array<bigint>")
    return F.element_at(table, (part + 1).cast("int"))


def in_order(rows: DataFrame, partitions: int, *columns: str) -> DataFrame:
    """Sorted, with a column `place` for :func:`numbered`."""
    from pyspark.sql import functions as F

    dealt = rows.repartitionByRange(partitions, *columns).sortWithinPartitions(*columns)
    return dealt.withColumn("place", F.monotonically_increasing_id())


def document_rows(documents: DataFrame, plan: Plan) -> DataFrame:
    """DOCUMENT rows of what `numbered` gives."""
    from pyspark.sql import functions as F

    part = F.floor(F.col("number") / F.lit(plan.texts_per_part)).cast("long")
    return documents.select(
        part.alias("key"), F.lit(int(Kind.DOCUMENT)).alias("kind"), F.col("number").alias("id"), F.col("data")
    )


class RawTexts:
    """Texts of documents by number, once more from where the documents come from."""

    def __init__(self, documents: Input, numbered_documents: DataFrame, plan: Plan) -> None:
        self._rows = documents.rows
        self._names = numbered_documents.select("number", "name")
        self._plan = plan

    def __call__(self, wanted: DataFrame, kind: int = Kind.RAW) -> DataFrame:
        """Rows of any key, kind and data whose ids are numbers of documents.

        Returns:
            Of each of these documents once, a row (key: part of the number, kind, id: number, data: text, UTF-8).
        """
        from pyspark.sql import functions as F

        numbers = wanted.select(F.col("id").alias("number")).distinct()
        part = F.floor(F.col("number") / F.lit(self._plan.texts_per_part)).cast("long")
        return (
            self._names.join(numbers, "number")
            .join(self._rows, "name")
            .select(
                part.alias("key"),
                F.lit(int(kind)).alias("kind"),
                F.col("number").alias("id"),
                F.col("text").alias("data"),
            )
        )
