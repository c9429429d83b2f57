"""Boilerplate and common shingles of an archive that is dealt out: what recurs, where, and the report's records of it.

    sources ─▶ find: passages of boilerplate, rare shingles ─▶ records

What counts is that of a scan: its counters, of which each shard has some, its rules, its order.
"""

from __future__ import annotations

import functools
import struct
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .. import _native
from ._rows import Engine, Item, Kind, Plan, Row, by_kind, lists_of, of_kind, rows_of, task_key, u64, u64s

_parts = _native.parts

_FIRST_DAY = struct.Struct("<QB10s")  # family, whether it has several texts, day or zeros
_DAY = struct.Struct("<10sQQ")  # day, families, the lowest of them
_TOLD_DAY = struct.Struct("<10sQ")  # day, source
_PLACE = struct.Struct("<QQQQIIB")  # key and number of a family, documents; the place that it is ordered by
_REQUEST = struct.Struct("<QQQIII")  # text; key and number of a family, variant; begin and end of the words
_QUOTE = struct.Struct("<QII")  # family, variant, length of the text, which follows

RawTexts = Callable[[Any], Any]


def sources(engine: Engine, plan: Plan, texts: Any, families: Any) -> tuple[Any, int]:
    """What the boilerplate of each text is counted as: its family, or those of its day together.

    Args:
        texts: TEXT and HOLDERS rows by part.
        families: FAMILY rows of texts that have a family of several.

    Returns:
        SOURCE rows of texts whose source has several, and the number of all sources.
    """
    days = engine.keep(
        "boilerplate_first_days",
        lambda: engine.deal([engine.each(texts, _text_days), families], functools.partial(_first_days, plan)),
    )
    by_day = engine.keep("boilerplate_days", lambda: engine.deal([days], functools.partial(_family_days, plan)))
    num_families = engine.total(by_day, Kind.COUNT)
    editions = engine.keep(
        "boilerplate_editions",
        lambda: engine.deal([engine.only(by_day, Kind.DAY)], functools.partial(_editions, num_families)),
    )
    told = engine.deal([days, engine.only(editions, Kind.DAY)], functools.partial(_tell_sources, plan))
    out = engine.deal([families, told], _sources)
    return out, num_families - engine.total(editions, Kind.COUNT)


def _text_days(rows: list[Row]) -> Iterator[Row]:
    """(part, DAY or HOLDERS, text, first day): the latter of texts that several documents have."""
    plain = [row for row in rows if row.kind == Kind.TEXT]
    days = _parts.first_days([row.id for row in plain], [row.data for row in plain], [], [])
    for row, day in zip(plain, days, strict=True):
        yield Row(row.key, Kind.DAY, row.id, day.encode())
    for row in rows:
        if row.kind == Kind.HOLDERS:
            [day] = _parts.first_days([row.id], [b""], [row.id], [row.data])
            yield Row(row.key, Kind.HOLDERS, row.id, day.encode())


def _first_days(plan: Plan, part: int, items: list[Item]) -> Iterator[Row]:
    """To the part of each family: the first day that this part knows of it."""
    kinds = by_kind(items)
    days = {item.id: item.data for item in kinds.get(Kind.DAY, [])}
    days.update((item.id, item.data) for item in kinds.get(Kind.HOLDERS, []))
    family_of = {item.id: u64s(item.data[:8])[0] for item in kinds.get(Kind.FAMILY, [])}
    first: dict[int, bytes] = {}
    for text, day in days.items():
        family = family_of.get(text, text)
        first[family] = _earlier(first.get(family, b""), day)
    several = set(family_of.values())
    blobs: dict[int, list[bytes]] = {}
    for family in sorted(first):
        blobs.setdefault(plan.part(family), []).append(_FIRST_DAY.pack(family, family in several, first[family]))
    for to, blob in blobs.items():
        yield Row(to, Kind.FACTS, part, b"".join(blob))


def _earlier(one: bytes, other: bytes) -> bytes:
    """Of two days, either of which may be empty."""
    return min(one, other) if one and other else one or other


