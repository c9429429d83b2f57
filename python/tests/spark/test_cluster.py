"""The same answers from a cluster: one master and two workers on loopback, also when one of them is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyspark
import pytest
from cluster import Cluster
from compare import assert_equal, frame_of, generated
from conftest import SETTINGS, start
from pyspark import cloudpickle
from pyspark.sql import SparkSession

import nuskha
import nuskha.spark
from nuskha.spark import _relate, submit
from nuskha.spark._rows import Item, Plan, Row

cloudpickle.register_pickle_by_value(sys.modules[__name__])

TABLES = ["documents", "pairs", "families", "boilerplate"]
OF_CLUSTER = {
    "spark.executor.memory": "512m",
    "spark.executorEnv.PYTHONPATH": os.environ.get("PYTHONPATH", ""),
    # What a machine has that is gone is given up soon.
    "spark.shuffle.io.maxRetries": "1",
    "spark.shuffle.io.retryWait": "200ms",
}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    running = Cluster(tmp_path_factory.mktemp("cluster"), 2)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def session(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """Of a driver in this process, and executors in others."""
    running = start(cluster.url, **OF_CLUSTER, **{"spark.local.dir": str(tmp_path_factory.mktemp("driver"))})
    yield running
    running.stop()


def test_submit(cluster: Cluster, tmp_path: Path) -> None:
    """By spark-submit, as it is done on a cluster, from JSON to JSON."""
    pairs = generated(60)
    lines = [json.dumps({"id": name, "text": text}) + "\n" for name, text in pairs]
    (tmp_path / "in.json").write_text("".join(lines))
    program = Path(pyspark.__file__).parent / "bin/spark-submit"
    settings = [part for name, value in (SETTINGS | OF_CLUSTER).items() for part in ("--conf", f"{name}={value}")]
    script = [str(submit.__file__), "--input", str(tmp_path / "in.json"), "--format", "json"]
    output = ["--output", str(tmp_path / "out"), "--output-format", "json"]
    command = [str(program), "--master", cluster.url, *settings, *script, *output]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    report = nuskha.scan(pairs)
    told = f"nuskha.spark: 60 documents, {len(report.pairs)} pairs, {len(report.families)} families, "
    assert told in done.stdout + done.stderr

    def written(table: str) -> list[dict[str, Any]]:
        files = (tmp_path / "out" / table).glob("*.json")
        return [json.loads(line) for file in files for line in file.read_text().splitlines()]

    pairs_found = sorted(written("pairs"), key=lambda row: (row["a"].encode(), row["b"].encode()))
    expected = [{k: v for k, v in r.items() if v is not None and k != "type"} for r in report.records() if "a" in r]
    assert pairs_found == expected
    assert {row["path"] for row in written("documents")} == {name for name, _ in pairs}
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(TABLES)


def slowly(marks: str, join_bands: Any, plan: Plan, shard: int, items: list[Item]) -> Iterable[Row]:
    """The step of that name, which leaves a mark when it begins and takes its time."""
    Path(marks, f"{shard}-{time.monotonic_ns()}").touch()
    time.sleep(0.05)
    yield from join_bands(plan, shard, items)


def test_a_worker_is_lost_in_the_midst_of_the_band_join(
    cluster: Cluster, session: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it had dealt to others is gone, and made again. The last test here: the cluster isn't whole afterwards."""
    pairs = generated(100)
    frame = frame_of(session, pairs)
    with pytest.raises(nuskha.InvalidArgumentError, match="work_dir: name a folder that the driver and every executor"):
        nuskha.spark.scan(frame)
    marks = tmp_path / "marks"
    marks.mkdir()
    monkeypatch.setattr(_relate, "_join_bands", partial(slowly, str(marks), _relate._join_bands))
    begun_when_killed = []

    def kill_at_work() -> None:
        while len(list(marks.iterdir())) < 2:
            time.sleep(0.02)
        cluster.kill(0)
        begun_when_killed.append(len(list(marks.iterdir())))

    killer = threading.Thread(target=kill_at_work)
    killer.start()
    found = nuskha.spark.scan(frame, join="lsh", work_dir=str(tmp_path / "work"), partitions=4)
    killer.join()
    assert_equal(found, nuskha.scan(pairs, join="lsh"))
    begun = [path.name.partition("-")[0] for path in marks.iterdir()]
    assert begun_when_killed[0] < len(set(begun))
    assert len(begun) > len(set(begun))  # some a second time
