"""An archive: what is known of many documents, in one file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, TypedDict

from . import _native
from ._jobs import Documents, check
from ._options import (
    Join,
    Limits,
    MatchingLevel,
    ProgressCallback,
    Reading,
    StrPath,
    Walking,
    chosen,
    field_name,
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
from ._records import ArchiveDamage, ArchiveInfo, IndexOutcome
from ._report import CheckReport, Report
from ._unpack import Unpack


class Settings(TypedDict, total=False):
    """What an archive keeps for good; as of the command line's ``index add``."""

    threshold: float | None
    miss_rate: float | None
    join: Join | None
    level: MatchingLevel | None
    keep_boilerplate: bool | None
    file_times: bool | None
    text_field: str | None
    id_field: str | None
    store_text: bool | None


_CHECKS: dict[str, Any] = {
    "threshold": threshold_of,
    "miss_rate": miss_rate_of,
    "join": lambda value: chosen("join", value, ("auto", "lsh", "exact")),
    "level": matching_level,
    "keep_boilerplate": bool,
    "file_times": bool,
    "text_field": lambda value: field_name("text_field", value),
    "id_field": lambda value: field_name("id_field", value),
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

    def __init__(self, path: StrPath, **settings: Unpack[Settings]) -> None:
        self.path = os.fspath(path)
        self._bytes = path_bytes(path)
        if not self._bytes:
            raise refuse("", "the name of the archive is empty")
        for name in settings:
            if name not in _CHECKS:
                raise TypeError(f"Archive() got an unexpected keyword argument {name!r}")
        self._settings = {name: _CHECKS[name](value) for name, value in settings.items() if value is not None}

    def _change(
        self,
        action: str,
        paths: StrPath | Iterable[StrPath],
        defer: bool,
        jobs: int | None,
        progress: ProgressCallback | None,
        reading: Reading,
    ) -> IndexOutcome:
        options = input_options(**reading)
        for name in reading:
            if name in ("text_field", "id_field", "file_times"):
                raise refuse(name, "an archive keeps it: give it to Archive()")
            if action != "add" and name not in Limits.__annotations__:
                raise refuse(name, "an archive keeps it with the paths: give it to add()")
        names, records = sort_out(paths)
        if records is not None and next(records, None) is not None:
            raise TypeError("an archive is made of files: give paths, not pairs (id, text)")
        found = _native.change_archive(
            action,
            self._bytes,
            names or [],
            self._settings,
            options,
            bool(defer),
            jobs_of(jobs),
            progress_call(progress),
        )
        return IndexOutcome.of(found)

    def add(
        self,
        paths: StrPath | Iterable[StrPath],
        *,
        defer: bool = False,
        jobs: int | None = None,
        progress: ProgressCallback | None = None,
        **reading: Unpack[Walking],
    ) -> IndexOutcome:
        """Adds files and folders; reads only files that are new or have changed.

        Args:
            paths: files and folders. They are kept, with ``include``, ``exclude``, ``hidden``, ``ignore`` and
                ``follow``, for :meth:`update`.
            defer: don't relate documents now; the next :meth:`update` does.
            jobs, progress, reading: as of :func:`scan`.
        """
        return self._change("add", paths, defer, jobs, progress, reading)  # type: ignore[arg-type]

    def update(
        self,
        paths: StrPath | Iterable[StrPath] = (),
        *,
        defer: bool = False,
        jobs: int | None = None,
        progress: ProgressCallback | None = None,
        **limits: Unpack[Limits],
    ) -> IndexOutcome:
        """Looks again at what was added, or at what of it is below ``paths``: new, changed and deleted files.
        ``limits``: ``max_document``, ``max_expansion``, ``max_nesting``, ``max_members``, ``pdf_timeout`` and
        ``pdf_memory`` as of :func:`scan`; the rest as of :meth:`add`."""
        return self._change("update", paths, defer, jobs, progress, limits)  # type: ignore[arg-type]

    def remove(
        self, paths: StrPath | Iterable[StrPath], *, defer: bool = False, jobs: int | None = None
    ) -> IndexOutcome:
        """Takes documents out: files, folders, or documents such as ``"records.jsonl#12"``."""
        return self._change("remove", paths, defer, jobs, None, {})

    def report(self, *, jobs: int | None = None) -> Report:
        """What a scan of its documents would report. Reads much of the archive."""
        return Report(_native.archive_report(self._bytes, jobs_of(jobs)))

    def check(
        self,
        documents: Documents,
        *,
        jobs: int | None = None,
        timing: bool = True,
        progress: ProgressCallback | None = None,
        **reading: Unpack[Reading],
    ) -> CheckReport:
        """:func:`check` against this archive, with the threshold and level that it was made with. A few milliseconds
        a document, whatever the size of the archive."""
        if not os.path.isfile(self.path):
            _native.archive_info(self._bytes)  # raises: there is no such archive
        return check(documents, against=self.path, jobs=jobs, timing=timing, progress=progress, **reading)

    def info(self) -> ArchiveInfo:
        """Counts, dates, sizes in bytes and settings: the record of ``nuskha index info --format json``."""
        return ArchiveInfo.of(_native.archive_info(self._bytes))

    def verify(self, *, jobs: int | None = None) -> list[ArchiveDamage]:
        """Looks for damage; empty if there is none. Reads all of it."""
        return [ArchiveDamage(**one) for one in _native.archive_damage(self._bytes, jobs_of(jobs))]

    def __repr__(self) -> str:
        return f"nuskha.Archive({self.path!r})"
