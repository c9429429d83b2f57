"""The folder where a scan keeps its stages: any that Hadoop knows, so that driver and executors reach it alike."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .._errors import Error, InvalidArgumentError
from ._session import first_line

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_MANIFEST = "nuskha-scan.json"


class WorkFolder:
    """Files by their path within the folder. Only the driver writes here by itself; Spark writes tables."""

    def __init__(self, session: SparkSession, path: str) -> None:
        jvm: Any = getattr(session, "_jvm", None)
        if jvm is None:
            raise Error("invalid-argument", "", "nuskha.spark needs a session of its own driver, not Spark Connect")
        self._jvm = jvm
        self._root = jvm.org.apache.hadoop.fs.Path(path)
        try:
            self._files = self._root.getFileSystem(session._jsc.hadoopConfiguration())
        except Exception as error:
            raise InvalidArgumentError("invalid-argument", "work_dir", f"{path}: {first_line(error)}") from None
        self._root = self._files.makeQualified(self._root)

    def _at(self, name: str) -> Any:
        return self._jvm.org.apache.hadoop.fs.Path(self._root, name)

    def path(self, name: str) -> str:
        return str(self._at(name).toString())

    def __str__(self) -> str:
        return str(self._root.toString())

    def exists(self, name: str) -> bool:
        return bool(self._files.exists(self._at(name)))

    def remove(self, name: str) -> None:
        self._files.delete(self._at(name), True)

    def remove_all(self) -> None:
        self._files.delete(self._root, True)

    def write(self, name: str, text: str) -> None:
        """Whole or not at all."""
        new = self._at(name + ".new")
        try:
            stream = self._files.create(new, True)
            stream.write(bytearray(text.encode()))
            stream.close()
            self._files.delete(self._at(name), False)
            moved = self._files.rename(new, self._at(name))
        except Exception as error:
            raise Error("write-failed", str(self), first_line(error)) from None
        if not moved:
            raise Error("write-failed", str(self), f"{name} could not be written")

    def read(self, name: str) -> str:
        stream = self._files.open(self._at(name))
        try:
            return str(self._jvm.org.apache.commons.io.IOUtils.toString(stream, "UTF-8"))
        finally:
            stream.close()

    def is_claimed(self) -> bool:
        """Whether a scan has begun here."""
        return self.exists(_MANIFEST)

    def claim(self, scan: dict[str, Any], layout: dict[str, Any]) -> dict[str, Any]:
        """Makes this the folder of a scan, told by its options, version and input, or goes on with it.

        Args:
            layout: how it is to be dealt out, if it begins here.

        Returns:
            How it is dealt out.

        Raises:
            InvalidArgumentError: the folder is that of another scan, or holds something else.
        """
        if not self.is_claimed():
            if self._files.exists(self._root) and len(self._files.listStatus(self._root)) > 0:
                raise self._refuse("isn't empty, and holds no work of a scan")
            self.write(_MANIFEST, json.dumps({"scan": scan, "layout": layout}))
            return layout
        try:
            known = json.loads(self.read(_MANIFEST))
            before, layout = known["scan"], known["layout"]
        except Exception:  # Hadoop's own too: it keeps checksums beside local files
            raise self._refuse(f"holds a {_MANIFEST} that can't be read") from None
        for name, value in scan.items():
            if before.get(name) != value:
                told = "other documents" if name == "input" else f"its {name} was {before.get(name)!r}, not {value!r}"
                raise self._refuse(f"holds the work of another scan: {told}")
        return dict(layout)

    def _refuse(self, reason: str) -> InvalidArgumentError:
        return InvalidArgumentError(
            "invalid-argument", "work_dir", f"{self} {reason}; name another folder, or remove this one"
        )
