"""The documents of a scan: two columns of a DataFrame, looked at once before anything is done with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .._errors import InvalidArgumentError, NoDocumentsError
from ._session import numbers

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame


@dataclass(frozen=True)
class Input:
    """Documents as rows (name, text), both UTF-8 in binary: what an id is compared by, and what Spark's strings hold
    even where it is no UTF-8."""

    rows: DataFrame
    num_documents: int
    text_bytes: int
    identity: str  # of all ids and texts, whatever their order


def look(frame: DataFrame, id_column: str, text_column: str) -> Input:
    """Reads all documents once.

    Raises:
        InvalidArgumentError: a column isn't there, is of the wrong type or has nulls.
        NoDocumentsError: there are no rows.
    """
    from pyspark.sql import functions as F

    name = _name(frame, id_column).cast("binary")
    text = _text(frame, text_column).cast("binary")
    rows = frame.select(name.alias("name"), text.alias("text"))
    no_name, no_text = F.col("name").isNull(), F.col("text").isNull()
    count, nameless, textless, example, size, checksum = numbers(
        rows.agg(
            F.count("*"),
            F.count_if(no_name),
            F.count_if(no_text),
            F.min(F.when(no_text, F.col("name"))),
            F.sum(F.octet_length("text")),
            F.bit_xor(F.xxhash64("name", "text")),
        )
    )
    if count == 0:
        raise NoDocumentsError("no-documents", "", "the DataFrame has no rows")
    if nameless:
        raise _refuse(id_column, f"{_rows(nameless)} null; each document needs an id of its own")
    if textless:
        which = f"{_shown(example)}" if textless == 1 else f"{_shown(example)} for one"
        raise _refuse(
            text_column, f"{_rows(textless)} null ({which}); leave such documents out, or give '' for an empty one"
        )
    return Input(rows, count, size or 0, f"{count} {size} {checksum}")


def decoded(name: bytes) -> str:
    """An id as the native functions take it: they see the very bytes."""
    return name.decode("utf-8", "surrogateescape")


def repaired(text: bytes) -> str:
    """A text; what isn't UTF-8 in it becomes U+FFFD."""
    return text.decode("utf-8", "replace")


def _column(frame: DataFrame, role: str, column: str) -> Any:
    if not isinstance(column, str):
        raise InvalidArgumentError("invalid-argument", role, f"{column!r} is not the name of a column")
    num = frame.columns.count(column)
    if num == 0:
        raise _refuse(column, f"there is no such column; there are {', '.join(frame.columns) or 'none'}")
    if num > 1:
        raise _refuse(column, f"there are {num} columns of this name")
    return frame.schema[column].dataType


def _name(frame: DataFrame, column: str) -> Column:
    from pyspark.sql import types as T

    kind = _column(frame, "id", column)
    if not isinstance(kind, (T.StringType, T.ByteType, T.ShortType, T.IntegerType, T.LongType)):
        raise _refuse(column, f"an id must be a string or a whole number, and this column is {kind.simpleString()}")
    return _quoted(column).cast("string")


def _text(frame: DataFrame, column: str) -> Column:
    from pyspark.sql import types as T

    kind = _column(frame, "text", column)
    if not isinstance(kind, T.StringType):
        raise _refuse(column, f"a text must be a string, and this column is {kind.simpleString()}")
    return _quoted(column)


def _quoted(column: str) -> Column:
    """By its whole name, in which a dot is nothing special."""
    from pyspark.sql import functions as F

    return F.col("`" + column.replace("`", "``") + "`")


def _rows(count: int) -> str:
    return "1 row is" if count == 1 else f"{count} rows are"


def _shown(name: Any) -> str:
    text = bytes(name).decode("utf-8", "replace")
    return f"id {text[:60]!r}" + ("…" if len(text) > 60 else "")


def _refuse(column: str, reason: str) -> InvalidArgumentError:
    return InvalidArgumentError("invalid-argument", f"column {column!r}", reason)
