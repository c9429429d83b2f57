"""The package's own order: layout, lint, types, stubs, and the guide's code."""

from __future__ import annotations

import dataclasses
import doctest
import inspect
import re
import shutil
import subprocess
import sys
import typing
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import FIXTURES, REPOSITORY

import nuskha

PACKAGE = REPOSITORY / "python"


def run(*command: str | Path, cwd: Path = PACKAGE) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *map(str, command)], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_ruff() -> None:
    run("ruff", "check", "--no-cache", ".")
    run("ruff", "format", "--no-cache", "--check", ".")


def test_types(tmp_path: Path) -> None:
    run("mypy", "--cache-dir", tmp_path, "nuskha")


def test_the_stubs_are_those_of_the_module(tmp_path: Path) -> None:
    run("nanobind.stubgen", "-q", "-r", "-m", "nuskha._native", "-O", tmp_path, cwd=tmp_path)  # where no nuskha/ is
    stored = PACKAGE / "nuskha" / "_native"
    for name in ("__init__.pyi", "parts.pyi"):
        assert (tmp_path / "_native" / name).read_text() == (stored / name).read_text(), (
            "make them anew: PYTHONPATH=build/release/python build/python/bin/python -m nanobind.stubgen -r "
            "-m nuskha._native -O python/nuskha"
        )
    assert len(list((tmp_path / "_native").iterdir())) == 2


def test_the_versions_agree() -> None:
    assert f'version = "{nuskha.__version__}"' in (PACKAGE / "pyproject.toml").read_text()


def test_everything_public_has_a_docstring() -> None:
    for name in nuskha.__all__:
        if name != "__version__":
            assert getattr(nuskha, name).__doc__, name


def test_the_example_of_the_docstring() -> None:
    assert doctest.testmod(nuskha).failed == 0


def test_the_guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Runs docs/python.md from its top: what a block of Python prints is the block of text after it."""
    shutil.copytree(FIXTURES / "archive", tmp_path / "releases")
    shutil.copytree(FIXTURES / "check_new", tmp_path / "drafts")
    monkeypatch.chdir(tmp_path)
    guide = (REPOSITORY / "docs" / "python.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```(python|text)\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    assert len([kind for kind, _ in blocks if kind == "python"]) >= 8
    names: dict[str, object] = {}
    printed = ""
    for kind, block in blocks:
        if kind == "python":
            exec(compile(block, "docs/python.md", "exec"), names)
            printed = capsys.readouterr().out
        else:
            assert printed == block


def test_type_hints_can_be_asked_for() -> None:
    functions: list[Callable[..., object]] = [
        nuskha.scan,
        nuskha.check,
        nuskha.diff,
        nuskha.explain,
        nuskha.normalize,
        nuskha.sketch,
    ]
    for name, method in vars(nuskha.Archive).items():
        if inspect.isfunction(method) and not name.startswith("_"):
            functions.append(method)
    for function in functions:
        assert "return" in typing.get_type_hints(function), function
    assert typing.get_type_hints(nuskha.scan)["return"] is nuskha.Report
    for name in nuskha.__all__:
        if dataclasses.is_dataclass(getattr(nuskha, name)):
            assert typing.get_type_hints(getattr(nuskha, name)), name
