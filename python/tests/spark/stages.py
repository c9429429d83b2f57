"""What stands for the stages of a scan where it is not about them: one step scans all. Everything around is real."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from pyspark import cloudpickle
from pyspark.sql import DataFrame

import nuskha
from nuskha.spark._engine import SparkEngine
from nuskha.spark._rows import Item, Kind, Plan, Row

cloudpickle.register_pickle_by_value(sys.modules[__name__])


@dataclass
class StandIn:
    pairs: Any
    families: Any
    boilerplate: Any


def scan_all(options: dict[str, Any], key: int, items: list[Item]) -> Iterator[Row]:
    names = {item.id: json.loads(item.data)["path"] for item in items if item.kind == Kind.FACTS}
    texts = {item.id: item.data.decode() for item in items if item.kind == Kind.TEXT}
    report = nuskha.scan([(names[number], text) for number, text in texts.items()], timing=False, **options)
    kinds = {"pair": Kind.PAIR_RECORD, "family": Kind.FAMILY_RECORD, "boilerplate": Kind.BOILERPLATE}
    for place, record in enumerate(report.records()):
        if record["type"] in kinds:
            if record["type"] != "pair":
                del record["id"]
            yield Row(0, kinds[record["type"]], place * 3, json.dumps(record).encode())


def in_one(rows: list[Row]) -> Iterable[Row]:
    return [Row(0, Kind.TEXT, row.id, row.data) for row in rows]


def records_in_one(rows: list[Row]) -> Iterable[Row]:
    from nuskha import _native

    records = _native.parts.document_records([row.data for row in rows])
    return [Row(0, Kind.FACTS, row.id, record) for row, record in zip(rows, records, strict=True)]


def relate(engine: SparkEngine, plan: Plan, documents: DataFrame) -> StandIn:
    assert engine.raw_texts is not None
    texts = engine.each(engine.raw_texts(documents), in_one)
    records = engine.each(documents, records_in_one)
    options = {"threshold": plan.threshold, "join": "lsh", "level": plan.level}
    rows = engine.keep("all", lambda: engine.deal([texts, records], partial(scan_all, options)))
    return StandIn(rows, rows, rows)
