"""nuskha.spark.scan: from a DataFrame of documents to those of a report."""

from __future__ import annotations

import atexit
import math
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pyarrow as pa

from .. import _native
from .._jobs import scan as scan_here
from .._options import Join, MatchingLevel, refuse, scan_options, whole
from . import _numbering
from ._batches import packed
from ._engine import SparkEngine
from ._input import Input, decoded, look, repaired
from ._records import table_of
from ._rows import Kind, Plan, Row
from ._session import in_executors, numbers, set_up
from ._work_folder import WorkFolder

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# As src/scan/relate.cpp: up to so many words of distinct texts the complete join is tried first.
_MOST_WORDS_FOR_EXACT = 6_000_000

_MOST_BYTES_OF_A_TASK = 32 << 20
_MOST_BYTES_OF_A_PART = 16 << 20
_MOST_TEXTS_OF_A_PART = 8192
_LEAST_TEXTS_OF_A_PART = 16

_LINE_COLUMNS = "type string, data binary"
_LINE_SCHEMA = pa.schema([("type", pa.string()), ("data", pa.binary())])
_TYPES = {"documents": "document", "pairs": "pair", "families": "family", "boilerplate": "boilerplate"}


@dataclass(frozen=True, slots=True)
class Tables:
    """What a scan found, as DataFrames that lie in its work folder. Their rows are in no order; their columns are the
    fields of docs/report_format.md:

    - ``documents``, one row each: ``path`` (the id), ``bytes``, ``words``, ``date``, ``title``, ``text_hash``,
      ``encoding``, ``encoding_detected``, ``date_source``, ``date_readings``;
    - ``pairs`` of related documents: ``a``, ``b``, ``relation``, ``level``, the similarities;
    - ``families``, the versions of one document each: ``id``, ``members`` (an array of ``path``, ``date``, ``parent``,
      ``relation``, in the order of versions), ``keep``, ``cohesion``, ``cohesion_at_most``, ``lost``, ``collated``;
    - ``boilerplate``, recurring passages: ``id``, ``documents``, ``within_document``, ``variants`` (an array of
      ``text``, ``documents``, ``first``, ``last``).
    """

    documents: DataFrame
    pairs: DataFrame
    families: DataFrame
    boilerplate: DataFrame


def scan(
    df: DataFrame,
    *,
    id: str = "id",
    text: str = "text",
    threshold: float = 0.7,
    miss_rate: float = 0.01,
    join: Join = "auto",
    level: MatchingLevel = "spelling",
    keep_boilerplate: bool = False,
    work_dir: str | None = None,
    partitions: int | None = None,
) -> Tables:
    """Says which documents are copies and versions of one another, as :func:`nuskha.scan` does of the same pairs
    ``(id, text)``: the answer is equal to its, whatever the number of machines.

    Args:
        df: the documents, one a row. It is read several times, and must give the same rows each time.
        id, text: names of its columns. An id is a string, or a whole number, which stands for its decimal digits; a
            text is a string. Neither may be null, and no two ids the same.
        threshold, miss_rate, join, level, keep_boilerplate: as of :func:`nuskha.scan`. What takes the complete join
            there, ``"exact"`` and small archives, is done by one executor; all else is dealt out.
        work_dir: a folder that Hadoop knows and the driver and every executor reach (``"hdfs:///scans/1"``). The
            stages are kept in it: called again with the same documents and options, a scan that was ended goes on.
            What is returned lies there. None: a folder in the session's checkpoint directory; without one, where
            Spark runs in this process alone, one that is removed when the process ends.
        partitions: into how many tasks each stage is dealt; doesn't change the answer. None: three for each core, and
            more of a large archive.

    Raises:
        InvalidArgumentError: an option, a column or an id is wrong, or the folder belongs to another scan.
        NoDocumentsError: there are no rows.
        Error: code ``"executor"``: an executor lacks nuskha, or has another version of it; ``path`` is its host.

    While it runs, settings of the session are changed that bound how many rows are gathered at once; afterwards they
    are as before. The driver is sent counters only. Memory: some hundred megabytes a task.
    """
    options: dict[str, Any] = {
        "threshold": threshold,
        "miss_rate": miss_rate,
        "join": join,
        "level": level,
        "keep_boilerplate": bool(keep_boilerplate),
    }
    scan_options(**options)  # refuses what is out of range
    session = _session_of(df)
    if partitions is not None:
        partitions = whole("partitions", partitions, 1, 100_000)
    folder = WorkFolder(session, _folder_of(session) if work_dir is None else _checked(work_dir))
    cores = int(session.sparkContext.defaultParallelism)
    with set_up(session, partitions or 3 * cores):
        documents = look(df, id, text)
    partitions = partitions or max(3 * cores, math.ceil(documents.text_bytes / _MOST_BYTES_OF_A_TASK))
    version: str = _native.__version__  # type: ignore[attr-defined]
    layout = folder.claim(
        {"version": version, **options, "input": documents.identity}, _layout(documents, cores, partitions)
    )
    with set_up(session, partitions):
        return _Scan(SparkEngine(session, folder, partitions), documents, options, layout).tables()


def _session_of(df: Any) -> SparkSession:
    from pyspark.sql import DataFrame

    if not isinstance(df, DataFrame):
        raise TypeError(f"df must be a DataFrame of Spark, not {type(df).__name__}")
    if df.isStreaming:
        raise refuse("df", "a stream has no end; scan what it has written")
    return df.sparkSession


def _checked(work_dir: Any) -> str:
    if not isinstance(work_dir, str) or not work_dir:
        raise refuse("work_dir", f"{work_dir!r} is not the name of a folder")
    return work_dir


