"""scan, check, diff and explain."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from . import _native
from ._options import (
    Fields,
    Join,
    MatchingLevel,
    ProgressCallback,
    Reading,
    Records,
    Size,
    StrPath,
    input_options,
    path_bytes,
    progress_call,
    refuse,
    scan_options,
    sort_out,
)
from ._records import Change, Measurements
from ._report import CheckReport, Report
from ._unpack import Unpack

Documents: TypeAlias = StrPath | Iterable[StrPath] | Records


def scan(
    documents: Documents,
    *,
    threshold: float = 0.7,
    miss_rate: float = 0.01,
    join: Join = "auto",
    level: MatchingLevel = "spelling",
    keep_boilerplate: bool = False,
    jobs: int | None = None,
    memory: Size | None = None,
    temp_dir: StrPath | None = None,
    work_dir: StrPath | None = None,
    timing: bool = True,
    progress: ProgressCallback | None = None,
    **reading: Unpack[Reading],
) -> Report:
    """Says which documents are copies and versions of one another, as ``nuskha scan`` does.

    Args:
        documents: paths of files and folders (one, or an iterable), or an iterable of pairs ``(id, text)``, both
            ``str``; a pair is a tuple, a list or a row of a database. An iterable of pairs is asked by this thread for
            one after the other, and not collected. An id names its
            document in the report, as a path does, and must be its only one; a date in it counts as one in a file's
            name. A text is read as that of a JSON Lines record: as it is, or as a web page if it is one.
        threshold: least similarity of two versions, the share of words in both in the same order; above 0, up to 1.
        miss_rate: share of the pairs at the floor of the search that lsh may miss, 1e-9 to 0.5.
        join: ``"exact"``, ``"lsh"`` or ``"auto"`` (exact while it is cheap): how candidates are found.
        level: how words are compared: ``"spelling"``, ``"text"`` or ``"layout"``.
        keep_boilerplate: compare whole documents, recurring passages included, and report none of these.
        jobs: threads, 1 to 1024; doesn't change the answer. None: one a core.
        memory: keep to so much memory, in bytes or as ``"4G"``; doesn't change the answer. None: a quarter.
        temp_dir: folder for what doesn't fit, and for the texts of an iterable beyond a few megabytes.
        work_dir: keep finished work in this folder, for a scan of paths that goes on where this one was ended.
        timing: fill ``summary.seconds``.
        progress: called with a :class:`Progress` up to ten times a second, by this thread, and at the end. What it
            raises ends the scan and comes out of it.
        reading: of paths, how they are read: ``include``, ``exclude`` (lists of globs), ``hidden``, ``ignore``,
            ``follow``, ``file_times``, ``text_field``, ``id_field``, ``max_document``, ``max_expansion``,
            ``max_nesting``, ``max_members``, ``pdf_timeout``, ``pdf_memory``: as of the command line.

    Returns:
        The report. What was the matter with single documents is in its ``problems``.

    Raises:
        Error: the scan as a whole failed; its subclasses say how.
        TypeError: ``documents`` holds something else; the message has its number.
        ValueError: an id can't be written as UTF-8.
        KeyboardInterrupt: after Ctrl-C, within a fraction of a second. No thread and no file is left behind.

    The GIL is free while texts are read and compared. Memory: about 4 bytes a word and 0.7 kB a document.
    """
    options = scan_options(
        threshold=threshold,
        miss_rate=miss_rate,
        join=join,
        level=level,
        keep_boilerplate=keep_boilerplate,
        jobs=jobs,
        memory=memory,
        temp_dir=temp_dir,
        timing=timing,
        work_dir=work_dir,
    )
    paths, records = sort_out(documents)
    call = progress_call(progress)
    if paths is not None:
        return Report(_native.scan_paths(paths, input_options(**reading), options, call))
    assert records is not None
    _refuse_reading(reading)
    if work_dir is not None:
        raise refuse("work_dir", "only for paths: what an iterable gives can't be known again")
    return Report(_native.scan_records(records, options, call))


def _refuse_reading(reading: Reading) -> None:
    input_options(**reading)  # an unknown name is a TypeError, as always
    for name in reading:
        raise refuse(name, "only for paths: it says how files are read")


def check(
    documents: Documents,
    *,
    against: StrPath,
    threshold: float | None = None,
    level: MatchingLevel | None = None,
    keep_boilerplate: bool | None = None,
    jobs: int | None = None,
    timing: bool = True,
    progress: ProgressCallback | None = None,
    **reading: Unpack[Reading],
) -> CheckReport:
    """Says of new documents what they are to an archive or folder, and what the editorial rules find in them, as
    ``nuskha check`` does without a configuration and a baseline.

    Args:
        documents: as of :func:`scan`.
        against: an archive that :class:`Archive` or ``nuskha index`` has made, or a folder.
        threshold, level, keep_boilerplate: with a folder, as of :func:`scan`; None: its defaults. An archive keeps
            those that it was made with: not with one.
        jobs, timing, progress, reading: as of :func:`scan`. With a folder, ``reading`` says how it is read, too; with
            pairs and an archive there is nothing to read.

    Raises:
        As :func:`scan`.
    """
    target = path_bytes(against)
    is_archive = _native.is_archive(target)
    given = {"threshold": threshold, "level": level, "keep_boilerplate": keep_boilerplate}
    chosen: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    options = scan_options(**chosen, jobs=jobs, timing=timing)
    for name in chosen if is_archive else ():
        raise refuse(name, "an archive keeps the value that it was made with; leave the option out")
    paths, records = sort_out(documents)
    call = progress_call(progress)
    if paths is not None:
        return CheckReport(_native.check_paths(paths, target, input_options(**reading), options, call))
    assert records is not None
    if is_archive:
        _refuse_reading(reading)
    return CheckReport(_native.check_records(records, target, input_options(**reading), options, call))


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed from one document to another, as ``nuskha diff --format json`` tells it.

    ``changes`` are in the order of both texts, ranges in bytes of their UTF-8; ``unchanged`` is the share of the words
    in both; ``record`` is the whole record with its ``moves``.
    """

    summary: str
    differs: bool
    unchanged: float
    words_a: int
    words_b: int
    common_words: int
    changes: tuple[Change, ...]
    record: dict[str, Any]
    _native: _native.DiffReport

    def html(self) -> str:
        """A page that needs no other file."""
        return self._native.page("html").decode()

    def text(self) -> str:
        """A page for people, 80 columns wide."""
        return self._native.page("text").decode()