def _families(items: list[Item]) -> tuple[dict[int, bytes], set[int]]:
    """Of families with this part's numbers the first day, and which of them have several texts."""
    first: dict[int, bytes] = {}
    several: set[int] = set()
    for item in of_kind(items, Kind.FACTS):
        for family, has_several, day in _FIRST_DAY.iter_unpack(item.data):
            first[family] = _earlier(first.get(family, b""), day.rstrip(b"\0"))
            if has_several:
                several.add(family)
    return first, several


def _family_days(plan: Plan, part: int, items: list[Item]) -> Iterator[Row]:
    """To the shard of each day: how many families begin on it, and the lowest of them."""
    first, _ = _families(items)
    yield Row(part, Kind.COUNT, len(first), b"")
    days: dict[bytes, list[int]] = {}
    for family, day in first.items():
        if day:
            days.setdefault(day, []).append(family)
    blobs: dict[int, list[bytes]] = {}
    for day in sorted(days):
        shard = int(day.replace(b"-", b"")) % plan.num_shards
        blobs.setdefault(shard, []).append(_DAY.pack(day, len(days[day]), min(days[day])))
    for shard, blob in blobs.items():
        yield Row(shard, Kind.DAY, part, b"".join(blob))


def _editions(num_families: int, shard: int, items: list[Item]) -> Iterator[Row]:
    """To parts with families of a day that count as one: the source that they are."""
    days: dict[bytes, tuple[int, int]] = {}
    for item in items:
        for day, count, lowest in _DAY.iter_unpack(item.data):
            others, lowest_of_others = days.get(day, (0, lowest))
            days[day] = others + count, min(lowest, lowest_of_others)
    one = {
        day: lowest
        for day, (count, lowest) in days.items()
        if count > 1 and _parts.is_day_of_editions(count, num_families)
    }
    yield Row(shard, Kind.COUNT, sum(days[day][0] - 1 for day in one), b"")
    for item in items:
        told = [_TOLD_DAY.pack(day, one[day]) for day, _, _ in _DAY.iter_unpack(item.data) if day in one]
        if told:
            yield Row(item.id, Kind.DAY, shard, b"".join(told))


def _tell_sources(plan: Plan, part: int, items: list[Item]) -> Iterator[Row]:
    """SOURCE rows of texts that are a family of their own, and to parts that have others, the source of each family."""
    first, several = _families(items)
    days = {day: source for item in of_kind(items, Kind.DAY) for day, source in _TOLD_DAY.iter_unpack(item.data)}
    source_of = {family: days.get(day, family) for family, day in first.items()}
    for family, day in first.items():
        if family not in several and day in days:
            yield Row(part, Kind.SOURCE, family, u64(source_of[family]))
    for item in of_kind(items, Kind.FACTS):
        told = [
            u64(family, source_of[family])
            for family, has_several, _ in _FIRST_DAY.iter_unpack(item.data)
            if has_several
        ]
        if told:
            yield Row(item.id, Kind.FACTS, part, b"".join(told))


def _sources(part: int, items: list[Item]) -> Iterator[Row]:
    source_of: dict[int, int] = {}
    for item in items:
        if item.kind == Kind.SOURCE:
            yield Row(part, *item)
        elif item.kind == Kind.FACTS:
            pairs = u64s(item.data)
            source_of.update(zip(pairs[::2], pairs[1::2], strict=True))
    for item in of_kind(items, Kind.FAMILY):
        yield Row(part, Kind.SOURCE, item.id, u64(source_of[u64s(item.data[:8])[0]]))


