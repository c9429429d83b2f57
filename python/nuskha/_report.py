"""What a scan and a check found: the lines that the program prints, as dataclasses, dicts and Arrow tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from . import _arrow
from ._records import (
    Boilerplate,
    CheckSummary,
    Document,
    Family,
    Finding,
    Pair,
    Problem,
    Summary,
    Verdict,
    only_known,
)

if TYPE_CHECKING:
    import pandas

_T = TypeVar("_T")


class _Lines:
    """JSON Lines whose types come one after the other, read type by type when they are asked for."""

    def __init__(self, lines: bytes, types: tuple[str, ...]) -> None:
        self._jsonl = lines
        self._types = types

    @property
    def jsonl(self) -> bytes:
        """The records as ``--format jsonl`` prints them, UTF-8."""
        return self._jsonl

    def _section(self, kind: str) -> bytes:
        """The lines of one type. No record holds a line feed, so the mark below begins a line or is nowhere."""
        mark = b'{"type":"%s",' % kind.encode()
        if self._jsonl.startswith(mark):
            begin = 0
        else:
            begin = self._jsonl.find(b"\n" + mark) + 1
            if begin == 0:
                return b""
        end = self._jsonl.rfind(b"\n" + mark)
        end = self._jsonl.find(b"\n", max(begin, end + 1))
        return self._jsonl[begin:end]

    def _read(self, kind: str) -> list[dict[str, Any]]:
        found = json.loads(b"[" + self._section(kind).replace(b"\n", b",") + b"]")
        return [record for record in found if record["type"] == kind]

    def _make(self, kind: str, of: Callable[[dict[str, Any]], _T]) -> tuple[_T, ...]:
        return tuple(of(record) for record in self._read(kind))

    def records(self) -> Iterator[dict[str, Any]]:
        """Each record as a dict, as ``json.loads`` reads its line: in the order of docs/report_format.md."""
        for line in self._jsonl.splitlines():
            yield json.loads(line)


class Report(_Lines):
    """What a scan found. Each attribute is read when it is first asked for and kept; immutable, thread-safe to read."""

    def __init__(self, lines: bytes) -> None:
        super().__init__(lines, ("document", "pair", "family", "boilerplate", "problem", "summary"))

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """Sorted by path."""
        return self._make("document", Document.of)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Sorted by ``a``, then ``b``."""
        return self._make("pair", Pair.of)

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """Sorted by id: by the first path in each."""
        return self._make("family", Family.of)

    @cached_property
    def boilerplate(self) -> tuple[Boilerplate, ...]:
        """Recurring passages, those of most documents first."""
        return self._make("boilerplate", Boilerplate.of)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Sorted by path."""
        return self._make("problem", Problem.of)

    @cached_property
    def summary(self) -> Summary:
        return Summary.of(self._read("summary")[0])

    def to_arrow(self, table: str = "pairs") -> _arrow.Table:
        """One table of the report, for pyarrow, polars, DuckDB, pandas and whatever else takes an object with
        ``__arrow_c_stream__`` (``pyarrow.table(report.to_arrow("documents"))``). Needs nanoarrow.

        Args:
            table: ``"documents"``, ``"pairs"``, ``"members"`` (a row for each version in a family),
                ``"boilerplate"`` (a row for each wording) or ``"problems"``.

        Raises:
            InvalidArgumentError: there is no such table.
            ImportError: nanoarrow isn't installed.
        """
        return _arrow.table_of(self, table)

    def to_pandas(self, table: str = "pairs") -> pandas.DataFrame:
        """The same as a DataFrame. Needs nanoarrow, pandas and pyarrow.

        Raises:
            InvalidArgumentError: there is no such table.
            ImportError: one of them isn't installed.
        """
        return self.to_arrow(table).to_pandas()

    def __repr__(self) -> str:
        s = self.summary
        counts = f"{s.documents} documents, {s.families} families, {s.pairs} pairs, {s.problems} problems"
        return f"<nuskha.Report: {counts}>"


class CheckReport(_Lines):
    """What a check says of new documents. Each attribute is read when it is first asked for and kept."""

    def __init__(self, lines: bytes) -> None:
        super().__init__(lines, ("verdict", "finding", "problem", "stale", "summary"))

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """One a new document, sorted by path."""
        return self._make("verdict", lambda r: Verdict(**only_known(Verdict, r)))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Sorted by path, then line."""
        return self._make("finding", lambda r: Finding(**only_known(Finding, r)))

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Sorted by path."""
        return self._make("problem", Problem.of)

    @cached_property
    def summary(self) -> CheckSummary:
        return CheckSummary(**only_known(CheckSummary, self._read("summary")[0]))

    def to_arrow(self, table: str = "verdicts") -> _arrow.Table:
        """As :meth:`Report.to_arrow`; the tables are ``"verdicts"``, ``"findings"`` and ``"problems"``."""
        return _arrow.table_of(self, table)

    def to_pandas(self, table: str = "verdicts") -> pandas.DataFrame:
        """As :meth:`Report.to_pandas`."""
        return self.to_arrow(table).to_pandas()

    def __repr__(self) -> str:
        s = self.summary
        return f"<nuskha.CheckReport: {s.checked} checked, {s.findings} findings, {s.problems} problems>"
