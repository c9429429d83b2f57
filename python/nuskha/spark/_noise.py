"""Damaged and freely spelt copies: what ``find_noisy_pairs`` of a scan does, on rows.

Words are told by a table of slots, dealt over shards; pairs of neighbouring words that few texts hold meet in shards by
their hash; what is known of the two texts of a pair meets first at the part of the one, then at that of the other; and
what is left is compared in tasks, by words, then by letters.
"""

from __future__ import annotations

import bisect
from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from .._native import parts as native
from ._rows import Engine, Item, Kind, Plan, Row, by_kind, lists_of, of_kind, task_key, u64, u64s

_BY_LETTERS = ("text", "spelling")
_MOST_THRESHOLD = 0.7  # whoever asks for more wants words to agree
_PAIRS_OF_TASK = 1000


def noisy(
    engine: Engine,
    plan: Plan,
    texts: Any,
    families: Any,
    passages: Any,
    pairs: Any,
    raw_texts: Callable[[Any], Any],
) -> Any:
    """NOISY rows (key: part of the first text; id: that text; data: a pair): the damaged copies among the archive's
    texts. They take the place of pairs of the same texts among `pairs`.

    `texts`: TEXT rows by part. `families`: FAMILY rows of texts that aren't their own family alone. `passages`:
    PASSAGES rows, boilerplate. `pairs`: VERIFIED rows, all that are known. `raw_texts`: of rows (id: document) the rows
    (id: document; data: its text in UTF-8); a pair of which it gives a text not, or another one, is left out.
    Other kinds of rows may stand among all of these. Cost: `texts` are dealt twice, and twice more where there is
    anything to compare; some 300 bytes a text are dealt besides.
    """
    if plan.level not in _BY_LETTERS or plan.threshold > _MOST_THRESHOLD:
        return engine.only(pairs, Kind.NOISY)  # none
    texts = engine.only(texts, Kind.TEXT)
    families = engine.only(families, Kind.FAMILY)

    ranks = engine.keep("noise-ranks", lambda: _ranks(engine, plan, texts, families))
    words = engine.deal([texts, families, ranks], partial(_send_words, plan))
    odd = engine.deal([words], partial(_answer_words, plan))
    keys = engine.keep("noise-keys", lambda: engine.deal([texts, odd], partial(_send_keys, plan)))
    facts = engine.only(keys, Kind.NOISE_FACTS)

    known = engine.each(engine.only(pairs, Kind.VERIFIED), partial(_send_known, plan))
    num_keys = engine.total(keys, Kind.COUNT)
    to_first = [facts, known]
    to_second = [facts]
    if num_keys > 0:
        both = engine.only(keys, Kind.WHOLE_KEYS, Kind.NOISE_KEYS)
        shared = engine.keep("noise-shared", lambda: engine.deal([both], partial(_join_keys, plan, num_keys)))
        to_first.append(shared)
        to_second.append(engine.only(shared, Kind.RARE_KEYS))
    to_second.append(engine.deal(to_first, partial(_look_from_first, plan)))
    tasks = engine.keep("noise-tasks", lambda: engine.deal(to_second, partial(_look_from_second, plan)))

    to_compare = engine.only(tasks, Kind.VERIFIED)
    if engine.count(tasks, Kind.NOISE_TASK) > 0:
        needed = engine.deal([texts, engine.only(tasks, Kind.NEED)], _fetch)
        candidates = engine.only(tasks, Kind.NOISE_TASK)
        filtered = engine.deal([candidates, needed], partial(_filter, plan))
        to_compare = engine.keep("noise-filtered", lambda: engine.join([filtered, to_compare]))
    if engine.count(to_compare, Kind.VERIFIED) == 0:
        return engine.only(to_compare, Kind.NOISY)  # none

    needs = engine.each(to_compare, partial(_needs, plan))
    raw = engine.each(raw_texts(engine.deal([needs], _once)), partial(_as_raw, plan))
    needed = engine.deal([texts, engine.only(passages, Kind.PASSAGES), raw, needs], _fetch)
    return engine.keep("noise", lambda: engine.deal([to_compare, needed], partial(_compare, plan)))


# Ranks: where a family's least text stands among all texts, which OddWords tells families apart by.


def _ranks(engine: Engine, plan: Plan, texts: Any, families: Any) -> Any:
    """FIRST_RANK: key: part; data: texts before it, u64. RANKS: key: part; data: (family, its rank), u64 each."""
    ids = engine.each(texts, _list_texts)
    first = engine.deal([engine.only(ids, Kind.NUM_TEXTS)], _add_up)
    asked = engine.each(families, partial(_ask_rank, plan))
    answers = engine.deal([engine.only(ids, Kind.TEXT_IDS), first, asked], _tell_rank)
    return engine.join([first, answers])