def find(engine: Engine, plan: Plan, texts: Any, sources: Any, num_sources: int) -> tuple[Any, Any]:
    """The boilerplate of texts, and which of their shingles few texts hold.

    Args:
        texts: TEXT rows by part, and HOLDERS, which don't matter.
        sources: SOURCE rows, and their number as ``sources`` gives it. Neither matters where boilerplate is kept.

    Returns:
        PASSAGES rows of texts that have some, and RARE rows of all texts.
    """
    least = 0
    if not plan.keep_boilerplate and plan.num_texts > 1:
        least = _parts.least_in_tails(num_sources)
    plain = engine.only(texts, Kind.TEXT)
    tables = [plain, sources] if least else [plain]
    counted = engine.keep(
        "boilerplate_counted", lambda: engine.deal(tables, functools.partial(_count, plan, bool(least)))
    )
    asking = [engine.only(counted, Kind.SLOTS, Kind.SHINGLES)]
    if least:
        asking.append(engine.deal([engine.only(counted, Kind.ITEMS)], functools.partial(_count_shared, plan)))
    answers = engine.deal(asking, functools.partial(_answer, least))
    found = engine.keep(
        "boilerplate_found",
        lambda: engine.deal([plain, answers], functools.partial(_find, plan, num_sources if least else 0)),
    )
    return engine.only(found, Kind.PASSAGES), engine.only(found, Kind.RARE)


def _count(plan: Plan, has_items: bool, part: int, items: list[Item]) -> Iterator[Row]:
    kinds = by_kind(items)
    texts, digests = lists_of(kinds.get(Kind.TEXT, []))
    yield from rows_of(Kind.SHINGLES, part, _parts.count_shingles(texts, digests, plan.num_shards))
    if has_items:
        source_ids, sources = lists_of(kinds.get(Kind.SOURCE, []))
        slots, shared = _parts.count_items(texts, digests, source_ids, sources, plan.num_words, plan.num_shards)
        yield from rows_of(Kind.SLOTS, part, slots)
        yield from rows_of(Kind.ITEMS, part, shared)


def _count_shared(plan: Plan, shard: int, items: list[Item]) -> Iterator[Row]:
    slots = _parts.count_shared_items([item.data for item in items], plan.num_words, plan.num_shards)
    yield from rows_of(Kind.RAISED, shard, slots)


def _answer(least_in_tails: int, shard: int, items: list[Item]) -> Iterator[Row]:
    """To each part which of the keys that it sent count enough."""
    kinds = by_kind(items)
    raised = kinds.get(Kind.RAISED, [])
    for kind, others, least in (
        (Kind.SLOTS, raised, least_in_tails),
        (Kind.SHINGLES, [], _parts.least_texts_of_common_shingle()),
    ):
        asking = kinds.get(kind, [])
        answers = _parts.reached_keys([item.data for item in [*asking, *others]], len(asking), least)
        for item, answer in zip(asking, answers, strict=True):
            if answer:
                yield Row(item.id, kind, shard, answer)


def _find(plan: Plan, num_sources: int, part: int, items: list[Item]) -> Iterator[Row]:
    kinds = by_kind(items)
    texts, digests = lists_of(kinds.get(Kind.TEXT, []))
    _, common = lists_of(kinds.get(Kind.SHINGLES, []))
    for text, bits in _parts.find_rare_shingles(texts, digests, common):
        yield Row(part, Kind.RARE, text, bits)
    if num_sources:
        _, slots = lists_of(kinds.get(Kind.SLOTS, []))
        for text, passages in _parts.find_boilerplate(
            texts, digests, slots, plan.num_words, plan.num_shards, num_sources
        ):
            yield Row(part, Kind.PASSAGES, text, passages)


