"""What travels between the steps of a scan that is dealt out: rows of (key, kind, id, data), and how steps are run.

A step is a function of the rows of one key, which all meet in one place, or of any rows, and gives rows with keys of
their own. What it gives must not depend on the order of its rows, nor on how many it is called with where the rows are
any. Steps know nothing of Spark: an engine deals the rows.
"""

from __future__ import annotations

import enum
import struct
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol


class Kind(enum.IntEnum):
    """What a row says."""

    DOCUMENT = 1  # key: part; id: number of the document; data: digest
    TEXT = 2  # key: part of the text, or wherever it is needed; id: text; data: digest
    HOLDERS = 3  # id: text that several documents have; data: their facts
    SAME = 4
    BAND = 5
    HOT = 6
    PAIRS = 7
    ANCHOR = 8
    ANCHORED = 9
    CANDIDATES = 10  # key: task
    NEED = 11  # key: part; id: text; data: the tasks that need it, u64 each
    VERIFIED = 12  # key: task; data: pairs
    EDGE = 13  # key: part of id; id: text; data: the other text, u64, and the strength, f64
    COMPONENT = 14  # key: part; id: text; data: the least text that it hangs together with, u64
    FAMILY = 15  # key: part; id: text; data: the family (its least text), u64, and its size, u32
    INNER = 16
    FILLED = 17
    CUT = 18  # key: part; id: text in a hot bucket; data: its leader, u64, or itself if it has none
    KEYS = 19
    SOURCE = 30  # key: part; id: text; data: what its boilerplate is counted as, u64; only if that isn't the text alone
    ITEMS = 31
    SLOTS = 32
    SHINGLES = 33
    PASSAGES = 34  # key: part or task; id: text; data: begin and end of each passage, u32; only if there are any
    RARE = 35  # key: part or task; id: text; data: bits, one a shingle in order: few texts hold it
    PIECE = 36
    WORDING = 37
    BOILERPLATE = 38  # data: a record, JSON
    WORDS = 50  # key: shard; id: part; data: slots of words, and whose they are
    ODD = 51  # key: part; id: shard; data: bits, which of these are odd
    NOISY = 52  # key: part of the first text; id: that text; data: a pair
    TEXT_IDS = 53  # key: part; data: texts, u64
    NUM_TEXTS = 54  # key: 0; id: part; data: u64
    FIRST_RANK = 55  # key: part; data: texts of the archive that come before those of the part, u64
    ASK_RANK = 56  # key: part; id: part that asks; data: families, u64
    RANKS = 57  # key: part; data: each family and its rank, u64
    NOISE_FACTS = 58  # key: part; data: of each text its size, and its share of odd words
    WHOLE_KEYS = 59  # key: shard; data: pairs of words of noisy texts
    DAY = 39
    RAISED = 40
    HELD = 41
    PLACED = 42
    VARIANT = 43
    MEMBER = 44
    DRAFT = 45
    ORDER = 46
    QUOTE = 47
    SHARE = 48
    FACTS = 60
    PAIR_RECORD = 61  # data: JSON
    FAMILY_RECORD = 62
    DROPPED = 63  # key: part; id: document whose text an earlier one has
    PAIR = 64  # key: part of the first text, or of the second, or family; id: text; data: a pair, maybe more behind it
    SAME_BODY = 65  # key: task; data: pairs of texts, u64 each
    CUT_BANDS = 66  # key: shard of a band; data: texts in hot buckets and their leaders, u64 each
    NOISE_KEYS = 70  # key: shard; data: pairs of words of texts
    SHARED_KEYS = 71  # key: part of the first text; data: pairs of texts, and how many pairs of words they share
    RARE_KEYS = 72  # key: part; data: texts, and how many rare pairs of words they have
    KNOWN_PASSAGES = 73  # key: part of the first text; data: pairs that share a passage
    KNOWN_OTHERS = 74  # key: part of the first text; data: both texts of other pairs, u64
    JOINED = 75  # key: part of the second text; data: as SHARED_KEYS, with what is known of the first
    KNOWN = 76  # key: part of the second text; data: as KNOWN_PASSAGES, with the odd share of the first
    NOISE_TASK = 77  # key: task; data: candidates
    RAW = 78  # key: part or task; id: text; data: the text, UTF-8
    COUNT = 90  # id: a number that is summed up


class Row(NamedTuple):
    key: int
    kind: int
    id: int
    data: bytes


class Item(NamedTuple):
    """A row of a key that is known."""

    kind: int
    id: int
    data: bytes