def _list_texts(rows: list[Row]) -> Iterator[Row]:
    by_part: dict[int, array[int]] = {}
    for row in rows:
        by_part.setdefault(row.key, array("Q")).append(row.id)
    for part, ids in by_part.items():
        yield Row(part, Kind.TEXT_IDS, min(ids), ids.tobytes())
        yield Row(0, Kind.NUM_TEXTS, part, u64(len(ids)))


def _add_up(key: int, items: list[Item]) -> Iterator[Row]:
    counts: dict[int, int] = {}
    for item in items:
        counts[item.id] = counts.get(item.id, 0) + u64s(item.data)[0]
    first = 0
    for part, count in sorted(counts.items()):
        yield Row(part, Kind.FIRST_RANK, part, u64(first))
        first += count


def _ask_rank(plan: Plan, rows: list[Row]) -> Iterator[Row]:
    asked: dict[tuple[int, int], set[int]] = {}
    for row in rows:
        family = u64s(row.data[:8])[0]
        asked.setdefault((plan.part(family), row.key), set()).add(family)
    for (part, asking), families in asked.items():
        yield Row(part, Kind.ASK_RANK, asking, u64(*families))


def _tell_rank(part: int, items: list[Item]) -> Iterator[Row]:
    kinds = by_kind(items)
    first = kinds.get(Kind.FIRST_RANK)
    ids = sorted(text for item in kinds.get(Kind.TEXT_IDS, []) for text in u64s(item.data))
    asked: dict[int, set[int]] = {}
    for item in kinds.get(Kind.ASK_RANK, []):
        asked.setdefault(item.id, set()).update(u64s(item.data))
    for asking, families in asked.items():
        ranks: list[int] = []
        for family in sorted(families):
            place = bisect.bisect_left(ids, family)
            if first is None or place == len(ids) or ids[place] != family:
                raise ValueError(f"a family is named by text {family}, of which there is no row")
            ranks += (family, u64s(first[0].data)[0] + place)
        yield Row(asking, Kind.RANKS, part, u64(*ranks))


# Words and pairs of words.


def _send_words(plan: Plan, part: int, items: list[Item]) -> Iterator[Row]:
    kinds = by_kind(items)
    if Kind.TEXT not in kinds:
        return
    ids, digests = lists_of(kinds[Kind.TEXT])
    first = u64s(kinds[Kind.FIRST_RANK][0].data)[0]
    rank_of: dict[int, int] = {}
    for item in kinds.get(Kind.RANKS, []):
        numbers = u64s(item.data)
        rank_of.update(zip(numbers[::2], numbers[1::2], strict=True))
    family_of = {item.id: u64s(item.data[:8])[0] for item in kinds.get(Kind.FAMILY, [])}
    families = bytearray()
    for place, text in enumerate(ids):  # items come by id
        families.append((rank_of[family_of[text]] if text in family_of else first + place) % 254)
    for shard, data in native.noise_words(ids, digests, bytes(families), plan.num_words, plan.num_shards):
        yield Row(shard, Kind.WORDS, part, data)


def _answer_words(plan: Plan, shard: int, items: list[Item]) -> Iterator[Row]:
    parts, blobs = lists_of(items)
    for part, bits in zip(parts, native.noise_answers(blobs, plan.num_words, plan.num_shards), strict=True):
        yield Row(part, Kind.ODD, shard, bits)


def _send_keys(plan: Plan, part: int, items: list[Item]) -> Iterator[Row]:
    ids, digests = lists_of(of_kind(items, Kind.TEXT))
    if not ids:
        return
    shards, bits = lists_of(of_kind(items, Kind.ODD))
    facts, num_keys, whole_keys, keys = native.noise_keys(ids, digests, shards, bits, plan.num_words, plan.num_shards)
    yield Row(part, Kind.NOISE_FACTS, part, facts)
    yield Row(part, Kind.COUNT, num_keys, b"")
    yield from _sent(Kind.WHOLE_KEYS, part, whole_keys)
    yield from _sent(Kind.NOISE_KEYS, part, keys)


def _join_keys(plan: Plan, num_keys: int, shard: int, items: list[Item]) -> Iterator[Row]:
    kinds = by_kind(items)
    shared, rare = native.noise_join(
        _data(kinds, Kind.WHOLE_KEYS), _data(kinds, Kind.NOISE_KEYS), num_keys, plan.texts_per_part
    )
    yield from _sent(Kind.SHARED_KEYS, shard, shared)
    yield from _sent(Kind.RARE_KEYS, shard, rare)


# Pairs of texts.