def records(engine: Engine, plan: Plan, texts: Any, passages: Any, sources: Any, raw_texts: RawTexts) -> Any:
    """The report's boilerplate.

    Args:
        texts: TEXT and HOLDERS rows by part.
        passages: PASSAGES rows.
        sources: SOURCE rows.
        raw_texts: of rows whose id is a document's number, the documents' texts: rows of any kind but
            ``Kind.NEED``, by part of the number, with the text as UTF-8.

    Returns:
        BOILERPLATE rows with key 0, and as id 0, 1, … in the order of the report; data is the whole record, with an id
        that counts from 1. None if boilerplate is kept.
    """
    if plan.keep_boilerplate:
        return engine.only(texts, Kind.BOILERPLATE)
    cut = engine.keep(
        "boilerplate_pieces",
        lambda: engine.deal([texts, passages, sources], functools.partial(_cut_passages, plan)),
    )
    totals = engine.deal([engine.only(cut, Kind.SHARE)], _total_pieces)
    wordings = engine.keep(
        "boilerplate_wordings",
        lambda: engine.deal([engine.only(cut, Kind.PIECE), totals], functools.partial(_collect_wordings, plan)),
    )
    distinct = engine.deal([engine.only(wordings, Kind.WORDING)], functools.partial(_merge_wordings, plan))
    placed = engine.keep(
        "boilerplate_placed", lambda: engine.deal([distinct], functools.partial(_place_wordings, plan))
    )
    members = engine.deal(
        [engine.only(wordings, Kind.HELD), engine.only(placed, Kind.PLACED)], functools.partial(_deal_holders, plan)
    )
    families = engine.keep(
        "boilerplate_families",
        lambda: engine.deal(
            [engine.only(placed, Kind.VARIANT), members],
            functools.partial(_join_families, plan),
        ),
    )
    ranks = engine.deal([engine.only(families, Kind.ORDER)], functools.partial(_rank, plan))
    wanted = engine.only(families, Kind.NEED)
    raw = raw_texts(engine.deal([wanted], _distinct_texts))
    quotes = engine.deal([wanted, raw], functools.partial(_quote, plan))
    return engine.deal([engine.only(families, Kind.DRAFT), ranks, quotes], functools.partial(_write_records, plan))


# Keys of shards here are group * num_shards + shard: passages that recur are group 0, those within a text group 1.


