"""Python's records are those of the command line program, field by field."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import FIXTURES, Lines, make_texts, without_seconds

import nuskha

Program = Callable[..., Lines]


@pytest.mark.parametrize("folder", ["archive", "check_archive", "formats", "check"])
@pytest.mark.parametrize(
    ("options", "arguments"),
    [
        ({}, []),
        ({"threshold": 0.5, "level": "text"}, ["--threshold", "0.5", "--level", "text"]),
        ({"join": "lsh", "miss_rate": 0.001, "jobs": 1}, ["--join", "lsh", "--miss-rate", "0.001", "--jobs", "1"]),
        ({"keep_boilerplate": True, "jobs": 3}, ["--keep-boilerplate", "--jobs", "3"]),
        ({"include": ["*.txt"], "exclude": ["*2022*"]}, ["--include", "*.txt", "--exclude", "*2022*"]),
        ({"hidden": True, "ignore": False, "max_document": "2k"}, ["--hidden", "--no-ignore", "--max-document", "2k"]),
    ],
)
def test_scan_of_paths(
    program: Program, monkeypatch: pytest.MonkeyPatch, folder: str, options: dict[str, Any], arguments: list[str]
) -> None:
    monkeypatch.chdir(FIXTURES)
    expected = program("scan", folder, "--format", "jsonl", "--no-timing", *arguments, cwd=FIXTURES)
    report = nuskha.scan(folder, timing=False, **options)
    assert list(report.records()) == expected


def test_dataclasses_hold_every_field_of_the_records(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FIXTURES)
    report = nuskha.scan(["archive", "formats"], threshold=0.6)
    by_type: dict[str, Lines] = {}
    for record in report.records():
        by_type.setdefault(record.pop("type"), []).append(record)
    groups: dict[str, tuple[Any, ...]] = {
        "document": report.documents,
        "pair": report.pairs,
        "family": report.families,
        "boilerplate": report.boilerplate,
        "problem": report.problems,
        "summary": (report.summary,),
    }
    for kind, made in groups.items():
        assert len(made) == len(by_type[kind]) > 0
        for one, record in zip(made, by_type[kind], strict=True):
            assert_holds(json.loads(json.dumps(dataclasses.asdict(one))), record)


def assert_holds(made: Any, record: Any) -> None:
    """`made` has what `record` has, and for what that leaves out a value that says nothing."""
    if isinstance(record, dict):
        for name, value in made.items():
            if name in record:
                assert_holds(value, record[name])
            else:
                assert value in (None, False, 0, [], True if name == "collated" else None, "UTF-8"), name
        assert set(record) <= set(made)
    elif isinstance(record, list):
        assert len(made) == len(record)
        for x, y in zip(made, record, strict=True):
            assert_holds(x, y)
    else:
        assert made == record


@pytest.mark.parametrize("jobs", [1, 2, 7])
@pytest.mark.parametrize("options", [{}, {"join": "lsh"}, {"threshold": 0.4, "level": "layout"}])
def test_scan_of_pairs_is_that_of_json_lines(
    program: Program, tmp_path: Path, jobs: int, options: dict[str, Any]
) -> None:
    texts = make_texts(700)
    texts[10] = "<html><head><title>A page</title></head><body><p>The harbour opens on 3 May 2021.</p></body></html>"
    texts[11] = ""
    with open(tmp_path / "all.jsonl", "w", encoding="utf-8") as file:
        for i, text in enumerate(texts):
            print(json.dumps({"id": str(i), "text": text}), file=file)
    arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    expected = program("scan", "all.jsonl", "--format", "jsonl", "--no-timing", *arguments, cwd=tmp_path)
    report = nuskha.scan(
        ((f"all.jsonl#{i + 1}", text) for i, text in enumerate(texts)), jobs=jobs, timing=False, **options
    )
    assert list(report.records()) == expected
    assert report.summary.families > 20 and report.boilerplate


def test_scan_of_pairs_is_that_of_files(program: Program, tmp_path: Path) -> None:
    texts = {f"sub/{i:03}-2021-05-{i % 28 + 1:02}.txt": text for i, text in enumerate(make_texts(150, seed=2))}
    (tmp_path / "sub").mkdir()
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    expected = program("scan", "sub", "--format", "jsonl", "--no-timing", cwd=tmp_path)
    report = nuskha.scan(reversed(texts.items()), timing=False)
    assert list(report.records()) == expected
    assert {document.date_source for document in report.documents} == {"file-name"}


@pytest.mark.parametrize("against", ["check_archive", "archive"])
def test_check_of_paths(program: Program, monkeypatch: pytest.MonkeyPatch, against: str) -> None:
    monkeypatch.chdir(FIXTURES)
    expected = program("check", "check_new", "--against", against, "--format", "jsonl", "--no-timing", cwd=FIXTURES)
    report = nuskha.check("check_new", against=against, timing=False)
    assert list(report.records()) == expected
    assert len(report.verdicts) == report.summary.checked > 0
    assert len(report.findings) == report.summary.findings
    assert [verdict.path for verdict in report.verdicts] == sorted(verdict.path for verdict in report.verdicts)


def test_check_of_pairs(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FIXTURES)
    files = ["check_new/prices-w41-ar.txt", "check_new/street-trees-ar.txt"]
    expected = program("check", *files, "--against", "check_archive", "--format", "jsonl", cwd=FIXTURES)
    report = nuskha.check(((file, Path(file).read_text(encoding="utf-8")) for file in files), against="check_archive")
    assert without_seconds(list(report.records())) == without_seconds(expected)


def test_diff(program: Program, tmp_path: Path) -> None:
    old, new = (
        "The bridge opens on 3 May 2021.\n\nAll are welcome.\n",
        "The bridge opens on 5 May 2021.\n\nall welcome!\n",
    )
    (tmp_path / "a.txt").write_text(old)
    (tmp_path / "b.txt").write_text(new)
    (expected,) = program("diff", "a.txt", "b.txt", "--format", "json", cwd=tmp_path)
    found = nuskha.diff(("a.txt", old), ("b.txt", new))
    assert found.record == expected
    assert [change.type for change in found.changes] == [change["type"] for change in expected["changes"]]
    assert found.differs and found.changes[0].type == "date"
    of_files = nuskha.diff(tmp_path / "a.txt", tmp_path / "b.txt", only=["date"])
    assert [change.type for change in of_files.changes] == ["date"]
    assert "<html" in found.html() and "May" in found.text()
    replaced = nuskha.diff(("a", "one \ud800"), ("b", "one \ufffd\ufffd\ufffd"))
    assert not replaced.differs  # as a scan reads it


def test_explain(program: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(FIXTURES / "archive")
    first, second = "un-office/2023/flood/flood-response-1.txt", "un-office/2023/flood/flood-response-3.txt"
    found = nuskha.explain(first, second, archive=["un-office"])
    pair = next(pair for pair in nuskha.scan("un-office").pairs if (pair.a, pair.b) == (first, second))
    assert (found.relation, found.level) == (pair.relation, pair.level)
    assert round(found.body_measurements.similarity, 4) == pair.body_similarity
    assert any(rule["holds"] for rule in found.rules) and found.because in found.text
    assert nuskha.explain(("a", "one two three four"), ("b", "five six seven eight")).relation is None


def test_archive(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FIXTURES)
    file = tmp_path / "py.nuskha"
    archive = nuskha.Archive(file, threshold=0.65)
    outcome = archive.add("check_archive")
    arguments = [tmp_path / "cli.nuskha", "check_archive", "--threshold", "0.65", "--format", "json"]
    (expected,) = program("index", "add", *arguments, cwd=FIXTURES)
    assert expected.pop("type") == "index" and dataclasses.asdict(outcome) == {**expected, "problems": ()}
    assert list(archive.report().records()) == program("index", "report", file, "--format", "jsonl", cwd=FIXTURES)
    info = program("index", "info", file, "--format", "json", cwd=FIXTURES)[0]
    found = dataclasses.asdict(archive.info())
    found = {"type": "archive", **found, "miss_rate": str(found["miss_rate"])}
    assert json.loads(json.dumps(found)) == info  # lists for tuples
    assert archive.info().roots[0].path == "check_archive"
    checked = archive.check("check_new", timing=False)
    expected_check = program("check", "check_new", "--against", file, "--format", "jsonl", "--no-timing", cwd=FIXTURES)
    assert list(checked.records()) == expected_check
    assert archive.verify() == []
    damaged = tmp_path / "damaged.nuskha"
    shutil.copy(file, damaged)
    with contextlib.closing(sqlite3.connect(damaged)) as database, database:
        database.execute("DELETE FROM pair_data")
    (damage,) = nuskha.Archive(damaged).verify()
    assert damage == nuskha.ArchiveDamage("pair_data", "its rows are not those that were stored")
    assert archive.remove("check_archive/2019").documents_removed > 0
    assert archive.update().documents == outcome.documents
    with pytest.raises(nuskha.InvalidArgumentError, match=r"0\.6"):
        nuskha.Archive(file, threshold=0.6).add("check_archive")
