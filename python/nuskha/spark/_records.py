"""Records of a report, JSON, as tables with types: the fields of docs/report_format.md, by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

# What is absent from a record is null, but for the defaults below, which are those of nuskha's dataclasses.
SCHEMAS = {
    "documents": (
        "path string, bytes bigint, words bigint, date string, title string, text_hash string, encoding string, "
        "encoding_detected boolean, date_source string, date_readings array<string>"
    ),
    "pairs": (
        "a string, b string, relation string, level string, similarity double, body_similarity double, "
        "jaccard double, containment_a double, containment_b double, fuzzy_similarity double"
    ),
    "families": (
        "id bigint, members array<struct<path: string, date: string, parent: string, relation: string>>, "
        "keep string, cohesion double, cohesion_at_most double, "
        "lost array<struct<parent: string, members: array<string>>>, collated boolean"
    ),
    "boilerplate": (
        "id bigint, documents bigint, within_document boolean, "
        "variants array<struct<text: string, documents: bigint, first: string, last: string>>"
    ),
}
_DEFAULTS = {
    "encoding": "'UTF-8'",
    "encoding_detected": "false",
    "date_readings": "array()",
    "lost": "array()",
    "collated": "true",
    "within_document": "false",
}


def table_of(name: str, records: DataFrame, number: str | None = None) -> DataFrame:
    """A table of records.

    Args:
        name: which of SCHEMAS.
        records: column `data`: a record each, JSON.
        number: the column that tells `id`, for records that stand without it.
    """
    from pyspark.sql import functions as F

    parsed = F.from_json(F.col("data").cast("string"), SCHEMAS[name], {"mode": "FAILFAST"})
    given = F.col(number) if number else F.lit(None)
    rows = records.select(parsed.alias("r"), given.cast("bigint").alias("given"))
    columns = []
    for field in rows.schema["r"].dataType.names:  # type: ignore[attr-defined]
        value = F.col(f"r.{field}")
        if field in _DEFAULTS:
            value = F.coalesce(value, F.expr(_DEFAULTS[field]))
        if field == "id":
            value = F.coalesce(F.col("given"), value)
        columns.append(value.alias(field))
    return rows.select(columns)