def _cut_passages(plan: Plan, part: int, items: list[Item]) -> Iterator[Row]:
    kinds = by_kind(items)
    pieces, counts = _parts.cut_passages(
        *lists_of(kinds.get(Kind.TEXT, [])),
        *lists_of(kinds.get(Kind.HOLDERS, [])),
        *lists_of(kinds.get(Kind.PASSAGES, [])),
        *lists_of(kinds.get(Kind.SOURCE, [])),
        plan.num_shards,
    )
    for group, blob in pieces:
        yield Row(task_key(group, part), Kind.PIECE, part, blob)
    for shard, blob in counts:
        yield Row(shard, Kind.SHARE, task_key(shard // plan.num_shards, part), blob)


def _total_pieces(shard: int, items: list[Item]) -> Iterator[Row]:
    totals = _parts.total_pieces([item.data for item in items])
    for item, total in zip(items, totals, strict=True):
        yield Row(item.id, Kind.SHARE, shard, total)


def _collect_wordings(plan: Plan, key: int, items: list[Item]) -> Iterator[Row]:
    group, part = divmod(key, task_key(1, 0))
    kinds = by_kind(items)
    _, pieces = lists_of(kinds.get(Kind.PIECE, []))
    _, totals = lists_of(kinds.get(Kind.SHARE, []))
    for kind, blobs in zip(
        (Kind.WORDING, Kind.HELD), _parts.collect_wordings(pieces, totals, group, plan.num_shards), strict=True
    ):
        for shard, blob in blobs:
            yield Row(group * plan.num_shards + shard, kind, part, blob)


def _merge_wordings(plan: Plan, shard: int, items: list[Item]) -> Iterator[Row]:
    for blob in _parts.merge_wordings([item.data for item in items]):
        yield Row(shard // plan.num_shards, Kind.WORDING, shard, blob)


def _place_wordings(plan: Plan, group: int, items: list[Item]) -> Iterator[Row]:
    placed, variants = _parts.place_wordings([item.data for item in items], plan.num_shards)
    for kind, blobs in ((Kind.PLACED, placed), (Kind.VARIANT, variants)):
        for shard, blob in blobs:
            yield Row(group * plan.num_shards + shard, kind, group, blob)


def _deal_holders(plan: Plan, shard: int, items: list[Item]) -> Iterator[Row]:
    kinds = by_kind(items)
    _, held = lists_of(kinds.get(Kind.HELD, []))
    _, placed = lists_of(kinds.get(Kind.PLACED, []))
    first_shard = shard // plan.num_shards * plan.num_shards
    for to, blob in _parts.deal_holders(held, placed, plan.num_shards):
        yield Row(first_shard + to, Kind.MEMBER, shard, blob)


def _join_families(plan: Plan, shard: int, items: list[Item]) -> Iterator[Row]:
    kinds = by_kind(items)
    _, variants = lists_of(kinds.get(Kind.VARIANT, []))
    _, members = lists_of(kinds.get(Kind.MEMBER, []))
    order: list[bytes] = []
    wanted: dict[int, list[bytes]] = {}
    for family, documents, examples, draft in _parts.join_families(variants, members, shard // plan.num_shards):
        yield Row(shard, Kind.DRAFT, family, draft)
        order.append(_PLACE.pack(shard, family, documents, *examples[0]))
        for variant, (text, begin, end, _) in enumerate(examples):
            request = _REQUEST.pack(text, shard, family, variant, begin, end)
            wanted.setdefault(plan.part(text), []).append(request)
    if order:
        yield Row(0, Kind.ORDER, shard, b"".join(order))
    for part, requests in wanted.items():
        yield Row(part, Kind.NEED, shard, b"".join(requests))


def _rank(plan: Plan, _key: int, items: list[Item]) -> Iterator[Row]:
    """To the shard of each family its place in the report: recurring ones first, then most documents."""
    families = [place for item in items for place in _PLACE.iter_unpack(item.data)]
    families.sort(key=lambda place: (place[0] // plan.num_shards, -place[2], place[3:]))
    ranks: dict[int, list[bytes]] = {}
    for rank, (shard, family, *_) in enumerate(families):
        ranks.setdefault(shard, []).append(u64(family, rank))
    for shard, blob in ranks.items():
        yield Row(shard, Kind.ORDER, 0, b"".join(blob))


def _distinct_texts(part: int, items: list[Item]) -> Iterator[Row]:
    for text in sorted({request[0] for item in items for request in _REQUEST.iter_unpack(item.data)}):
        yield Row(part, Kind.NEED, text, b"")


def _quote(plan: Plan, _part: int, items: list[Item]) -> Iterator[Row]:
    """To the shard of each family the source of its variants. A document that is gone gives none."""
    raw: dict[int, bytes] = {}
    requests: dict[int, list[tuple[int, ...]]] = {}
    for item in items:
        if item.kind != Kind.NEED:
            raw[item.id] = item.data
            continue
        for request in _REQUEST.iter_unpack(item.data):
            requests.setdefault(request[0], []).append(request[1:])
    blobs: dict[int, list[bytes]] = {}
    for text in sorted(requests.keys() & raw.keys()):
        own = sorted(requests[text])
        quotes = _parts.quote_passages(raw[text], plan.level, [(begin, end) for *_, begin, end in own])
        for (shard, family, variant, *_), quote in zip(own, quotes, strict=True):
            blobs.setdefault(shard, []).append(_QUOTE.pack(family, variant, len(quote)) + quote)
    for shard, blob in blobs.items():
        yield Row(shard, Kind.QUOTE, _part, b"".join(blob))


def _quotes(items: Iterable[Item]) -> dict[int, dict[int, bytes]]:
    """Of each family the text of its variants."""
    out: dict[int, dict[int, bytes]] = {}
    for item in items:
        at = 0
        while at < len(item.data):
            family, variant, size = _QUOTE.unpack_from(item.data, at)
            at += _QUOTE.size + size
            out.setdefault(family, {})[variant] = item.data[at - size : at]
    return out


def _write_records(plan: Plan, shard: int, items: list[Item]) -> Iterator[Row]:
    kinds = by_kind(items)
    quotes = _quotes(kinds.get(Kind.QUOTE, []))
    rank_of: dict[int, int] = {}
    for item in kinds.get(Kind.ORDER, []):
        pairs = u64s(item.data)
        rank_of.update(zip(pairs[::2], pairs[1::2], strict=True))
    for item in kinds.get(Kind.DRAFT, []):
        rank = rank_of[item.id]
        record = _parts.boilerplate_record(item.data, quotes.get(item.id, {}), shard // plan.num_shards, rank + 1)
        yield Row(0, Kind.BOILERPLATE, rank, record)
