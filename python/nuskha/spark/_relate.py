"""The stages between digests and records, dealt out: what relate.cpp does in one process, on rows.

    documents ─▶ distinct texts ─▶ band keys and anchors ─▶ candidates, in tasks ─▶ verified pairs ─▶ families
      ─▶ boilerplate ─▶ pairs again, by their bodies ─▶ forms, reissues ─▶ damaged copies ─▶ families ─▶ records

Each step that others wait for is kept under a name, so that a scan that was ended goes on behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from .. import _native
from . import _boilerplate, _noise
from ._rows import Engine, Item, Kind, Plan, Row, by_kind, lists_of, rows_of, task_key, u64, u64s

_parts = _native.parts

MOST_CANDIDATES = 8192  # of a task: each brings its texts, some 1.3 kB
MOST_TEXTS_OF_SMALL_ARCHIVE = 80  # as in closing.h: all texts are compared in one task
LEAST_TEXTS_OF_FORM = 6  # as in form.h
MOST_TEXTS_OF_BAND_SHARD = 2_000_000  # some 24 bytes each while they are sorted
PAIR_BYTES = 108

RawTexts = Callable[[Any], Any]


@dataclass(frozen=True)
class Found:
    """Tables of records: PAIR_RECORD, FAMILY_RECORD by the number of its first document, BOILERPLATE by its place."""

    pairs: Any
    families: Any
    boilerplate: Any
    plan: Plan


# ---- distinct texts


def _deal_documents(plan: Plan, rows: list[Row]) -> Iterable[Row]:
    ids, digests = lists_of(Item(*row[1:]) for row in rows)
    yield from rows_of(Kind.SAME, 0, _parts.deal_documents(ids, digests, plan.level, plan.num_shards))


def _group_documents(plan: Plan, key: int, items: list[Item]) -> Iterable[Row]:
    for numbers, facts in _parts.group_documents([item.data for item in items], plan.level):
        first, *others = u64s(numbers)
        yield Row(plan.part(first), Kind.FACTS, first, facts)
        if others:
            yield Row(plan.part(first), Kind.HOLDERS, first, facts)
        for number in others:
            yield Row(plan.part(number), Kind.DROPPED, number, b"")


def _distinct_texts(plan: Plan, key: int, items: list[Item]) -> Iterable[Row]:
    dropped = {item.id for item in items if item.kind == Kind.DROPPED}
    digests = []
    for item in items:
        if item.kind == Kind.DOCUMENT and item.id not in dropped:
            digests.append(item.data)
            yield Row(key, Kind.TEXT, item.id, item.data)
        elif item.kind == Kind.HOLDERS:
            yield Row(key, Kind.HOLDERS, item.id, item.data)
    yield Row(key, Kind.COUNT, _parts.num_words(digests), b"")


# ---- candidates


def _splits(plan: Plan) -> int:
    """Shards of a band, so that each holds what a task has room for."""
    return 1 + plan.num_texts // MOST_TEXTS_OF_BAND_SHARD


def _band(plan: Plan) -> tuple[float, float, int]:
    return plan.threshold, plan.miss_rate, _splits(plan)


def _texts_of(rows: Iterable[Row | Item]) -> tuple[list[int], list[bytes]]:
    return lists_of(Item(row.kind, row.id, row.data) for row in rows if row.kind == Kind.TEXT)


def _deal_bands(plan: Plan, rows: list[Row]) -> Iterable[Row]:
    ids, digests = _texts_of(rows)
    yield from rows_of(Kind.BAND, 0, _parts.deal_bands(ids, digests, *_band(plan)))


def _join_bands(plan: Plan, shard: int, items: list[Item]) -> Iterable[Row]:
    of = by_kind(items)
    cut = b"".join(item.data for item in of.get(Kind.CUT_BANDS, []))
    blobs = [item.data for item in of.get(Kind.BAND, [])]
    pairs, hot = _parts.join_bands(shard, blobs, cut, *_band(plan), plan.num_shards)
    yield from rows_of(Kind.PAIRS, 0, pairs)
    for number, texts in hot:
        yield Row(plan.part(u64s(texts)[0]), Kind.HOT, number, texts)


def _hot_edges(plan: Plan, rows: list[Row]) -> Iterable[Row]:
    for row in rows:
        first, *others = u64s(row.data)
        for other in others:
            yield Row(plan.part(first), Kind.EDGE, first, u64(other))


def _component_of(items: Iterable[Item]) -> dict[int, int]:
    return {item.id: u64s(item.data)[0] for item in items if item.kind == Kind.COMPONENT}


def _locate_hot(plan: Plan, part: int, items: list[Item]) -> Iterable[Row]:
    """Buckets, and the keys of the texts in them, to where those are that they hang together with."""
    component_of = _component_of(items)
    for item in items:
        if item.kind == Kind.HOT:
            yield Row(component_of[u64s(item.data)[0]], Kind.HOT, item.id, item.data)
    cut = [item for item in items if item.kind == Kind.TEXT and item.id in component_of]
    ids, digests = lists_of(cut)
    for text, keys in _parts.band_keys(ids, digests, plan.threshold, plan.miss_rate):
        yield Row(component_of[text], Kind.KEYS, text, keys)


def _link_hot(plan: Plan, component: int, items: list[Item]) -> Iterable[Row]:
    of = by_kind(items)
    ids, keys = lists_of(of[Kind.KEYS])
    buckets = [(item.id, item.data) for item in of[Kind.HOT]]
    pairs, cut, by_band = _parts.link_hot(buckets, ids, keys, *_band(plan), plan.num_shards)
    yield from rows_of(Kind.PAIRS, 0, pairs)
    for text, leader in cut:
        yield Row(plan.part(text), Kind.CUT, text, u64(leader))
    yield from rows_of(Kind.CUT_BANDS, 0, by_band)


def _deal_anchors(plan: Plan, rows: list[Row]) -> Iterable[Row]:
    ids, digests = _texts_of(rows)
    yield from rows_of(Kind.ANCHOR, 0, _parts.deal_anchors(ids, digests, plan.num_shards))


def _join_anchors(plan: Plan, shard: int, items: list[Item]) -> Iterable[Row]:
    yield from rows_of(Kind.ANCHORED, 0, _parts.join_anchors([item.data for item in items], plan.num_shards))


def _make_tasks(plan: Plan, most_candidates: int, shard: int, items: list[Item]) -> Iterable[Row]:
    of = by_kind(items)
    pairs = [item.data for item in of.get(Kind.PAIRS, [])]
    anchored = [item.data for item in of.get(Kind.ANCHORED, [])]
    for i, (candidates, needed) in enumerate(_parts.make_tasks(pairs, anchored, most_candidates)):
        task = task_key(shard, i)
        yield Row(task, Kind.CANDIDATES, 0, candidates)
        for text in u64s(needed):
            yield Row(plan.part(text), Kind.NEED, text, u64(task))


def _need_all(plan: Plan, rows: list[Row]) -> Iterable[Row]:
    for row in rows:
        if row.kind == Kind.TEXT:
            yield Row(row.key, Kind.NEED, row.id, u64(0))


def _hot_links(engine: Engine, plan: Plan, texts: Any, hot: Any) -> Any:
    """PAIRS, CUT and CUT_BANDS rows of hot buckets."""
    components = engine.components(engine.each(hot, partial(_hot_edges, plan)), plan)
    located = engine.deal([hot, engine.only(texts, Kind.TEXT), components], partial(_locate_hot, plan))
    return engine.deal([located], partial(_link_hot, plan))


def _candidates(engine: Engine, plan: Plan, texts: Any) -> tuple[Any, Any, Any]:
    """Tables of CANDIDATES, NEED and CUT rows."""
    bands = engine.keep("bands", lambda: engine.each(engine.only(texts, Kind.TEXT), partial(_deal_bands, plan)))
    joined = engine.keep("buckets", lambda: engine.deal([bands], partial(_join_bands, plan)))
    pairs = engine.only(joined, Kind.PAIRS)
    cut = engine.join([])
    if engine.count(joined, Kind.HOT):
        links = engine.keep("hot-buckets", lambda: _hot_links(engine, plan, texts, engine.only(joined, Kind.HOT)))
        again = engine.deal([bands, engine.only(links, Kind.CUT_BANDS)], partial(_join_bands, plan))
        rest = engine.keep("other-buckets", lambda: engine.only(again, Kind.PAIRS))
        pairs = engine.join([engine.only(links, Kind.PAIRS), rest])
        cut = engine.only(links, Kind.CUT)
    anchors = engine.each(engine.only(texts, Kind.TEXT), partial(_deal_anchors, plan))
    anchored = engine.keep("anchors", lambda: engine.deal([anchors], partial(_join_anchors, plan)))
    is_small = plan.num_texts <= MOST_TEXTS_OF_SMALL_ARCHIVE
    most = 1 << 40 if is_small else MOST_CANDIDATES
    tasks = engine.keep("tasks", lambda: engine.deal([pairs, anchored], partial(_make_tasks, plan, most)))
    need = engine.only(tasks, Kind.NEED)
    if is_small:
        need = engine.each(texts, partial(_need_all, plan))
    return engine.only(tasks, Kind.CANDIDATES), need, cut


# ---- pairs


def _fetch(part: int, items: list[Item]) -> Iterable[Row]:
    """Whatever is known of a text, to the tasks that need it."""
    tasks_of: dict[int, set[int]] = {}
    for item in items:
        if item.kind == Kind.NEED:
            tasks_of.setdefault(item.id, set()).update(u64s(item.data))
    for item in items:
        if item.kind != Kind.NEED:
            for task in sorted(tasks_of.get(item.id, ())):
                yield Row(task, item.kind, item.id, item.data)


def _pairs_and_edges(plan: Plan, task: int, pairs: bytes) -> Iterable[Row]:
    if not pairs:
        return
    yield Row(task, Kind.VERIFIED, 0, pairs)
    yield from _edges(plan, [pairs])


def _edges(plan: Plan, pairs: list[bytes]) -> Iterable[Row]:
    edges = _parts.edges(pairs)
    for begin in range(0, len(edges), 24):
        a = int.from_bytes(edges[begin : begin + 8], "little")
        yield Row(plan.part(a), Kind.EDGE, a, edges[begin + 8 : begin + 24])


def _verify(plan: Plan, task: int, items: list[Item]) -> Iterable[Row]:
    of = by_kind(items)
    if Kind.CANDIDATES not in of:
        return
    ids, digests = lists_of(of[Kind.TEXT])
    candidates = b"".join(item.data for item in of[Kind.CANDIDATES])
    yield from _pairs_and_edges(plan, task, _parts.verify(ids, digests, candidates, plan.threshold))


def _compare(plan: Plan, task: int, items: list[Item]) -> Iterable[Row]:
    of = by_kind(items)
    if Kind.CANDIDATES not in of:
        return
    candidates = b"".join(item.data for item in of[Kind.CANDIDATES])
    pairs, same_bodies = _parts.compare_bodies(
        *lists_of(of[Kind.TEXT]),
        candidates,
        [item.data for item in of.get(Kind.VERIFIED, [])],
        *lists_of(of.get(Kind.PASSAGES, [])),
        *lists_of(of.get(Kind.RARE, [])),
        plan.threshold,
        plan.keep_boilerplate,
        plan.num_texts <= MOST_TEXTS_OF_SMALL_ARCHIVE,
    )
    yield from _pairs_and_edges(plan, task, pairs)
    if same_bodies:
        yield Row(task, Kind.SAME_BODY, 0, same_bodies)


def _mark(plan: Plan, task: int, items: list[Item]) -> Iterable[Row]:
    of = by_kind(items)
    pairs = [item.data for item in of.get(Kind.VERIFIED, [])]
    same_bodies = b"".join(item.data for item in of.get(Kind.SAME_BODY, []))
    marked = _parts.mark_pairs(pairs, *lists_of(of.get(Kind.FILLED, [])), same_bodies)
    yield from _pairs_and_edges(plan, task, marked)


# ---- families and forms


def _locate_edges(plan: Plan, part: int, items: list[Item]) -> Iterable[Row]:
    component_of = _component_of(items)
    for item in items:
        if item.kind == Kind.EDGE:
            yield Row(component_of[item.id], Kind.EDGE, item.id, item.data)
        elif item.kind == Kind.CUT and item.id in component_of:
            yield Row(component_of[item.id], Kind.CUT, item.id, b"")


def _group_families(plan: Plan, component: int, items: list[Item]) -> Iterable[Row]:
    edges = b"".join(u64(item.id) + item.data for item in items if item.kind == Kind.EDGE)
    cut = u64(*(item.id for item in items if item.kind == Kind.CUT))
    for text, family, size in _parts.group_families(edges, cut):
        yield Row(plan.part(text), Kind.FAMILY, text, u64(family) + size.to_bytes(4, "little"))


def families(engine: Engine, plan: Plan, edges: Any, cut: Any) -> Any:
    """FAMILY rows of the texts whose family has several."""
    components = engine.components(edges, plan)
    located = engine.deal([edges, cut, components], partial(_locate_edges, plan))
    return engine.deal([engine.only(located, Kind.EDGE, Kind.CUT)], partial(_group_families, plan))


def _family(data: bytes) -> int:
    return int.from_bytes(data[:8], "little")


def _families_of(items: Iterable[Item]) -> dict[int, int]:
    return {item.id: _family(item.data) for item in items if item.kind == Kind.FAMILY}


def _large_families(rows: list[Row]) -> Iterable[Row]:
    for row in rows:
        if int.from_bytes(row.data[8:12], "little") >= LEAST_TEXTS_OF_FORM:
            yield row


def _edges_by_second(plan: Plan, part: int, items: list[Item]) -> Iterable[Row]:
    family_of = _families_of(items)
    for item in items:
        if item.kind == Kind.EDGE and item.id in family_of:
            b = int.from_bytes(item.data[:8], "little")
            yield Row(plan.part(b), Kind.EDGE, b, u64(item.id, family_of[item.id]))


def _edges_within(part: int, items: list[Item]) -> Iterable[Row]:
    family_of = _families_of(items)
    for item in items:
        if item.kind == Kind.EDGE:
            a, family = u64s(item.data)
            if family_of.get(item.id) == family:
                yield Row(family, Kind.INNER, a, u64(item.id))


def _to_families(part: int, items: list[Item]) -> Iterable[Row]:
    family_of = _families_of(items)
    for item in items:
        if item.kind in (Kind.TEXT, Kind.FACTS) and item.id in family_of:
            yield Row(family_of[item.id], item.kind, item.id, item.data)


def _fill_forms(plan: Plan, family: int, items: list[Item]) -> Iterable[Row]:
    of = by_kind(items)
    ids, digests = lists_of(of.get(Kind.TEXT, []))
    pairs = b"".join(u64(item.id) + item.data for item in of.get(Kind.INNER, []))
    for text, filling in _parts.fill_form(ids, digests, pairs):
        yield Row(plan.part(text), Kind.FILLED, text, filling)


def _fillings(engine: Engine, plan: Plan, texts: Any, large: Any, edges: Any, need: Any) -> Any:
    """FILLED rows where tasks need them, of texts in families that are made from a form."""
    by_second = engine.deal([edges, large], partial(_edges_by_second, plan))
    inner = engine.deal([by_second, large], _edges_within)
    members = engine.deal([engine.only(texts, Kind.TEXT), large], _to_families)
    filled = engine.deal([members, inner], partial(_fill_forms, plan))
    return engine.deal([filled, need], _fetch)


# ---- damaged copies


def _split_pairs(plan: Plan, rows: list[Row]) -> Iterable[Row]:
    for a, _, pair, _ in _parts.split_pairs([row.data for row in rows]):
        yield Row(plan.part(a), Kind.PAIR, a, pair)


def _take_noisy(plan: Plan, part: int, items: list[Item]) -> Iterable[Row]:
    """Damaged copies in place of the passages that they share."""
    noisy = {item.data[:16] for item in items if item.kind == Kind.NOISY}
    kept = [item for item in items if item.kind == Kind.NOISY or item.data[:16] not in noisy]
    for item in kept:
        yield Row(part, Kind.PAIR, item.id, item.data)
    yield from _edges(plan, [item.data for item in kept])


# ---- records

_NO_FAMILY = (1 << 64) - 1


def _pairs_by_second(plan: Plan, part: int, items: list[Item]) -> Iterable[Row]:
    family_of = _families_of(items)
    facts_of = {item.id: item.data for item in items if item.kind == Kind.FACTS}
    first_facts: dict[int, bytes] = {}
    for item in items:
        if item.kind != Kind.PAIR:
            continue
        if item.id not in first_facts:
            first_facts[item.id] = _parts.first_facts(facts_of[item.id])
        b = int.from_bytes(item.data[8:16], "little")
        family = u64(family_of.get(item.id, _NO_FAMILY))
        yield Row(plan.part(b), Kind.PAIR, b, item.data + family + first_facts[item.id])


def _pair_records(part: int, items: list[Item]) -> Iterable[Row]:
    family_of = _families_of(items)
    facts_of = {item.id: item.data for item in items if item.kind == Kind.FACTS}
    facts: dict[int, bytes] = {}
    pairs: list[bytes] = []
    for item in items:
        if item.kind != Kind.PAIR:
            continue
        pair = item.data[:PAIR_BYTES]
        pairs.append(pair)
        a = int.from_bytes(pair[:8], "little")
        facts[a] = item.data[PAIR_BYTES + 8 :]
        if item.id not in facts:
            facts[item.id] = _parts.first_facts(facts_of[item.id])
        family = int.from_bytes(item.data[PAIR_BYTES : PAIR_BYTES + 8], "little")
        if family_of.get(item.id) == family:
            yield Row(family, Kind.PAIR, a, pair)
    for record in _parts.pair_records(list(facts), list(facts.values()), pairs):
        yield Row(part, Kind.PAIR_RECORD, 0, record)


def _copy_records(part: int, items: list[Item]) -> Iterable[Row]:
    of = by_kind(items)
    in_families = u64(*(item.id for item in of.get(Kind.FAMILY, [])))
    pairs, found = _parts.copy_records(*lists_of(of.get(Kind.HOLDERS, [])), in_families)
    for record in pairs:
        yield Row(part, Kind.PAIR_RECORD, 0, record)
    for text, record in found:
        yield Row(part, Kind.FAMILY_RECORD, text, record)


def _family_records(family: int, items: list[Item]) -> Iterable[Row]:
    of = by_kind(items)
    pairs = [item.data for item in of.get(Kind.PAIR, [])]
    for record in _parts.family_record(*lists_of(of[Kind.TEXT]), *lists_of(of[Kind.FACTS]), pairs):
        yield Row(family, Kind.FAMILY_RECORD, family, record)


def _records(engine: Engine, plan: Plan, texts: Any, facts: Any, pairs: Any, family_rows: Any) -> tuple[Any, Any]:
    by_second = engine.deal([pairs, facts, family_rows], partial(_pairs_by_second, plan))
    of_pairs = engine.keep("pair-records", lambda: engine.deal([by_second, facts, family_rows], _pair_records))
    copies = engine.keep(
        "copy-records", lambda: engine.deal([engine.only(texts, Kind.HOLDERS), family_rows], _copy_records)
    )
    members = engine.deal([engine.only(texts, Kind.TEXT), facts, family_rows], _to_families)
    of_families = engine.keep(
        "family-records", lambda: engine.deal([members, engine.only(of_pairs, Kind.PAIR)], _family_records)
    )
    pair_records = engine.join([engine.only(of_pairs, Kind.PAIR_RECORD), engine.only(copies, Kind.PAIR_RECORD)])
    return pair_records, engine.join([of_families, engine.only(copies, Kind.FAMILY_RECORD)])


def relate(engine: Engine, plan: Plan, documents: Any, raw_texts: RawTexts) -> Found:
    """All records of an archive.

    Args:
        documents: DOCUMENT rows of every document.
        raw_texts: gives for rows whose ids are numbers of documents rows (key=part, id=number, data=text, UTF-8).
    """
    same = engine.each(documents, partial(_deal_documents, plan))
    grouped = engine.keep("copies", lambda: engine.deal([same], partial(_group_documents, plan)))
    facts = engine.only(grouped, Kind.FACTS)
    others = engine.only(grouped, Kind.HOLDERS, Kind.DROPPED)
    made = engine.keep("texts", lambda: engine.deal([documents, others], partial(_distinct_texts, plan)))
    texts = engine.only(made, Kind.TEXT, Kind.HOLDERS)
    plan = replace(plan, num_texts=engine.count(made, Kind.TEXT), num_words=engine.total(made, Kind.COUNT))
    if plan.num_texts <= MOST_TEXTS_OF_SMALL_ARCHIVE:
        plan = replace(plan, num_shards=1)

    candidates, need, cut = _candidates(engine, plan, texts)
    fetched = engine.deal([engine.only(texts, Kind.TEXT), need], _fetch)
    verified = engine.keep("verified", lambda: engine.deal([candidates, fetched], partial(_verify, plan)))
    similar = engine.keep("similar", lambda: families(engine, plan, engine.only(verified, Kind.EDGE), cut))
    large = engine.keep("large-families", lambda: engine.each(similar, _large_families))
    has_forms = engine.count(large, Kind.FAMILY) > 0

    def mark(name: str, pairs: Any) -> Any:
        """The pairs, whatever forms make of them."""
        tables = [engine.only(pairs, Kind.VERIFIED, Kind.SAME_BODY)]
        if has_forms:
            tables.append(_fillings(engine, plan, texts, large, engine.only(pairs, Kind.EDGE), need))
        return engine.keep(name, lambda: engine.deal(tables, partial(_mark, plan)))

    alike = similar
    if has_forms:
        verified = mark("without-forms", verified)
        alike = engine.keep("families", lambda: families(engine, plan, engine.only(verified, Kind.EDGE), cut))

    sources, num_sources = engine.join([]), 0
    if not plan.keep_boilerplate:
        sources, num_sources = _boilerplate.sources(engine, plan, texts, alike)
    passages, rare = _boilerplate.find(engine, plan, texts, sources, num_sources)
    fetched = engine.deal([engine.only(texts, Kind.TEXT), passages, rare, need], _fetch)
    known = engine.only(verified, Kind.VERIFIED)
    compared = engine.keep("compared", lambda: engine.deal([candidates, fetched, known], partial(_compare, plan)))
    marked = mark("related", compared)
    clean = engine.keep("clean-families", lambda: families(engine, plan, engine.only(marked, Kind.EDGE), cut))
    verified = engine.only(marked, Kind.VERIFIED)

    noisy = _noise.noisy(engine, plan, texts, clean, passages, verified, raw_texts)
    pairs = engine.each(verified, partial(_split_pairs, plan))
    final = engine.keep("pairs", lambda: engine.deal([pairs, noisy], partial(_take_noisy, plan)))
    in_families = clean
    if engine.count(noisy, Kind.NOISY):
        in_families = engine.keep("all-families", lambda: families(engine, plan, engine.only(final, Kind.EDGE), cut))
    pair_records, family_records = _records(engine, plan, texts, facts, engine.only(final, Kind.PAIR), in_families)
    boilerplate = engine.join([])
    if not plan.keep_boilerplate:
        boilerplate = _boilerplate.records(engine, plan, texts, passages, sources, raw_texts)
    return Found(pair_records, family_records, boilerplate, plan)
