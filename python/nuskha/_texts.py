"""Texts by themselves: normalized and sketched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import overload

from . import _native
from ._options import chosen, jobs_of, matching_level, miss_rate_of, threshold_of


@overload
def normalize(text: str, *, level: str = ..., jobs: int | None = ...) -> str: ...  # type: ignore[overload-overlap]
@overload
def normalize(text: Iterable[str], *, level: str = ..., jobs: int | None = ...) -> list[str]: ...
def normalize(text: str | Iterable[str], *, level: str = "spelling", jobs: int | None = None) -> str | list[str]:
    """A text at a level, words parted by one space: texts that are equal there are the same to ``nuskha``.

    Args:
        text: one text, or several, which are done on ``jobs`` threads without the GIL.
        level: ``"layout"``, ``"text"`` or ``"spelling"``.

    Returns:
        A ``str``, or a list of as many. A lone surrogate is U+FFFD.

    Raises:
        TypeError: something isn't a ``str``. InvalidArgumentError: no such level.
    """
    chosen("level", level, ("layout", "text", "spelling"))
    if isinstance(text, str):
        (one,) = _native.normalize_texts([text], level, 1)
        return str(one)
    return list(_native.normalize_texts(_listed(text), level, jobs_of(jobs)))


def _listed(texts: Iterable[str]) -> list[str]:
    if isinstance(texts, (bytes, bytearray)):
        raise TypeError(f"a str or an iterable of str is wanted, and this is {type(texts).__name__}: decode it first")
    try:
        each = iter(texts)
    except TypeError:
        raise TypeError(f"a str or an iterable of str is wanted, not {type(texts).__name__}") from None
    return list(each)


@dataclass(frozen=True, slots=True)
class Sketches:
    """Sketches of some texts, and the keys by which LSH finds pairs of them.

    Two texts are candidates if they have the same key in at least one band; the share of equal values is an unbiased
    estimate of the Jaccard similarity of their shingles (three words each).

    Attributes:
        num_texts: how many texts.
        num_values: values in a sketch: ``bands * rows``.
        bands, rows: the bands that a scan with these options takes, and values in each.
        values: ``uint32[num_texts, num_values]``, row by row, native byte order: ``numpy.frombuffer(s.values, "u4")``.
        band_keys: ``uint32[num_texts, bands]``, likewise. Texts without words have 0; they are no pairs.
        text_hashes: 16 bytes a text, equal for the same words at the level.
        word_counts: ``uint64[num_texts]``.
    """

    num_texts: int
    num_values: int
    bands: int
    rows: int
    values: memoryview
    band_keys: memoryview
    text_hashes: memoryview
    word_counts: memoryview

    def __len__(self) -> int:
        return self.num_texts

    def keys_of(self, text: int) -> tuple[int, ...]:
        """The band keys of one text. IndexError if there is no such text."""
        return self._row(self.band_keys, self.bands, text)

    def values_of(self, text: int) -> tuple[int, ...]:
        """The sketch of one text. IndexError if there is no such text."""
        return self._row(self.values, self.num_values, text)

    def _row(self, matrix: memoryview, width: int, text: int) -> tuple[int, ...]:
        if not 0 <= text < self.num_texts:
            raise IndexError(f"text {text} of {self.num_texts}")
        return tuple(matrix[text * width : (text + 1) * width])

    def estimate_jaccard(self, a: int, b: int) -> float:
        """Share of equal values, 0 to 1; 0 where either text has no words."""
        if self.word_counts[a] == 0 or self.word_counts[b] == 0:
            return 0.0
        same = sum(x == y for x, y in zip(self.values_of(a), self.values_of(b), strict=True))
        return same / self.num_values


def sketch(
    texts: str | Iterable[str],
    *,
    threshold: float = 0.7,
    miss_rate: float = 0.01,
    level: str = "spelling",
    jobs: int | None = None,
) -> Sketches:
    """Sketches texts as a scan with these options does when it takes LSH: the same words, sketches and band keys.

    Args:
        texts: one text, or several. threshold, miss_rate, level, jobs: as of :func:`scan`.

    Raises:
        TypeError: something isn't a ``str``. InvalidArgumentError: an option is out of range.

    The GIL is free meanwhile. Memory: 4 bytes a word and 4 a value.
    """
    threshold, miss_rate = threshold_of(threshold), miss_rate_of(miss_rate)
    native = _native.Texts([texts] if isinstance(texts, str) else _listed(texts), matching_level(level), jobs_of(jobs))
    bands, rows = _native.bands_for(threshold, miss_rate)
    return Sketches(
        len(native),
        bands * rows,
        bands,
        rows,
        memoryview(native.sketches(bands * rows)).cast("I"),
        memoryview(native.band_keys(threshold, miss_rate)).cast("I"),
        memoryview(native.hashes(level)),
        memoryview(native.word_counts()).cast("Q"),
    )