def _send_known(plan: Plan, rows: list[Row]) -> Iterator[Row]:
    passages, others = native.noise_known([row.data for row in rows], plan.texts_per_part)
    yield from _sent(Kind.KNOWN_PASSAGES, 0, passages)
    yield from _sent(Kind.KNOWN_OTHERS, 0, others)


def _look_from_first(plan: Plan, part: int, items: list[Item]) -> Iterator[Row]:
    kinds = by_kind(items)
    joined, known = native.noise_first(
        _data(kinds, Kind.NOISE_FACTS)[0] if Kind.NOISE_FACTS in kinds else b"",
        _data(kinds, Kind.SHARED_KEYS),
        _data(kinds, Kind.RARE_KEYS),
        _data(kinds, Kind.KNOWN_PASSAGES),
        _data(kinds, Kind.KNOWN_OTHERS),
        plan.texts_per_part,
    )
    yield from _sent(Kind.JOINED, part, joined)
    yield from _sent(Kind.KNOWN, part, known)


def _look_from_second(plan: Plan, part: int, items: list[Item]) -> Iterator[Row]:
    kinds = by_kind(items)
    if Kind.JOINED not in kinds and Kind.KNOWN not in kinds:
        return
    tasks = native.noise_second(
        _data(kinds, Kind.NOISE_FACTS)[0] if Kind.NOISE_FACTS in kinds else b"",
        _data(kinds, Kind.RARE_KEYS),
        _data(kinds, Kind.JOINED),
        _data(kinds, Kind.KNOWN),
    )
    task = task_key(part, 0)
    for candidates, pairs, needed in tasks:
        if candidates:
            yield Row(task, Kind.NOISE_TASK, task, candidates)
        for text in needed:
            yield Row(plan.part(text), Kind.NEED, text, u64(task))
        size = native.BYTES_OF_PAIR * _PAIRS_OF_TASK
        for index, begin in enumerate(range(0, len(pairs), size)):
            yield Row(task + index, Kind.VERIFIED, task, pairs[begin : begin + size])
        task += 1


def _fetch(part: int, items: list[Item]) -> Iterator[Row]:
    """All other rows of the texts that tasks need, to these tasks."""
    tasks_of: dict[int, set[int]] = {}
    for item in of_kind(items, Kind.NEED):
        tasks_of.setdefault(item.id, set()).update(u64s(item.data))
    for item in items:
        if item.kind != Kind.NEED:
            for task in sorted(tasks_of.get(item.id, ())):
                yield Row(task, *item)


def _filter(plan: Plan, task: int, items: list[Item]) -> Iterator[Row]:
    kinds = by_kind(items)
    ids, digests = lists_of(kinds.get(Kind.TEXT, []))
    for item in kinds.get(Kind.NOISE_TASK, []):
        pairs = native.noise_filter(ids, digests, item.data, plan.threshold)
        if pairs:
            yield Row(task, Kind.VERIFIED, task, pairs)


def _needs(plan: Plan, rows: list[Row]) -> Iterator[Row]:
    for row in rows:
        texts: set[int] = set()
        for begin in range(0, len(row.data), native.BYTES_OF_PAIR):
            texts.update(u64s(row.data[begin : begin + 16]))
        for text in sorted(texts):
            yield Row(plan.part(text), Kind.NEED, text, u64(row.key))


def _once(part: int, items: list[Item]) -> Iterator[Row]:
    for text in sorted({item.id for item in items}):
        yield Row(part, Kind.NEED, text, b"")


def _as_raw(plan: Plan, rows: list[Row]) -> Iterator[Row]:
    for row in rows:
        yield Row(plan.part(row.id), Kind.RAW, row.id, row.data)


def _compare(plan: Plan, task: int, items: list[Item]) -> Iterator[Row]:
    kinds = by_kind(items)
    pairs = _data(kinds, Kind.VERIFIED)
    if not pairs:
        return
    ids, digests = lists_of(kinds.get(Kind.TEXT, []))
    raw_ids, raw_texts = lists_of(kinds.get(Kind.RAW, []))
    passages_of = {item.id: item.data for item in kinds.get(Kind.PASSAGES, [])}
    passages = [passages_of.get(text, b"") for text in raw_ids]
    found = native.noise_compare(ids, digests, raw_ids, raw_texts, passages, pairs, plan.level, plan.threshold)
    for text, pair in found:
        yield Row(plan.part(text), Kind.NOISY, text, pair)


def _data(kinds: dict[int, list[Item]], kind: Kind) -> list[bytes]:
    return [item.data for item in kinds.get(kind, [])]


def _sent(kind: Kind, id_: int, blobs: Iterable[tuple[int, bytes]]) -> Iterator[Row]:
    for key, data in blobs:
        yield Row(key, kind, id_, data)
