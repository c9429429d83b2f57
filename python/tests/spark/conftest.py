"""What the tests of nuskha.spark share: a session, and tables of rows."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession

from nuskha.spark._batches import COLUMNS
from nuskha.spark._engine import SparkEngine
from nuskha.spark._rows import Row
from nuskha.spark._work_folder import WorkFolder

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "4",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.log.level": "ERROR",
}


def start(master: str, **settings: str) -> SparkSession:
    builder = SparkSession.Builder().master(master).appName("nuskha-tests")
    for name, value in (SETTINGS | settings).items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """Spark in this process, with two threads."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    folder = tmp_path_factory.mktemp("spark")
    session = start("local[2]", **{"spark.local.dir": str(folder), "spark.sql.warehouse.dir": str(folder / "tables")})
    yield session
    session.stop()


@pytest.fixture
def engine(session: SparkSession, tmp_path: Path) -> SparkEngine:
    return SparkEngine(session, WorkFolder(session, str(tmp_path / "work")), 4)


@pytest.fixture
def table(session: SparkSession) -> Callable[[Iterable[Row]], DataFrame]:
    """Rows as a table of the engine's."""

    def make(rows: Iterable[Row]) -> DataFrame:
        return session.createDataFrame([(r.key, int(r.kind), r.id, bytearray(r.data)) for r in rows], COLUMNS)

    return make


def rows_of(frame: DataFrame) -> list[Row]:
    """All rows of a table of the engine's, sorted."""
    found: list[Any] = frame.collect()
    return sorted(Row(row["key"], row["kind"], row["id"], bytes(row["data"])) for row in found)
