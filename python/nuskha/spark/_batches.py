"""Steps on Arrow batches, as Spark hands them to Python: rows in, rows out, some at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa

from ._rows import Item, Row, Step

COLUMNS = "key long, kind int, id long, data binary"  # to Spark
_SCHEMA = pa.schema([("key", pa.int64()), ("kind", pa.int32()), ("id", pa.int64()), ("data", pa.binary())])
_MOST_ROWS = 4096
_MOST_BYTES = 8 << 20


def packed(schema: pa.Schema, rows: Iterable[tuple[Any, ...]], data: int) -> Iterator[pa.RecordBatch]:
    """Rows as batches of bounded size, `data` being the number of the column that may be large."""
    waiting: list[tuple[Any, ...]] = []
    num_bytes = 0
    for row in rows:
        waiting.append(row)
        num_bytes += len(row[data])
        if len(waiting) >= _MOST_ROWS or num_bytes >= _MOST_BYTES:
            yield _batch(schema, waiting)
            waiting, num_bytes = [], 0
    if waiting:
        yield _batch(schema, waiting)


def _batch(schema: pa.Schema, rows: list[tuple[Any, ...]]) -> pa.RecordBatch:
    columns = zip(*rows, strict=True)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _columns(batch: pa.RecordBatch) -> list[list[Any]]:
    return [batch.column(name).to_pylist() for name in ("key", "kind", "id", "data")]


def any_rows(step: Callable[[list[Row]], Iterable[Row]], batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """`Engine.each` in an executor."""

    def rows() -> Iterator[Row]:
        waiting: list[Row] = []
        num_bytes = 0
        for batch in batches:
            waiting.extend(Row(*row) for row in zip(*_columns(batch), strict=True))
            num_bytes += batch.nbytes
            if len(waiting) >= _MOST_ROWS or num_bytes >= _MOST_BYTES:
                yield from step(waiting)
                waiting, num_bytes = [], 0
        if waiting:
            yield from step(waiting)

    return packed(_SCHEMA, rows(), 3)


def by_key(batches: Iterator[pa.RecordBatch]) -> Iterator[tuple[int, list[Item]]]:
    """The rows of each key, from batches sorted by key; a key may go on in the next batch. Holds those of one."""
    key: int | None = None
    items: list[Item] = []
    for batch in batches:
        keys, kinds, ids, data = _columns(batch)
        for i, its_key in enumerate(keys):
            if its_key != key:
                if key is not None:
                    yield key, items
                key, items = its_key, []
            items.append(Item(kinds[i], ids[i], data[i]))
    if key is not None:
        yield key, items


def rows_of_key(step: Step, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """`Engine.deal` in an executor."""
    return packed(_SCHEMA, (row for key, items in by_key(batches) for row in step(key, items)), 3)