def _operand(document: StrPath | tuple[str, str]) -> Any:
    if isinstance(document, tuple):
        if len(document) != 2 or not all(isinstance(part, str) for part in document):
            raise TypeError("a document must be a path or a pair (id, text) of two str")
        return document
    if not isinstance(document, (str, os.PathLike)):
        raise TypeError(f"a document must be a path or a pair (id, text), not {type(document).__name__}")
    return path_bytes(document)


def diff(
    old: StrPath | tuple[str, str],
    new: StrPath | tuple[str, str],
    *,
    ignore: Sequence[str] = (),
    only: Sequence[str] = (),
    **reading: Unpack[Fields],
) -> Diff:
    """Says what changed from ``old`` to ``new``, as ``nuskha diff`` does.

    Args:
        old, new: a path (also ``"records.jsonl#12"``, ``"archive.zip!a.docx"``), or a pair ``(id, text)``.
        ignore, only: leave out changes of these types, or show no others: ``"date"``, ``"number"``, ``"name-like"``,
            ``"wording"``, ``"spelling-only"``, ``"punctuation-only"``, ``"white-space-only"``, ``"block-moved"``,
            ``"block-added"``, ``"block-removed"``, ``"boilerplate-changed"``. Not both.
        reading: as of :func:`scan`, without what picks the files of a folder.

    Raises:
        Error: a document can't be read; its subclasses say why.
    """
    for name in reading:
        if name not in Fields.__annotations__:
            raise TypeError(f"diff() got an unexpected keyword argument {name!r}")
    for name, types in (("ignore", ignore), ("only", only)):
        if isinstance(types, str):
            raise refuse(name, "give a list of types, not one str")
        if not all(isinstance(one, str) for one in types):
            raise refuse(name, "each type must be a str")
    if ignore and only:
        raise refuse("only", "not together with ignore: one of them says it all")
    found = _native.diff(_operand(old), _operand(new), input_options(**reading), list(ignore), list(only))
    record = json.loads(found.page("json"))
    return Diff(
        record["summary"],
        record["differs"],
        record["unchanged"],
        record["words_a"],
        record["words_b"],
        record["common_words"],
        tuple(Change(**change) for change in record["changes"]),
        record,
        found,
    )


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why two documents are related, or not. ``relation`` is that of ``a`` to ``b``, None if there is none;
    ``measurements`` are of the whole texts, ``body_measurements`` with boilerplate set aside; ``rules`` are those of
    the verdict with their tests; ``text`` is the page that ``nuskha explain`` prints."""

    a: str
    b: str
    relation: str | None
    level: str | None
    because: str
    would_change: tuple[str, ...]
    threshold: float
    archive_documents: int
    measurements: Measurements
    body_measurements: Measurements
    rules: tuple[dict[str, Any], ...]
    text: str


def explain(
    a: StrPath | tuple[str, str],
    b: StrPath | tuple[str, str],
    *,
    archive: StrPath | Sequence[StrPath] = (),
    threshold: float = 0.7,
    level: MatchingLevel = "spelling",
    keep_boilerplate: bool = False,
    jobs: int | None = None,
    **reading: Unpack[Reading],
) -> Explanation:
    """Says why two documents are related, or not, as ``nuskha explain`` does.

    Args:
        a, b: as of :func:`diff`.
        archive: files and folders among which the two stand: tells which passages are boilerplate.
        threshold, level, keep_boilerplate, jobs, reading: as of :func:`scan`.

    Raises:
        Error: a document can't be read; its subclasses say why.
    """
    options = scan_options(threshold=threshold, level=level, keep_boilerplate=keep_boilerplate, jobs=jobs)
    paths, records = sort_out(archive) if archive else ([], None)
    if records is not None:
        raise TypeError("archive must be paths")
    assert paths is not None
    found = _native.explain(_operand(a), _operand(b), paths, input_options(**reading), options)
    found["would_change"] = tuple(found["would_change"])
    found["rules"] = tuple(found["rules"])
    found["measurements"] = Measurements(**found["measurements"])
    found["body_measurements"] = Measurements(**found["body_measurements"])
    return Explanation(**found)
