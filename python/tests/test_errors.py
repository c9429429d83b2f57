"""Options that can't be, and paths that aren't there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import nuskha
from nuskha._options import size_in_bytes


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"threshold": 0}, "threshold: 0 is not a number above 0, up to 1"),
        ({"threshold": float("nan")}, "threshold: nan is not"),
        ({"threshold": "0.5"}, "threshold: '0.5' is not"),
        ({"miss_rate": 0.6}, "miss_rate: 0.6 is not"),
        ({"join": "best"}, "join: 'best' is none of auto, lsh, exact"),
        ({"level": "bytes"}, "level: 'bytes' is none of spelling, text, layout"),
        ({"jobs": 0}, "jobs: 0 is not a whole number from 1 to 1024"),
        ({"memory": "much"}, "memory: 'much' is not a size"),
        ({"memory": -1}, "memory: -1 is not a size"),
        ({"hidden": True}, "hidden: only for paths"),
        ({"max_nesting": 101}, "max_nesting: 101 is not"),
        ({"work_dir": "w"}, "work_dir: only for paths"),
        ({"memory": 2**63}, "memory: 9223372036854775808 is not a size"),
        ({"temp_dir": "a\0b"}, "the path holds a NUL byte"),
        ({"text_field": 7}, "text_field: 7 is not a str"),
        ({"include": [7]}, "include: each pattern must be a str"),
    ],
)
def test_options_out_of_range(options: dict[str, Any], message: str) -> None:
    with pytest.raises(nuskha.InvalidArgumentError, match=message):
        nuskha.scan([("a", "text")], **options)


def test_an_unknown_option() -> None:
    with pytest.raises(TypeError, match="thresold"):
        nuskha.scan([("a", "text")], thresold=0.5)


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(nuskha.NotFoundError) as caught:
        nuskha.scan(tmp_path / "nothing.txt")
    assert caught.value.path == str(tmp_path / "nothing.txt")
    assert caught.value.code == "not-found" and caught.value.reason
    with pytest.raises(nuskha.Error, match="nothing"):
        nuskha.diff(tmp_path / "nothing.txt", ("b", "text"))


def test_a_damaged_archive(tmp_path: Path) -> None:
    file = tmp_path / "a.nuskha"
    file.write_bytes(b"SQLite format 3\0" + b"damage" * 1000)
    with pytest.raises(nuskha.Error) as caught:
        nuskha.Archive(file).info()
    assert caught.value.code in ("malformed", "unreadable") and caught.value.path == str(file)


@pytest.mark.parametrize(
    ("size", "number"), [(512, 512), ("512", 512), ("1.5k", 1536), ("2MiB", 2 << 20), ("4G", 4 << 30), ("1TB", 1 << 40)]
)
def test_sizes(size: int | str, number: int) -> None:
    assert size_in_bytes("memory", size) == number


def test_a_check_against_an_archive_refuses_what_the_archive_keeps(tmp_path: Path) -> None:
    archive = nuskha.Archive(tmp_path / "a.nuskha")
    (tmp_path / "a.txt").write_text("a text of some words")
    archive.add(tmp_path / "a.txt")
    kept: list[dict[str, Any]] = [{"threshold": 0.7}, {"level": "spelling"}, {"keep_boilerplate": False}]
    for options in kept:
        (name,) = options
        with pytest.raises(nuskha.InvalidArgumentError, match=f"{name}: an archive keeps the value") as caught:
            nuskha.check([("b", "text")], against=archive.path, **options)
        with pytest.raises(nuskha.InvalidArgumentError, match=f"{name}: an archive keeps the value"):
            archive.check([("b", "text")], **options)
        assert caught.value.path == name
        assert nuskha.check([("b", "text")], against=tmp_path / "a.txt", **options).summary.checked == 1
    with pytest.raises(nuskha.InvalidArgumentError, match="hidden: only for paths"):
        archive.check([("b", "text")], hidden=True)
    with pytest.raises(nuskha.InvalidArgumentError, match="include: an archive keeps it with the paths"):
        archive.update(include=["*.txt"])  # type: ignore[call-arg]


def test_names_of_archives() -> None:
    with pytest.raises(nuskha.InvalidArgumentError, match="empty"):
        nuskha.Archive("")
    with pytest.raises(nuskha.InvalidArgumentError, match="NUL byte"):
        nuskha.Archive("a\0b")


def test_options_that_mean_nothing_to_a_diff() -> None:
    with pytest.raises(TypeError, match=r"diff\(\) got an unexpected keyword argument 'include'"):
        nuskha.diff(("a", "x"), ("b", "y"), include=["*"])  # type: ignore[call-arg]
