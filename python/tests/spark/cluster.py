"""A standalone cluster on loopback: a master and workers, each a process group of its own that a test may kill."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pyspark

_SPARK_CLASS = Path(pyspark.__file__).parent / "bin/spark-class"
_PATIENCE_SECONDS = 90.0


class Cluster:
    """Ends all that it has started when it is left."""

    def __init__(self, folder: Path, num_workers: int) -> None:
        self._folder = folder
        self._started: list[subprocess.Popen[bytes]] = []
        self.workers: list[subprocess.Popen[bytes]] = []
        try:
            self._start("master.Master", "master", "--port", "0")
            self.url = self._told("master", r"Starting Spark master at (spark://\S+)")[0]
            for i in range(num_workers):
                arguments = ["--port", "0", "--cores", "1", "--memory", "1g", "--work-dir", str(folder / f"work-{i}")]
                self.workers.append(self._start("worker.Worker", f"worker-{i}", *arguments, self.url))
            for i in range(num_workers):
                self._told(f"worker-{i}", "Successfully registered with master")
        except BaseException:
            self.stop()
            raise

    def _start(self, what: str, log: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [str(_SPARK_CLASS), f"org.apache.spark.deploy.{what}", "--host", "127.0.0.1", "--webui-port", "0"]
        environment = {**os.environ, "SPARK_DAEMON_MEMORY": "256m", "SPARK_LOCAL_IP": "127.0.0.1"}
        with open(self._folder / f"{log}.log", "wb") as output:
            started = subprocess.Popen(
                [*command, *arguments], env=environment, stdout=output, stderr=output, start_new_session=True
            )
        self._started.append(started)
        return started

    def _told(self, log: str, pattern: str) -> list[str]:
        """What a process has written to its log, once it has."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < end:
            text = (self._folder / f"{log}.log").read_text(errors="replace")
            if found := re.search(pattern, text):
                return [*found.groups(), found[0]]
            time.sleep(0.1)
        raise TimeoutError(f"{log} said nothing of {pattern!r} but:\n{text[-2000:]}")

    def kill(self, worker: int) -> None:
        """As when a machine is switched off: the worker and its executors."""
        self._kill(self.workers[worker])

    def stop(self) -> None:
        for one in self._started:
            self._kill(one)

    def _kill(self, started: subprocess.Popen[bytes]) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()
