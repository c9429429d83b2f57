"""A scan dealt out over the machines of Apache Spark, with the answer of :func:`nuskha.scan`.

    >>> import nuskha.spark                                                 # doctest: +SKIP
    >>> found = nuskha.spark.scan(spark.read.parquet("archive"), id="url")  # doctest: +SKIP
    >>> found.families.select("id", "keep").show()                          # doctest: +SKIP

It needs pyspark, pyarrow and pandas on the driver (``pip install 'nuskha[spark]'``), and nuskha and pyarrow on every
executor. docs/spark.md is the guide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._scan import Tables, scan

__all__ = ["Tables", "scan"]


def __getattr__(name: str) -> Any:
    # Steps are imported in executors, which have no use for what drives them, nor always for pyspark.
    if name in __all__:
        try:
            from . import _scan
        except ImportError as error:
            raise ImportError(
                f"nuskha.spark needs pyspark and pyarrow: pip install 'nuskha[spark]' ({error})"
            ) from error
        return getattr(_scan, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
