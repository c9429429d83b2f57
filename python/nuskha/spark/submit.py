"""A scan of tables into tables: ``spark-submit submit.py --input IN --output OUT``, or ``python -m nuskha.spark``.

Writes OUT/documents, OUT/pairs, OUT/families and OUT/boilerplate. Run again after it was ended, it goes on.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_TABLES = ("documents", "pairs", "families", "boilerplate")


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="nuskha.spark", description="Finds copies and versions among the documents of a table, by Apache Spark."
    )
    add = parser.add_argument
    add("--input", nargs="+", required=True, metavar="PATH", help="the documents, one a row")
    add("--output", required=True, metavar="FOLDER", help=f"where the tables are written: {', '.join(_TABLES)}")
    add(
        "--format",
        default="parquet",
        help="of the input: parquet, json, orc, delta, … (%(default)s)",
    )
    add("--output-format", default="parquet", metavar="FORMAT", help="of the output (%(default)s)")
    add("--id", default="id", metavar="COLUMN", help="the documents' ids (%(default)s)")
    add("--text", default="text", metavar="COLUMN", help="their texts (%(default)s)")
    add("--threshold", type=float, default=0.7, help="least similarity of two versions (%(default)s)")
    add("--miss-rate", type=float, default=0.01, help="share of pairs at the floor that may be missed (%(default)s)")
    add("--join", choices=("auto", "lsh", "exact"), default="auto", help="how candidates are found (%(default)s)")
    add("--level", choices=("spelling", "text", "layout"), default="spelling", help="how words compare (%(default)s)")
    add("--keep-boilerplate", action="store_true", help="compare whole documents, recurring passages included")
    add("--work-dir", metavar="FOLDER", help="where finished stages are kept; kept itself (else within --output)")
    add("--partitions", type=int, metavar="N", help="into how many tasks each stage is dealt")
    add("--overwrite", action="store_true", help="write over an output that is there")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0; 2 after a message of one line for what can't be done."""
    asked = _arguments(arguments)
    try:
        import nuskha
    except ImportError as error:
        print(f"nuskha.spark: the driver's Python ({sys.executable}) can't import nuskha: {error}", file=sys.stderr)
        return 2
    from pyspark.sql import SparkSession

    session = SparkSession.Builder().appName("nuskha").getOrCreate()
    try:
        print(f"nuskha.spark: {_run(session, asked)}", file=sys.stderr)
        return 0
    except nuskha.Error as error:
        print(f"nuskha.spark: {error}", file=sys.stderr)
    finally:
        session.stop()
    return 2


@contextmanager
def _spark_says(option: str) -> Iterator[None]:
    """Of paths and formats that it doesn't know: in one line. What goes wrong while rows are read keeps its trace."""
    from py4j.protocol import Py4JJavaError
    from pyspark.errors import AnalysisException

    from nuskha import InvalidArgumentError
    from nuskha.spark._session import first_line

    try:
        yield
    except (AnalysisException, Py4JJavaError) as error:
        raise InvalidArgumentError("invalid-argument", option, first_line(error)) from error


def _run(session: SparkSession, asked: argparse.Namespace) -> str:
    from nuskha import InvalidArgumentError
    from nuskha.spark import scan
    from nuskha.spark._work_folder import WorkFolder

    output = WorkFolder(session, asked.output)
    within = asked.work_dir is None
    work = WorkFolder(session, output.path("_nuskha_work") if within else asked.work_dir)
    # What a run that was ended has left may be written over. The folder of --work-dir is kept by finished ones, too.
    was_ended = within and work.is_claimed()
    if not (asked.overwrite or was_ended) and any(output.exists(name) for name in _TABLES):
        raise InvalidArgumentError(
            "invalid-argument", asked.output, "there are tables already; name another folder, or say --overwrite"
        )
    with _spark_says("--input"):
        documents = session.read.format(asked.format).load(asked.input)
    found = scan(
        documents,
        id=asked.id,
        text=asked.text,
        threshold=asked.threshold,
        miss_rate=asked.miss_rate,
        join=asked.join,
        level=asked.level,
        keep_boilerplate=asked.keep_boilerplate,
        work_dir=str(work),
        partitions=asked.partitions,
    )
    counts = []
    for name in _TABLES:
        table = getattr(found, name)
        counts.append(f"{table.count()} {name}")
        with _spark_says("--output"):
            table.write.format(asked.output_format).mode("overwrite").save(output.path(name))
    if within:
        work.remove_all()
    return f"{', '.join(counts)} in {asked.output}"


if __name__ == "__main__":
    sys.exit(main())
