"""What the tests share: the program to compare with, records, and what archives.py has."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from archives import FIXTURES, REPOSITORY, make_texts

__all__ = ["FIXTURES", "REPOSITORY", "Lines", "make_texts", "program", "without_seconds"]

Lines = list[dict[str, Any]]


@pytest.fixture
def program() -> Callable[..., Lines]:
    """Runs the command line program in a folder and gives its records."""

    def run(*arguments: str | Path, cwd: Path) -> Lines:
        command = [os.environ["NUSKHA_PROGRAM"], *map(str, arguments)]
        done = subprocess.run(command, cwd=cwd, capture_output=True, check=False)
        assert done.returncode in (0, 1), done.stderr.decode()
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run


def without_seconds(records: Lines) -> Lines:
    return [{name: value for name, value in record.items() if name != "seconds"} for record in records]
