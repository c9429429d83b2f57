"""The script: python -m nuskha.spark, as a program of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from compare import assert_equal, frame_of, generated
from pyspark.sql import SparkSession

import nuskha
import nuskha.spark
from nuskha.spark import submit

TABLES = ["documents", "pairs", "families", "boilerplate"]


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "nuskha.spark", *map(str, arguments)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYSPARK_SUBMIT_ARGS": "--master local[2] --conf spark.ui.enabled=false pyspark-shell"}


def test_a_run_that_was_killed_goes_on(session: SparkSession, tmp_path: Path) -> None:
    """In the midst of what is dealt out; the stages before are there and aren't made again."""
    pairs = generated(100)
    frame_of(session, pairs).withColumnRenamed("id", "url").write.parquet(str(tmp_path / "in"))
    out, work = tmp_path / "out", tmp_path / "out/_nuskha_work"
    wanted = command("--input", tmp_path / "in", "--output", out, "--id", "url", "--join", "lsh", "--partitions", 2)
    with subprocess.Popen(wanted, env=environment(), stderr=subprocess.DEVNULL) as first:
        while not (work / "stages/bands.done").exists():
            assert first.poll() is None
            time.sleep(0.02)
        first.send_signal(signal.SIGKILL)
    assert not (out / "documents").exists()
    kept = (work / "stages/bands").stat().st_mtime_ns
    with subprocess.Popen(wanted, env=environment(), stderr=subprocess.PIPE, text=True) as second:
        while not (work / "stages/buckets.done").exists() and second.poll() is None:
            time.sleep(0.02)
        assert (work / "stages/bands").stat().st_mtime_ns == kept
        told = second.communicate()[1]
    assert second.returncode == 0, told
    assert "nuskha.spark: 100 documents, " in told
    found = nuskha.spark.Tables(*(session.read.parquet(str(out / name)) for name in TABLES))
    assert_equal(found, nuskha.scan(pairs, join="lsh"))
    assert not work.exists()


def test_messages_are_of_one_line(
    session: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In this process, with its session."""
    monkeypatch.setattr(SparkSession, "stop", lambda _: None)
    frame_of(session, [("a", "x")]).write.json(str(tmp_path / "in"))
    given = ["--input", str(tmp_path / "in"), "--output", str(tmp_path / "out"), "--format", "json"]

    def message(*more: str) -> str:
        assert submit.main([*given, *more]) == 2
        lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("nuskha.spark: ")]
        assert len(lines) == 1
        return lines[0]

    assert message("--id", "url") == "nuskha.spark: column 'url': there is no such column; there are id, text"
    assert "threshold" in message("--threshold", "2")
    assert "nowhere" in message("--input", str(tmp_path / "nowhere"))
    assert "nosuchformat" in message("--format", "nosuchformat")
    assert "nosuchformat" in message("--output-format", "nosuchformat")
    (tmp_path / "other").mkdir()
    (tmp_path / "other/file").touch()
    assert "isn't empty" in message("--work-dir", str(tmp_path / "other"))
    (tmp_path / "out/pairs").mkdir(parents=True, exist_ok=True)
    (tmp_path / "out/_nuskha_work").rename(tmp_path / "elsewhere")
    assert message().endswith("/out: there are tables already; name another folder, or say --overwrite")
    assert message("--work-dir", str(tmp_path / "elsewhere")) == message()  # they may be another scan's
    with pytest.raises(SystemExit):
        submit.main(["--input", "x"])
