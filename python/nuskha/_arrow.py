"""Reports as Arrow tables, by the Arrow C data interface: nanoarrow makes the arrays, and any library takes them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from ._errors import InvalidArgumentError

if TYPE_CHECKING:
    import pandas

    from ._report import CheckReport, Report

# (column, type, what of the record)
_Column = tuple[str, str]

_DOCUMENTS: tuple[_Column, ...] = (
    ("path", "string"),
    ("bytes", "int64"),
    ("words", "int64"),
    ("date", "string"),
    ("title", "string"),
    ("text_hash", "string"),
    ("encoding", "string"),
    ("encoding_detected", "bool"),
    ("date_source", "string"),
    ("date_readings", "strings"),
)
_PAIRS: tuple[_Column, ...] = (
    ("a", "string"),
    ("b", "string"),
    ("relation", "string"),
    ("level", "string"),
    ("similarity", "float64"),
    ("body_similarity", "float64"),
    ("jaccard", "float64"),
    ("containment_a", "float64"),
    ("containment_b", "float64"),
    ("fuzzy_similarity", "float64"),
)
_MEMBERS: tuple[_Column, ...] = (
    ("family", "int64"),
    ("path", "string"),
    ("date", "string"),
    ("parent", "string"),
    ("relation", "string"),
    ("keep", "bool"),
)
_BOILERPLATE: tuple[_Column, ...] = (
    ("boilerplate", "int64"),
    ("text", "string"),
    ("documents", "int64"),
    ("first", "string"),
    ("last", "string"),
)
_PROBLEMS: tuple[_Column, ...] = (("path", "string"), ("code", "string"), ("message", "string"))
_VERDICTS: tuple[_Column, ...] = (
    ("path", "string"),
    ("verdict", "string"),
    ("of", "string"),
    ("newest", "string"),
    ("level", "string"),
    ("similarity", "float64"),
    ("body_similarity", "float64"),
    ("jaccard", "float64"),
    ("containment_new", "float64"),
    ("containment_of", "float64"),
    ("change_summary", "string"),
    ("text_hash", "string"),
    ("severity", "string"),
)
_FINDINGS: tuple[_Column, ...] = (
    ("path", "string"),
    ("rule", "string"),
    ("severity", "string"),
    ("line", "int64"),
    ("column", "int64"),
    ("end_line", "int64"),
    ("end_column", "int64"),
    ("message", "string"),
    ("fix", "string"),
    ("fingerprint", "string"),
)

_SCAN_TABLES = {
    "documents": _DOCUMENTS,
    "pairs": _PAIRS,
    "members": _MEMBERS,
    "boilerplate": _BOILERPLATE,
    "problems": _PROBLEMS,
}
_CHECK_TABLES = {"verdicts": _VERDICTS, "findings": _FINDINGS, "problems": _PROBLEMS}


class Table:
    """A table on its way to a library: anything that takes ``__arrow_c_stream__``. Immutable."""

    def __init__(self, array: Any, columns: Sequence[str], num_rows: int) -> None:
        self._array = array
        self.column_names = tuple(columns)
        self.num_rows = num_rows

    def __len__(self) -> int:
        return self.num_rows

    def __arrow_c_schema__(self) -> Any:
        return self._array.schema.__arrow_c_schema__()

    def __arrow_c_array__(self, requested_schema: Any = None) -> Any:
        return self._array.__arrow_c_array__(requested_schema)

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        import nanoarrow as na

        return na.c_array_stream(self._array).__arrow_c_stream__(requested_schema)

    def to_pandas(self) -> pandas.DataFrame:
        """Raises ImportError where pandas or pyarrow isn't installed."""
        try:
            import pandas  # noqa: F401
            import pyarrow
        except ImportError as error:
            raise ImportError("to_pandas needs pandas and pyarrow: pip install 'nuskha[pandas]'") from error
        return pyarrow.table(self).to_pandas()

    def __repr__(self) -> str:
        return f"<nuskha arrow table: {self.num_rows} rows, columns {', '.join(self.column_names)}>"


def _offsets(lengths: Iterable[int]) -> array[int]:
    return array("q", accumulate(lengths, initial=0))


def _validity(values: Sequence[Any]) -> tuple[Any, int]:
    nulls = sum(value is None for value in values)
    if nulls == 0:
        return None, 0
    bits = bytearray((len(values) + 7) // 8)
    for i, value in enumerate(values):
        if value is not None:
            bits[i >> 3] |= 1 << (i & 7)
    return bytes(bits), nulls


def _strings(na: Any, values: Sequence[str | None]) -> Any:
    encoded = [b"" if value is None else value.encode("utf-8", "replace") for value in values]
    validity, nulls = _validity(values)
    buffers = [validity, _offsets(map(len, encoded)), b"".join(encoded)]
    return na.c_array_from_buffers(na.large_string(), len(values), buffers, nulls)


def _column(na: Any, kind: str, values: Sequence[Any]) -> Any:
    if kind == "string":
        return _strings(na, values)
    if kind == "strings":
        flat = [one for value in values for one in value]
        buffers = [None, _offsets(len(value) for value in values)]
        return na.c_array_from_buffers(
            na.large_list(na.large_string()), len(values), buffers, 0, children=[_strings(na, flat)]
        )
    validity, nulls = _validity(values)
    if kind == "bool":
        bits = bytearray((len(values) + 7) // 8)
        for i, value in enumerate(values):
            bits[i >> 3] |= bool(value) << (i & 7)
        return na.c_array_from_buffers(na.bool_(), len(values), [validity, bytes(bits)], nulls)
    numbers = array("d" if kind == "float64" else "q", (0 if value is None else value for value in values))
    type_ = na.float64() if kind == "float64" else na.int64()
    return na.c_array_from_buffers(type_, len(values), [validity, numbers], nulls)


def _rows(report: Any, table: str) -> list[Any]:
    if table == "members":
        return [
            (family.id, m.path, m.date, m.parent, m.relation, m.path == family.keep)
            for family in report.families
            for m in family.members
        ]
    if table == "boilerplate":
        return [(b.id, v.text, v.documents, v.first, v.last) for b in report.boilerplate for v in b.variants]
    return list(getattr(report, table))


def table_of(report: Report | CheckReport, table: str) -> Table:
    tables = _CHECK_TABLES if hasattr(report, "verdicts") else _SCAN_TABLES
    if table not in tables:
        raise InvalidArgumentError("invalid-argument", "table", f"{table!r} is none of {', '.join(tables)}")
    try:
        import nanoarrow as na
    except ImportError as error:
        raise ImportError("to_arrow needs nanoarrow: pip install 'nuskha[arrow]'") from error
    columns = tables[table]
    rows = _rows(report, table)
    children, fields = [], {}
    for i, (name, kind) in enumerate(columns):
        is_tuple = table in ("members", "boilerplate")
        child = _column(na, kind, [row[i] if is_tuple else getattr(row, name) for row in rows])
        children.append(child)
        fields[name] = child.schema
    out = na.c_array_from_buffers(na.struct(fields), len(rows), [None], 0, children=children)
    return Table(out, [name for name, _ in columns], len(rows))
