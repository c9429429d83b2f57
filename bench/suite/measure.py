"""Runs commands, keeps every run, and reads reports."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

TIMED = Path(__file__).with_name("timed.py")


@dataclass
class Series:
    """All runs of one command on one set of files."""

    section: str
    data: str
    command: str  # as it is shown: names of variables instead of paths
    runs: list = field(default_factory=list)
    result: str = ""  # what the answer was, beside the time

    def median(self, of):
        return statistics.median(of(run) for run in self.runs)

    @property
    def wall(self):
        return self.median(lambda run: run["wall"])

    @property
    def cpu(self):
        return self.median(lambda run: run["user"] + run["system"])

    @property
    def peak(self):
        return max(run["peak"] for run in self.runs)


def run_once(command, output, cwd=None, env=None, statuses=(0,)):
    with tempfile.NamedTemporaryFile(suffix=".json") as result:
        subprocess.run([sys.executable, "-I", "-S", str(TIMED), result.name, str(output), *map(str, command)], check=True, cwd=cwd,
                       env={**os.environ, **(env or {})})
        run = json.loads(Path(result.name).read_text())
    if run["status"] not in statuses:
        raise SystemExit(f"exit status {run['status']}: {' '.join(map(str, command))}")
    return run


class Report:
    """A report of nuskha in JSON Lines; paths are relative to `root`."""

    def __init__(self, path, root):
        prefix = str(root).rstrip("/") + "/"
        self.pairs = {}
        self.summary = {}
        self._parent = {}
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                if line.startswith('{"type":"pair"'):
                    record = json.loads(line)
                    a, b = (record[side].removeprefix(prefix) for side in "ab")
                    self.pairs[a, b] = record
                    if record["level"] is not None:
                        self._parent[self.group_of(b)] = self.group_of(a)
                elif line.startswith('{"type":"summary"'):
                    self.summary = json.loads(line)
        self._grouped = {frozenset((self.group_of(a), self.group_of(b))): record for (a, b), record in self.pairs.items()}

    @staticmethod
    def summary_of(path):
        """The last record alone, of a report that may be large."""
        with open(path, "rb") as file:
            file.seek(max(0, os.path.getsize(path) - 65536))
            return json.loads(file.read().splitlines()[-1])

    def group_of(self, name):
        while (parent := self._parent.get(name, name)) != name:
            self._parent[name] = self._parent.get(parent, parent)
            name = parent
        return name

    def find(self, a, b):
        """The record of two documents or of texts equal to them; the text "equal" if they are equal themselves; None if unrelated."""
        x, y = self.group_of(a), self.group_of(b)
        return "equal" if x == y else self._grouped.get(frozenset((x, y)))
