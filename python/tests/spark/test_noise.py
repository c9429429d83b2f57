"""Damaged copies, dealt by Spark."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from conftest import rows_of
from pyspark.sql import DataFrame
from test_parts_noise import Run, make_archive

from nuskha.spark._engine import SparkEngine
from nuskha.spark._noise import noisy
from nuskha.spark._rows import Row


def test_spark_finds_what_the_local_engine_finds(
    engine: SparkEngine, table: Callable[[Iterable[Row]], DataFrame]
) -> None:
    run = Run(make_archive())
    expected = run.found()
    assert len(expected) > 20

    def raw_texts(rows: DataFrame) -> DataFrame:
        return table(run.raw_texts(rows_of(rows)))

    none = table([])
    found = noisy(engine, run.plan, table(run.rows), none, none, none, raw_texts)
    assert sorted(row.data for row in rows_of(found)) == [row.data for row in expected]


def test_nothing_to_do(engine: SparkEngine, table: Callable[[Iterable[Row]], DataFrame]) -> None:
    run = Run(["the same words in every text and there are just enough of them for it"] * 3)
    none = table([])
    assert rows_of(noisy(engine, run.plan, table(run.rows), none, none, none, none.where)) == []
