"""Texts by themselves, and the primitives that others build upon."""

from __future__ import annotations

from itertools import combinations

import pytest
from conftest import make_texts

import nuskha
from nuskha import _native


def test_normalize() -> None:
    assert nuskha.normalize("Die Straße, ١٢٣  الأُمّة") == "die strasse 123 الامه"
    assert nuskha.normalize("A  b\r\n", level="layout") == "A b"
    assert nuskha.normalize(["One, TWO", "one two!"], level="text") == ["one two", "one two"]
    assert nuskha.normalize([]) == []
    with pytest.raises(TypeError):
        nuskha.normalize([None])  # type: ignore[list-item]
    with pytest.raises(nuskha.InvalidArgumentError):
        nuskha.normalize("a", level="bytes")
    for wrong, message in [(None, "a str or an iterable of str is wanted, not NoneType"), (b"text", "decode it first")]:
        with pytest.raises(TypeError, match=message):
            nuskha.normalize(wrong)  # type: ignore[arg-type]
        with pytest.raises(TypeError, match=message):
            nuskha.sketch(wrong)  # type: ignore[arg-type]


def test_sketches_depend_on_the_text_alone() -> None:
    texts = make_texts(60, seed=3)
    all_at_once = nuskha.sketch(texts, jobs=3)
    for i, text in enumerate(texts):
        one = nuskha.sketch(text)
        assert one.values_of(0) == all_at_once.values_of(i)
        assert one.keys_of(0) == all_at_once.keys_of(i)
    assert all_at_once.num_values == all_at_once.bands * all_at_once.rows
    assert len(all_at_once.values) == len(texts) * all_at_once.num_values
    assert all_at_once.estimate_jaccard(0, 0) == 1
    for there_is_none in (-1, len(texts)):
        with pytest.raises(IndexError):
            all_at_once.keys_of(there_is_none)
        with pytest.raises(IndexError):
            all_at_once.values_of(there_is_none)


def test_candidates_of_band_keys_hold_the_pairs_of_a_scan() -> None:
    texts = make_texts(300, seed=6, num_words=200)
    report = nuskha.scan([(f"{i:03}", text) for i, text in enumerate(texts)], join="lsh", miss_rate=1e-6)
    sketches = nuskha.sketch(texts, miss_rate=1e-6)
    keys = [set(enumerate(sketches.keys_of(i))) for i in range(len(texts))]
    similar = [(int(p.a), int(p.b)) for p in report.pairs if p.jaccard > 0.5 and p.level is None]
    assert len(similar) > 20
    assert all(keys[a] & keys[b] for a, b in similar)
    equal = [(int(p.a), int(p.b)) for p in report.pairs if p.level is not None]
    hashes = [bytes(sketches.text_hashes[16 * i : 16 * i + 16]) for i in range(len(texts))]
    assert equal and all(hashes[a] == hashes[b] for a, b in equal)


@pytest.mark.parametrize("level", ["spelling", "text", "layout"])
def test_pairs_compared_are_the_pairs_of_a_scan(level: str) -> None:
    texts = make_texts(120, seed=8)
    report = nuskha.scan(
        [(f"{i:03}", text) for i, text in enumerate(texts)], join="exact", level=level, keep_boilerplate=True
    )
    native = _native.Texts(texts, level, 2)
    pairs = list(combinations(range(len(texts)), 2))
    found = {pair: one for pair, one in zip(pairs, native.compare(pairs, 0.7), strict=True) if one is not None}
    assert native.compare([(1, 0)], 0.7)[0] == native.compare([(0, 1)], 0.7)[0] or (1, 0) not in found
    checked = 0
    for pair in report.pairs:
        if pair.relation in ("template", "shared-passage", "reissue"):
            continue  # what depends on the other texts
        relation, equal_at, similarity, jaccard, containment_a, containment_b = found[int(pair.a), int(pair.b)]
        assert (relation, equal_at) == (pair.relation, pair.level)
        assert (similarity, jaccard, containment_a, containment_b) == pytest.approx(
            (pair.similarity, pair.jaccard, pair.containment_a, pair.containment_b), abs=0.000051
        )
        checked += 1
    assert checked > 20
