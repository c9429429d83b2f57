"""Keyword arguments to the native module's options: the command line's names, with its defaults and ranges."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from numbers import Integral, Real
from typing import Any, Literal, TypeAlias, TypedDict

from . import _native
from ._errors import InvalidArgumentError

StrPath: TypeAlias = str | os.PathLike[str]
Size: TypeAlias = int | str
Records: TypeAlias = Iterable[tuple[str, str]]
MatchingLevel: TypeAlias = Literal["spelling", "text", "layout"]
Join: TypeAlias = Literal["auto", "lsh", "exact"]


class Limits(TypedDict, total=False):
    """What reading one file may take; as of the command line."""

    max_document: Size
    max_expansion: int
    max_nesting: int
    max_members: int
    pdf_timeout: int
    pdf_memory: Size


class Fields(Limits, total=False):
    """And what of a file is text, id and date."""

    file_times: bool
    text_field: str
    id_field: str


class Walking(Limits, total=False):
    """And which files of a folder are read."""

    include: Sequence[str]
    exclude: Sequence[str]
    hidden: bool
    ignore: bool
    follow: bool


class Reading(Fields, Walking, total=False):
    """All of it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is. ``stage`` is ``"reading"``, ``"joining"``, ``"verifying"`` or ``"done"``; ``num_files`` is 0
    while it isn't known; ``bytes`` are those of the sources read."""

    stage: str
    documents: int
    bytes: int
    files: int
    num_files: int
    pairs_done: int
    num_pairs: int


ProgressCallback: TypeAlias = Callable[[Progress], object]


def progress_call(callback: ProgressCallback | None) -> Callable[..., None] | None:
    if callback is None:
        return None
    return lambda *numbers: (callback(Progress(*numbers)), None)[1]


def refuse(option: str, reason: str) -> InvalidArgumentError:
    return InvalidArgumentError("invalid-argument", option, reason)


def size_in_bytes(option: str, size: Size) -> int:
    """512, "512M" or "4GiB", in powers of 1024."""
    if isinstance(size, Integral) and not isinstance(size, bool) and 1 <= size < 2**63:
        return int(size)
    text = size if isinstance(size, str) else ""
    found = re.fullmatch(r"([0-9]*\.?[0-9]+|[0-9]+\.)([kmgt]?)(i?b)?", text, re.IGNORECASE)
    if found and not (found[3] and found[3].lower() == "ib" and not found[2]):
        number = int(float(found[1]) * 1024 ** " kmgt".index(found[2].lower() or " "))
        if 1 <= number < 2**63:
            return number
    raise refuse(option, f"{size!r} is not a size such as 512_000_000, '512M' or '4G'")


def whole(option: str, value: int, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, Integral) or not least <= value <= most:
        raise refuse(option, f"{value!r} is not a whole number from {least} to {most}")
    return int(value)


def number(option: str, value: float, holds: Callable[[float], bool], says: str) -> float:
    if isinstance(value, bool) or not isinstance(value, Real) or not holds(value):
        raise refuse(option, f"{value!r} is not a number {says}")
    return float(value)


def chosen(option: str, value: str, choices: Sequence[str]) -> str:
    if value not in choices:
        raise refuse(option, f"{value!r} is none of {', '.join(choices)}")
    return value


def threshold_of(value: float) -> float:
    return number("threshold", value, lambda x: 0 < x <= 1, "above 0, up to 1")


def miss_rate_of(value: float) -> float:
    return number("miss_rate", value, lambda x: 1e-9 <= x <= 0.5, "from 1e-9 to 0.5")


def jobs_of(jobs: int | None) -> int:
    """0 stands for one a core."""
    return 0 if jobs is None else whole("jobs", jobs, 1, 1024)


def matching_level(level: str) -> str:
    return chosen("level", level, ("spelling", "text", "layout"))


def field_name(option: str, value: str) -> str:
    if not isinstance(value, str):
        raise refuse(option, f"{value!r} is not a str")
    if option == "text_field" and not value:
        raise refuse(option, "the name of the field is empty")
    return value


