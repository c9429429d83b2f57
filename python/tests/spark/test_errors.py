"""What can't be scanned is told in one line."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession

import nuskha
import nuskha.spark

COLUMNS = "id string, text string"


def refused(frame: Any, **options: Any) -> str:
    with pytest.raises(nuskha.Error) as caught:
        nuskha.spark.scan(frame, **options)
    assert isinstance(caught.value, (nuskha.InvalidArgumentError, nuskha.NoDocumentsError))
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_nulls(session: SparkSession) -> None:
    frame = session.createDataFrame([("a", "x"), ("b", None), ("c", None)], COLUMNS)
    assert refused(frame) == (
        "column 'text': 2 rows are null (id 'b' for one); leave such documents out, or give '' for an empty one"
    )
    assert "1 row is null (id 'b')" in refused(frame.where("id <> 'c'"))
    frame = session.createDataFrame([("a", "x"), (None, "y")], COLUMNS)
    assert refused(frame) == "column 'id': 1 row is null; each document needs an id of its own"


def test_no_rows(session: SparkSession) -> None:
    assert refused(session.createDataFrame([], COLUMNS)) == "the DataFrame has no rows"


@pytest.mark.parametrize("join", ["auto", "lsh"])
def test_two_documents_with_one_id(session: SparkSession, join: str) -> None:
    frame = session.createDataFrame([(f"n{i % 40}", f"text {i}") for i in range(41)], COLUMNS).repartition(3)
    message = refused(frame, join=join)
    assert message == "n0: Two documents have this id. Each needs one of its own, as reports name documents by it."


def test_types_of_columns(session: SparkSession) -> None:
    frame = session.sql("select array('a', 'b') as id, 'x' as text, 1.5D as number, binary('y') as bytes")
    assert refused(frame) == "column 'id': an id must be a string or a whole number, and this column is array<string>"
    assert refused(frame, id="number").endswith("a whole number, and this column is double")
    assert (
        refused(frame, id="text", text="bytes") == "column 'bytes': a text must be a string, and this column is binary"
    )
    assert refused(frame, id="path") == "column 'path': there is no such column; there are id, text, number, bytes"
    twice = session.sql("select 'a' as id, 'x' as text, 'y' as text")
    assert refused(twice) == "column 'text': there are 2 columns of this name"
    assert refused(frame, id="text", text=3) == "text: 3 is not the name of a column"


def test_options(session: SparkSession, tmp_path: Path) -> None:
    frame = session.createDataFrame([("a", "x")], COLUMNS)
    assert "threshold" in refused(frame, threshold=0)
    assert "miss_rate" in refused(frame, miss_rate=0.9)
    assert "join" in refused(frame, join="other")
    assert "level" in refused(frame, level="bytes")
    assert "partitions" in refused(frame, partitions=0)
    assert "work_dir" in refused(frame, work_dir="")
    (tmp_path / "file").write_text("no folder")
    assert "work_dir" in refused(frame, work_dir=str(tmp_path / "file"))
    with pytest.raises(TypeError, match="df must be a DataFrame of Spark, not list"):
        nuskha.spark.scan([("a", "x")])  # type: ignore[arg-type]
    stream = session.readStream.format("rate").load()
    assert "stream" in refused(stream)


def frame_elsewhere(session: SparkSession, folder: Path) -> DataFrame:
    """Documents whose executor's Python looks for packages in a folder instead of where the driver's does."""
    here, python = os.environ["PYTHONPATH"], folder / "python"
    python.write_text(
        f'#!/bin/sh\nPYTHONPATH=$(printf %s "$PYTHONPATH" | sed "s#{here}#{folder}#g")\n'
        f'export PYTHONPATH\nexec {sys.executable} "$@"\n'
    )
    python.chmod(0o755)
    session.sparkContext.pythonExec = str(python)
    return session.createDataFrame([("a", "x"), ("b", "y")], COLUMNS)


def test_an_executor_without_the_library(session: SparkSession, tmp_path: Path) -> None:
    before = session.sparkContext.pythonExec
    try:
        (tmp_path / "empty").mkdir()
        frame = frame_elsewhere(session, tmp_path / "empty")
        with pytest.raises(nuskha.Error) as caught:
            nuskha.spark.scan(frame)
        assert caught.value.code == "executor"
        assert re.fullmatch(
            r"\S+: the executor's Python 3\.\d+\.\d+ \(.*\) can't import nuskha: No module named 'nuskha'; "
            r"install nuskha \S+ there, as on the driver, or ship it with --archives",
            str(caught.value),
        )
        other = tmp_path / "other" / "nuskha"
        other.mkdir(parents=True)
        (other / "__init__.py").write_text("__version__ = '0.0.9'\nclass Error(Exception): pass\n")
        with pytest.raises(nuskha.Error, match=r"the executor has nuskha 0\.0\.9; install nuskha"):
            nuskha.spark.scan(frame_elsewhere(session, other.parent))
    finally:
        session.sparkContext.pythonExec = before