def _folder_of(session: SparkSession) -> str:
    context = session.sparkContext
    checkpoints = context.getCheckpointDir()
    if checkpoints is not None:
        return f"{checkpoints}/nuskha-{uuid4().hex}"
    if not _is_local(session):
        raise refuse("work_dir", "name a folder that the driver and every executor reach, such as hdfs:///scans/1")
    folder = tempfile.mkdtemp(prefix="nuskha-spark-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return f"file://{folder}"


def _is_local(session: SparkSession) -> bool:
    """Whether executors are threads of this driver."""
    return str(session.sparkContext.master).startswith("local")


def _layout(documents: Input, cores: int, partitions: int) -> dict[str, int]:
    """How the texts are dealt out: into parts that a task holds with ease, and enough of them for every core."""
    of_bytes = _MOST_BYTES_OF_A_PART * documents.num_documents // max(documents.text_bytes, 1)
    of_cores = documents.num_documents // (3 * cores)
    texts = min(_MOST_TEXTS_OF_A_PART, of_bytes, of_cores)
    return {"texts_per_part": max(_LEAST_TEXTS_OF_A_PART, texts), "num_shards": partitions}


class _Scan:
    def __init__(self, engine: SparkEngine, documents: Input, options: dict[str, Any], layout: dict[str, int]) -> None:
        self._engine = engine
        self._documents = documents
        self._options = options
        self._layout = layout

    def tables(self) -> Tables:
        folder = self._engine.folder
        if not folder.exists("results/done"):
            for name, table in self._found().items():
                self._engine.keep_table(f"results/{name}", table)
            folder.write("results/done", "")
        for name in ("stages", "rounds"):
            folder.remove(name)
        read = self._engine.session.read
        return Tables(*(read.parquet(folder.path(f"results/{name}")) for name in _TYPES))

    def _found(self) -> dict[str, Any]:
        """What makes each of the four tables."""
        join = self._options["join"]
        if join == "exact" or (join == "auto" and self._documents.text_bytes <= _MOST_WORDS_FOR_EXACT):
            return self._by_one()
        digests = self._engine.keep_table(
            "stages/digests",
            lambda: _numbering.digested(self._engine, self._documents, self._options["level"]),
        )
        num_texts, num_words = numbers(_numbering.texts_and_words(digests))
        if join == "auto" and num_words <= _MOST_WORDS_FOR_EXACT:
            return self._by_one()
        options = {name: value for name, value in self._options.items() if name != "join"}
        plan = Plan(
            **options,
            texts_per_part=self._layout["texts_per_part"],
            num_shards=self._layout["num_shards"],
            num_documents=self._documents.num_documents,
            num_texts=num_texts,
            num_words=num_words,
        )
        return self._dealt_out(_numbering.numbered(digests), plan)

    def _by_one(self) -> dict[str, Any]:
        """One executor scans all. It decides as any scan does which join it takes."""
        lines = self._engine.keep_table("stages/lines", self._lines)

        def table(name: str) -> DataFrame:
            return table_of(name, lines.where(lines["type"] == _TYPES[name]))

        return {name: partial(table, name) for name in _TYPES}

    def _lines(self) -> DataFrame:
        context = self._engine.session.sparkContext
        # The threads that its executor has for tasks; this one is alone.
        if _is_local(self._engine.session):
            jobs = context.defaultParallelism
        else:
            jobs = int(context.getConf().get("spark.executor.cores") or 1)
        one = self._documents.rows.coalesce(1)
        return in_executors(one, partial(scan_rows, {**self._options, "jobs": jobs}), _LINE_COLUMNS)

    def _dealt_out(self, documents: DataFrame, plan: Plan) -> dict[str, Any]:
        from ._relate import relate

        engine = self._engine
        rows = _numbering.document_rows(documents, plan)
        found = relate(engine, plan, rows, _numbering.RawTexts(self._documents, documents, plan))

        def in_order(name: str, kind: Kind) -> DataFrame:
            records = engine.keep_table(
                f"stages/{name}-in-order",
                lambda: _numbering.in_order(engine.only(getattr(found, name), kind), engine.partitions, "id"),
            )
            numbered = _numbering.numbered(records)
            return table_of(name, numbered.withColumn("number", numbered["number"] + 1), "number")

        return {
            "documents": lambda: table_of("documents", engine.each(rows, document_records)),
            "pairs": lambda: table_of("pairs", engine.only(found.pairs, Kind.PAIR_RECORD)),
            "families": lambda: in_order("families", Kind.FAMILY_RECORD),
            "boilerplate": lambda: in_order("boilerplate", Kind.BOILERPLATE),
        }


def scan_rows(options: dict[str, Any], batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """In one executor: a scan of all rows (name, text); gives the lines of its report."""
    pairs = (
        (decoded(name), repaired(text))
        for batch in batches
        for name, text in zip(batch.column("name").to_pylist(), batch.column("text").to_pylist(), strict=True)
    )
    report = scan_here(pairs, timing=False, **options)
    # No record holds a line feed, and each begins with its type.
    lines = (line for line in report.jsonl.split(b"\n") if line)
    return packed(_LINE_SCHEMA, ((line.split(b'"', 4)[3].decode(), line) for line in lines), 1)


def document_records(rows: list[Row]) -> Iterator[Row]:
    """DOCUMENT rows as the records of a report."""
    records = _native.parts.document_records([row.data for row in rows])
    for row, record in zip(rows, records, strict=True):
        yield Row(row.key, Kind.FACTS, row.id, record)