@dataclass(frozen=True)
class Plan:
    """What a scan is asked for, and how it is dealt out; the answer doesn't depend on the latter."""

    threshold: float = 0.7
    miss_rate: float = 0.01
    level: str = "spelling"
    keep_boilerplate: bool = False
    texts_per_part: int = 8192
    num_shards: int = 16
    num_documents: int = 0
    num_texts: int = 0
    num_words: int = 0  # of all distinct texts

    def part(self, text: int) -> int:
        return text // self.texts_per_part

    @property
    def parts(self) -> range:
        return range(self.part(max(self.num_documents - 1, 0)) + 1)


Step = Callable[[int, list[Item]], Iterable[Row]]


def task_key(group: int, number: int) -> int:
    """The key of one of the tasks that a shard or a part, `group`, makes; `number` is less than 2**32.

    Engines deal keys by the sum of both halves: most groups make few tasks, and all of these would otherwise have keys
    that differ by multiples of 2**32, which is one place of 64.
    """
    return group << 32 | number


class Engine(Protocol):
    """Deals rows. A table of rows is the engine's own; nothing of it comes to the caller but counts."""

    def each(self, rows: Any, step: Callable[[list[Row]], Iterable[Row]]) -> Any:
        """Any rows, some at a time."""

    def deal(self, tables: list[Any], step: Step) -> Any:
        """All rows of a key, of several tables together, sorted by kind and id."""

    def only(self, rows: Any, *kinds: Kind) -> Any: ...

    def join(self, tables: list[Any]) -> Any:
        """All rows of several tables."""

    def count(self, rows: Any, kind: Kind) -> int: ...

    def total(self, rows: Any, kind: Kind) -> int:
        """The sum of the ids of the rows of a kind."""

    def components(self, edges: Any, plan: Plan) -> Any:
        """COMPONENT rows of every text in EDGE rows, which stand with either text, or both, as their id."""

    def keep(self, name: str, make: Callable[[], Any]) -> Any:
        """What `make` gives, kept under a name: read again instead of made where it is kept already."""


class LocalEngine:
    """Deals rows within this process: to test steps, and to see what they do."""

    def each(self, rows: list[Row], step: Callable[[list[Row]], Iterable[Row]]) -> list[Row]:
        out: list[Row] = []
        for begin in range(0, len(rows), 100):
            out.extend(step(rows[begin : begin + 100]))
        return out

    def deal(self, tables: list[list[Row]], step: Step) -> list[Row]:
        by_key: dict[int, list[Item]] = {}
        for table in tables:
            for row in table:
                by_key.setdefault(row.key, []).append(Item(*row[1:]))
        out: list[Row] = []
        for key, items in by_key.items():
            items.sort(key=lambda item: (item.kind, item.id))
            out.extend(step(key, items))
        return out

    def only(self, rows: list[Row], *kinds: Kind) -> list[Row]:
        return [row for row in rows if row.kind in kinds]

    def join(self, tables: list[list[Row]]) -> list[Row]:
        return [row for table in tables for row in table]

    def count(self, rows: list[Row], kind: Kind) -> int:
        return sum(row.kind == kind for row in rows)

    def total(self, rows: list[Row], kind: Kind) -> int:
        return sum(row.id for row in rows if row.kind == kind)

    def components(self, edges: list[Row], plan: Plan) -> list[Row]:
        parent: dict[int, int] = {}

        def find(text: int) -> int:
            while parent.setdefault(text, text) != text:
                parent[text] = parent[parent[text]]
                text = parent[text]
            return text

        for row in edges:
            a, b = find(row.id), find(u64s(row.data[:8])[0])
            parent[max(a, b)] = min(a, b)
        return [Row(plan.part(text), Kind.COMPONENT, text, u64(find(text))) for text in list(parent)]

    def keep(self, name: str, make: Callable[[], list[Row]]) -> list[Row]:
        return make()


def of_kind(items: Iterable[Item], kind: Kind) -> list[Item]:
    return [item for item in items if item.kind == kind]


def by_kind(items: Iterable[Item]) -> dict[int, list[Item]]:
    out: dict[int, list[Item]] = {}
    for item in items:
        out.setdefault(item.kind, []).append(item)
    return out


def u64(*values: int) -> bytes:
    return struct.pack(f"<{len(values)}Q", *values)


def u64s(data: bytes) -> array[int]:
    return array("Q", data)


def lists_of(items: Iterable[Item]) -> tuple[list[int], list[bytes]]:
    """Ids and data apart, as the native functions take them."""
    ids: list[int] = []
    data: list[bytes] = []
    for item in items:
        ids.append(item.id)
        data.append(item.data)
    return ids, data


def rows_of(kind: Kind, id_: int, blobs: Iterable[tuple[int, bytes]]) -> Iterator[Row]:
    """Of (key, data) as native functions deal them out."""
    for key, data in blobs:
        yield Row(key, kind, id_, data)
