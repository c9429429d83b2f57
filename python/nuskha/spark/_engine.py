"""Deals rows by Spark: :class:`SparkEngine` is the engine of ``_rows.py`` on DataFrames.

A table is a DataFrame of the columns of a row. `deal` is a shuffle by key with a sort in each partition, and a function
that holds the rows of one key at a time; nothing is sent to the driver.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial, reduce
from typing import TYPE_CHECKING, Any

from . import _components
from ._batches import COLUMNS, any_rows, rows_of_key
from ._rows import Kind, Plan, Row, Step
from ._session import described, in_executors, numbers, own_errors
from ._work_folder import WorkFolder

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# Of Parquet, whose writer gathers so much of each file that is written, and by default looks every 100 rows.
_WRITING = {
    "parquet.block.size": str(32 << 20),
    "parquet.page.size.row.check.min": "8",
    "parquet.block.size.row.check.min": "8",
    "parquet.enable.dictionary": "false",
}


class SparkEngine:
    """Deals rows over the executors of a session, into `partitions` tasks, and keeps tables in a work folder."""

    def __init__(self, session: SparkSession, folder: WorkFolder, partitions: int) -> None:
        self.session = session
        self.folder = folder
        self.partitions = partitions

    def each(self, rows: DataFrame, step: Callable[[list[Row]], Iterable[Row]]) -> DataFrame:
        return in_executors(rows, partial(any_rows, step), COLUMNS)

    def deal(self, tables: list[DataFrame], step: Step) -> DataFrame:
        return in_executors(self._by_key(self.join(tables)), partial(rows_of_key, step), COLUMNS)

    def _by_key(self, rows: DataFrame) -> DataFrame:
        from pyspark.sql import functions as F

        if hasattr(rows, "repartitionById"):  # Spark 4.1. Keys often count from 0: so each task has as many
            number = F.shiftright("key", 32) + F.col("key").bitwiseAND((1 << 32) - 1)  # of task_key: shard + number
            dealt = rows.repartitionById(self.partitions, F.pmod(number, F.lit(self.partitions)).cast("int"))
        else:
            dealt = rows.repartition(self.partitions, "key")
        return dealt.sortWithinPartitions("key", "kind", "id")

    def only(self, rows: DataFrame, *kinds: Kind) -> DataFrame:
        from pyspark.sql import functions as F

        return rows.where(F.col("kind").isin([int(kind) for kind in kinds]))

    def join(self, tables: list[DataFrame]) -> DataFrame:
        return reduce(lambda some, more: some.unionByName(more), tables) if tables else empty(self.session)

    def count(self, rows: DataFrame, kind: Kind) -> int:
        with own_errors():
            return self.only(rows, kind).count()

    def total(self, rows: DataFrame, kind: Kind) -> int:
        from pyspark.sql import functions as F

        found = numbers(self.only(rows, kind).agg(F.sum("id")))[0]
        return int(found or 0)

    def components(self, edges: DataFrame, plan: Plan) -> DataFrame:
        return _components.components(self, edges, plan)

    def keep(self, name: str, make: Callable[[], DataFrame]) -> DataFrame:
        return self.keep_table(f"stages/{name}", make)

    def keep_table(self, name: str, make: Callable[[], DataFrame]) -> DataFrame:
        """As `keep`, of any columns, at a path within the work folder."""
        done = f"{name}.done"
        if not self.folder.exists(done):
            with described(self.session, f"nuskha: {name}"):
                self.write(name, make())
            self.folder.write(done, "")
        return self.session.read.parquet(self.folder.path(name))

    def write(self, name: str, table: DataFrame) -> DataFrame:
        """Writes a table in place of what is there, and gives it as it is read from there."""
        self.folder.remove(name)
        with own_errors():
            table.write.options(**_WRITING).parquet(self.folder.path(name))
        return self.session.read.schema(table.schema).parquet(self.folder.path(name))


def empty(session: SparkSession) -> Any:
    """No rows."""
    return session.createDataFrame([], COLUMNS)
