"""Tables for other libraries."""

from __future__ import annotations

from pathlib import Path

import pyarrow
import pytest
from conftest import FIXTURES

import nuskha


@pytest.fixture(scope="module")
def report() -> nuskha.Report:
    return nuskha.scan([FIXTURES / "archive", FIXTURES / "formats"], threshold=0.6)


def test_documents_and_pairs_have_every_field(report: nuskha.Report) -> None:
    for name, records in (("documents", report.documents), ("pairs", report.pairs), ("problems", report.problems)):
        table = pyarrow.table(report.to_arrow(name))
        table.validate(full=True)
        assert table.num_rows == len(records) == len(report.to_arrow(name))
        for row, record in zip(table.to_pylist(), records, strict=True):
            for column, value in row.items():
                expected = getattr(record, column)
                assert value == (list(expected) if isinstance(expected, tuple) else expected)


def test_members_and_boilerplate(report: nuskha.Report) -> None:
    members = pyarrow.table(report.to_arrow("members")).to_pylist()
    assert len(members) == sum(len(family.members) for family in report.families)
    first = report.families[0]
    assert members[0] == {
        "family": 1,
        "path": first.members[0].path,
        "date": first.members[0].date,
        "parent": None,
        "relation": None,
        "keep": first.members[0].path == first.keep,
    }
    wordings = pyarrow.table(report.to_arrow("boilerplate"))
    assert wordings.column("text").to_pylist() == [v.text for b in report.boilerplate for v in b.variants]


def test_pandas(report: nuskha.Report) -> None:
    frame = report.to_pandas("pairs")
    assert list(frame["a"]) == [pair.a for pair in report.pairs]
    assert frame["similarity"].dtype == "float64"


def test_an_empty_table() -> None:
    report = nuskha.scan([("a", "text")])
    assert pyarrow.table(report.to_arrow("pairs")).num_rows == 0
    assert list(report.to_pandas("members").columns)[:2] == ["family", "path"]


def test_a_check(tmp_path: Path) -> None:
    report = nuskha.check(FIXTURES / "check_new", against=FIXTURES / "check_archive")
    verdicts = pyarrow.table(report.to_arrow("verdicts")).to_pylist()
    assert [row["verdict"] for row in verdicts] == [verdict.verdict for verdict in report.verdicts]
    assert pyarrow.table(report.to_arrow("findings")).num_rows == len(report.findings) > 0


def test_a_table_that_is_not_there(report: nuskha.Report) -> None:
    with pytest.raises(nuskha.InvalidArgumentError, match="table: 'families' is none of documents"):
        report.to_arrow("families")