def scan_options(
    *,
    threshold: float = 0.7,
    miss_rate: float = 0.01,
    join: str = "auto",
    level: str = "spelling",
    keep_boilerplate: bool = False,
    jobs: int | None = None,
    memory: Size | None = None,
    temp_dir: StrPath | None = None,
    timing: bool = True,
    work_dir: StrPath | None = None,
) -> _native.ScanOptions:
    out = _native.ScanOptions()
    out.threshold = threshold_of(threshold)
    out.miss_rate = miss_rate_of(miss_rate)
    out.join = chosen("join", join, ("auto", "lsh", "exact"))
    out.level = matching_level(level)
    out.keep_boilerplate = bool(keep_boilerplate)
    out.jobs = jobs_of(jobs)
    if memory is not None:
        out.memory_bytes = size_in_bytes("memory", memory)
    if temp_dir is not None:
        out.temp_dir = path_bytes(temp_dir)
    if work_dir is not None:
        out.work_dir = path_bytes(work_dir)
        if not out.work_dir:
            raise refuse("work_dir", "the name of the folder is empty")
    out.timing = bool(timing)
    return out


def input_options(
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    hidden: bool = False,
    ignore: bool = True,
    follow: bool = False,
    file_times: bool = False,
    text_field: str = "text",
    id_field: str = "id",
    max_document: Size = "256M",
    max_expansion: int = 100,
    max_nesting: int = 4,
    max_members: int = 1_000_000,
    pdf_timeout: int = 60,
    pdf_memory: Size = "1G",
) -> _native.InputOptions:
    for name, globs in (("include", include), ("exclude", exclude)):
        if isinstance(globs, str):
            raise refuse(name, "give a list of patterns, not one str")
        if not all(isinstance(glob, str) for glob in globs):
            raise refuse(name, "each pattern must be a str")
    out = _native.InputOptions()
    out.include = list(include)
    out.exclude = list(exclude)
    out.hidden = bool(hidden)
    out.ignore_files = bool(ignore)
    out.follow_links = bool(follow)
    out.file_times = bool(file_times)
    out.text_field = field_name("text_field", text_field)
    out.id_field = field_name("id_field", id_field)
    limits = _native.InputLimits()
    limits.document_bytes = size_in_bytes("max_document", max_document)
    limits.expansion = whole("max_expansion", max_expansion, 1, 1_000_000_000)
    limits.nesting = whole("max_nesting", max_nesting, 0, 100)
    limits.members = whole("max_members", max_members, 1, 1_000_000_000_000)
    limits.pdf_seconds = whole("pdf_timeout", pdf_timeout, 1, 86_400)
    limits.pdf_memory = size_in_bytes("pdf_memory", pdf_memory)
    out.limits = limits
    return out


def path_bytes(path: StrPath) -> bytes:
    given = os.fspath(path)
    if not isinstance(given, str):
        raise TypeError(f"a path must be a str or os.PathLike, not {type(path).__name__}")
    if "\0" in given:
        raise refuse(given, "the path holds a NUL byte, which no file name can")
    return os.fsencode(given)


def sort_out(
    documents: StrPath | Iterable[StrPath] | Records,
) -> tuple[list[bytes], None] | tuple[None, Iterator[Any]]:
    """Paths, if the first of ``documents`` is one; else an iterator of pairs. Only the first is looked at."""
    if isinstance(documents, (str, os.PathLike)):
        return [path_bytes(documents)], None
    if isinstance(documents, (bytes, bytearray)):
        raise TypeError("documents must be paths or pairs (id, text), not bytes")
    if isinstance(documents, Mapping):
        raise TypeError("documents must be paths or pairs (id, text), not a mapping: give its items()")
    if hasattr(documents, "itertuples"):  # of pandas: it gives its columns' names
        raise TypeError("documents must be paths or pairs (id, text), not a DataFrame: give zip(frame.id, frame.text)")
    try:
        iterator: Iterator[Any] = iter(documents)
    except TypeError:
        raise TypeError(
            f"documents must be paths or an iterable of pairs (id, text), not {type(documents).__name__}"
        ) from None
    for first in iterator:
        iterator = chain([first], iterator)
        return (_all_paths(iterator), None) if isinstance(first, (str, os.PathLike)) else (None, iterator)
    return None, iterator


def _all_paths(paths: Iterable[Any]) -> list[bytes]:
    out = []
    for i, path in enumerate(paths):
        if not isinstance(path, (str, os.PathLike)):
            raise TypeError(
                f"document {i}: expected a path as the ones before it, got {type(path).__name__}; "
                "give paths or pairs (id, text), not both"
            )
        out.append(path_bytes(path))
    return out
