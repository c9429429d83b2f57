"""An archive: what is known of many documents, in one file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from . import _native
from ._jobs import Documents, check
from ._options import (
    ProgressCallback,
    StrPath,
    chosen,
    input_options,
    jobs_of,
    matching_level,
    miss_rate_of,
    path_bytes,
    progress_call,
    refuse,
    sort_out,
    threshold_of,
)
from ._records import IndexOutcome
from ._report import CheckReport, Report

_CHECKS: dict[str, Any] = {
    "threshold": threshold_of,
    "miss_rate": miss_rate_of,
    "join": lambda value: chosen("join", value, ("auto", "lsh", "exact")),
    "level": matching_level,
    "keep_boilerplate": bool,
    "file_times": bool,
    "text_field": str,
    "id_field": str,
    "store_text": bool,
}


class Archive:
    """An archive in a file, as ``nuskha index`` keeps it. Nothing is open between two calls: any number of objects,
    threads and processes may use one file, and each call sees the state of its moment.

    Args:
        path: the file. It is made by the first :meth:`add`.
        settings: what an archive is made with and keeps for good: ``threshold``, ``miss_rate``, ``join``, ``level``,
            ``keep_boilerplate``, ``file_times``, ``text_field``, ``id_field``, ``store_text``. One that is there
            already must have been made so.

    Every method raises :class:`Error`, and leaves the archive as it was when it does; so does Ctrl-C.
    """

    def __init__(self, path: StrPath, **settings: Any) -> None:
        self.path = os.fspath(path)
        self._bytes = path_bytes(path)
        for name in settings:
            if name not in _CHECKS:
                raise TypeError(f"Archive() got an unexpected keyword argument {name!r}")
        self._settings = {name: _CHECKS[name](value) for name, value in settings.items() if value is not None}

    def _change(
        self,
        action: str,
        paths: StrPath | Sequence[StrPath],
        defer: bool,
        jobs: int | None,
        progress: ProgressCallback | None,
        reading: dict[str, Any],
    ) -> IndexOutcome:
        for name in ("text_field", "id_field", "file_times"):
            if name in reading:
                raise refuse(name, "an archive keeps it: give it to Archive()")
        names, records = sort_out(paths) if paths else ([], None)
        if records is not None:
            raise TypeError("an archive is made of files: give paths, not pairs (id, text)")
        assert names is not None
        found = _native.change_archive(
            action,
            self._bytes,
            names,
            self._settings,
            input_options(**reading),
            defer,
            jobs_of(jobs),
            progress_call(progress),
        )
        return IndexOutcome.of(found)

    def add(
        self,
        paths: StrPath | Sequence[StrPath],
        *,
        defer: bool = False,
        jobs: int | None = None,
        progress: ProgressCallback | None = None,
        **reading: Any,
    ) -> IndexOutcome:
        """Adds files and folders; reads only files that are new or have changed. ``defer``: don't relate documents
        now, the next :meth:`update` does. ``reading``: as of :func:`scan`."""
        return self._change("add", paths, defer, jobs, progress, reading)

    def update(
        self,
        paths: StrPath | Sequence[StrPath] = (),
        *,
        defer: bool = False,
        jobs: int | None = None,
        progress: ProgressCallback | None = None,
        **limits: Any,
    ) -> IndexOutcome:
        """Looks again at what was added, or at what of it is below ``paths``: new, changed and deleted files."""
        return self._change("update", paths, defer, jobs, progress, limits)

    def remove(
        self, paths: StrPath | Sequence[StrPath], *, defer: bool = False, jobs: int | None = None
    ) -> IndexOutcome:
        """Takes documents out: files, folders, or documents such as ``"records.jsonl#12"``."""
        return self._change("remove", paths, defer, jobs, None, {})

    def report(self, *, jobs: int | None = None) -> Report:
        """What a scan of its documents would report. Reads much of the archive."""
        return Report(_native.archive_report(self._bytes, jobs_of(jobs)))

    def check(self, documents: Documents, **options: Any) -> CheckReport:
        """:func:`check` against this archive. A few milliseconds a document, whatever the size of the archive."""
        return check(documents, against=self.path, **options)

    def info(self) -> dict[str, Any]:
        """Counts, dates, sizes in bytes and settings: the record of ``nuskha index info --format json``."""
        return _native.archive_info(self._bytes)

    def verify(self, *, jobs: int | None = None) -> list[dict[str, str]]:
        """Looks for damage: ``where`` and ``what`` of each; empty if there is none. Reads all of it."""
        return _native.archive_damage(self._bytes, jobs_of(jobs))

    def __repr__(self) -> str:
        return f"nuskha.Archive({self.path!r})"
