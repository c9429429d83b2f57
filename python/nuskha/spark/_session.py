"""What a Spark session is asked: settings for the time of a scan, functions that run in its executors, and failures
that come back as nuskha's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from .. import _native
from .._errors import error_for
from . import _worker

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_T = TypeVar("_T")

_MOST_BYTES = "spark.sql.execution.arrow.maxBytesPerBatch"


def _settings(session: SparkSession, partitions: int) -> dict[str, str]:
    """Rows may be a megabyte each, so nothing may gather thousands of them; and no table goes to the driver, not even
    to be sent to all executors from there."""
    out = {
        "spark.sql.execution.arrow.maxRecordsPerBatch": "4096",
        "spark.sql.execution.arrow.useLargeVarTypes": "false",
        "spark.sql.parquet.enableVectorizedReader": "false",
        "spark.sql.autoBroadcastJoinThreshold": "-1",
        "spark.sql.adaptive.autoBroadcastJoinThreshold": "-1",
        "spark.sql.shuffle.partitions": str(partitions),
    }
    if _knows(session, _MOST_BYTES):
        out[_MOST_BYTES] = str(8 << 20)
    else:
        out["spark.sql.execution.arrow.maxRecordsPerBatch"] = "64"
    return out


def _knows(session: SparkSession, name: str) -> bool:
    """Whether this version of Spark has a setting."""
    try:
        session.conf.get(name)
    except Exception:  # its class depends on the version
        return False
    return True


@contextmanager
def set_up(session: SparkSession, partitions: int) -> Iterator[None]:
    """The settings of a scan; those before are put back."""
    wanted = _settings(session, partitions)
    before = {name: session.conf.get(name, None) for name in wanted}
    try:
        for name, value in wanted.items():
            session.conf.set(name, value)
        yield
    finally:
        for name, old in before.items():
            if old is None:
                session.conf.unset(name)
            else:
                session.conf.set(name, old)


@contextmanager
def described(session: SparkSession, what: str) -> Iterator[None]:
    """What Spark's pages and logs call the jobs that are run meanwhile."""
    context: Any = session.sparkContext  # its types don't know that None takes a property away
    name = "spark.job.description"
    before: Any = context.getLocalProperty(name)  # None, as a value, takes it away
    context.setLocalProperty(name, what)
    try:
        yield
    finally:
        context.setLocalProperty(name, before)


@contextmanager
def own_errors() -> Iterator[None]:
    """Of whatever runs in executors: nuskha's errors, which Spark quotes in its own, come out as they were raised."""
    try:
        yield
    except Exception as error:
        failure = _worker.failure_in(str(error))
        if failure is None:
            raise
        raise error_for(*failure) from None


def in_executors(frame: DataFrame, function: Callable[[Iterator[Any]], Iterator[Any]], columns: str) -> DataFrame:
    """`frame.mapInArrow`, where executors without this nuskha say so."""
    import pyspark

    cloudpickle: Any = pyspark.cloudpickle  # without types
    cloudpickle.register_pickle_by_value(_worker)
    payload = cloudpickle.dumps(function)
    version: str = _native.__version__  # type: ignore[attr-defined]
    return frame.mapInArrow(_worker.guarded(payload, version), columns)


def numbers(frame: DataFrame) -> tuple[Any, ...]:
    """The one row of a table of counters: all that is ever brought to the driver."""
    with own_errors():
        rows = frame.collect()
    assert len(rows) == 1
    return tuple(rows[0])


def first_line(error: Exception) -> str:
    """What an exception of Spark's or Java's says, for a message of one line."""
    told = getattr(error, "java_exception", None)
    return (str(told) if told is not None else str(error)).strip().partition("\n")[0]
