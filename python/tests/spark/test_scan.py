"""nuskha.spark.scan gives what nuskha.scan gives."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from archives import WORDS, make_texts
from compare import Pairs, assert_equal, damaged, fixtures, frame_of, generated
from pyspark.sql import DataFrame, SparkSession

import nuskha
import nuskha.spark
from nuskha.spark import _scan
from nuskha.spark._engine import SparkEngine
from nuskha.spark._input import look
from nuskha.spark._numbering import RawTexts, digested, document_rows, numbered, texts_and_words
from nuskha.spark._rows import Kind, Plan
from nuskha.spark._session import set_up


@pytest.mark.parametrize("options", [{}, {"join": "exact", "threshold": 0.5, "level": "text"}])
def test_a_small_archive_is_scanned_by_one(session: SparkSession, options: dict[str, Any]) -> None:
    pairs = generated()
    assert_equal(nuskha.spark.scan(frame_of(session, pairs), **options), nuskha.scan(pairs, **options))


def test_fixtures(session: SparkSession) -> None:
    pairs = [*fixtures(), ("2021-01-02", "Beirut, 04/05/2021 - The council met to vote on the new park by the river.")]
    assert len(pairs) > 50
    report = nuskha.scan(pairs)
    assert_equal(nuskha.spark.scan(frame_of(session, pairs), partitions=3), report)
    assert report.summary.families > 0 and any(d.date_readings for d in report.documents)


def test_columns_may_have_any_name(session: SparkSession, tmp_path: Path) -> None:
    pairs = generated(20)
    frame = session.createDataFrame([(n, t, 1) for n, t in pairs], "`the.id` string, `te``xt` string, id int")
    found = nuskha.spark.scan(frame, id="the.id", text="te`xt", work_dir=str(tmp_path / "work"))
    assert_equal(found, nuskha.scan(pairs))


def test_whole_numbers_are_ids(session: SparkSession) -> None:
    texts = make_texts(30, 2)
    frame = session.createDataFrame(list(enumerate(texts)), "id bigint, text string")
    assert_equal(nuskha.spark.scan(frame), nuskha.scan((str(i), text) for i, text in enumerate(texts)))


def digests(engine: SparkEngine, pairs: Pairs) -> tuple[Any, DataFrame]:
    documents = look(frame_of(engine.session, pairs), "id", "text")
    return documents, engine.keep_table("digests", lambda: digested(engine, documents, "spelling"))


def test_documents_are_numbered_in_the_order_of_their_ids_bytes(engine: SparkEngine) -> None:
    pairs = generated(300)
    with set_up(engine.session, 4):
        documents, kept = digests(engine, pairs)
        known = numbered(kept)
        expected = sorted(name.encode() for name, _ in pairs)
        rows = sorted((row["number"], bytes(row["name"])) for row in known.select("number", "name").collect())
        assert rows == list(enumerate(expected))
        plan = Plan(texts_per_part=7)
        part_of = {(row["key"], row["id"]) for row in document_rows(known, plan).collect()}
        assert part_of == {(number // 7, number) for number in range(300)}
        num_texts, num_words = texts_and_words(kept).collect()[0]
        summary = nuskha.scan(pairs)
        distinct = {d.text_hash: d.words for d in summary.documents}
        assert 0 < num_texts <= len(distinct) and 0 < num_words <= sum(distinct.values())
        wanted = engine.session.createDataFrame(
            [(0, 1, number, bytearray()) for number in (5, 5, 299, 0)], "key long, kind int, id long, data binary"
        )
        texts = {name.encode(): text for name, text in pairs}
        raw = RawTexts(documents, known, plan)(wanted).collect()
        assert sorted((r["key"], r["kind"], r["id"], bytes(r["data"]).decode()) for r in raw) == [
            (number // 7, Kind.RAW, number, texts[expected[number]]) for number in (0, 5, 299)
        ]


def test_few_documents_are_numbered_too(engine: SparkEngine) -> None:
    with set_up(engine.session, 4):
        _, kept = digests(engine, [("b", "some text"), ("a", "")])
        rows = sorted((row["number"], bytes(row["name"])) for row in numbered(kept).collect())
    assert rows == [(0, b"a"), (1, b"b")]


def test_what_is_dealt_out_is_what_one_finds(
    session: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every stage, in small parts; and a scan that is done is read again."""
    pairs = [*generated(150), *fixtures(), *damaged()]
    work = tmp_path / "work"
    frame = frame_of(session, pairs)
    before = session.conf.get("spark.sql.shuffle.partitions")
    report = nuskha.scan(pairs, join="lsh", threshold=0.6)
    assert report.summary.families > 30 and any(pair.fuzzy_similarity for pair in report.pairs)
    for _ in range(2):
        found = nuskha.spark.scan(frame, join="lsh", threshold=0.6, work_dir=str(work), partitions=3)
        assert_equal(found, report)
        monkeypatch.setattr(_scan._Scan, "_found", lambda _: pytest.fail("all was found"))
    assert session.conf.get("spark.sql.shuffle.partitions") == before
    assert not (work / "stages").exists() and not (work / "rounds").exists()
    with pytest.raises(nuskha.InvalidArgumentError, match="work of another scan: its join was 'lsh', not 'exact'"):
        nuskha.spark.scan(frame, join="exact", threshold=0.6, work_dir=str(work))
    with pytest.raises(nuskha.InvalidArgumentError, match="work of another scan: other documents"):
        nuskha.spark.scan(frame_of(session, pairs[1:]), join="lsh", threshold=0.6, work_dir=str(work))


def test_words_of_large_archives_are_counted(session: SparkSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which join auto takes depends on the words of distinct texts."""
    pairs = [(f"{i}", f"{i % 5} " + " ".join(WORDS)) for i in range(400)]  # 5 distinct texts
    monkeypatch.setattr(_scan, "_MOST_WORDS_FOR_EXACT", 6 * (len(WORDS) + 20))
    monkeypatch.setattr(_scan._Scan, "_dealt_out", lambda *_: pytest.fail("few words"))
    assert_equal(nuskha.spark.scan(frame_of(session, pairs)), nuskha.scan(pairs))


def test_a_scan_that_was_ended_goes_on(session: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pairs, work = generated(40), tmp_path / "work"
    with monkeypatch.context() as patch:
        patch.setattr(_scan, "table_of", lambda *_: sys.exit("ended"))
        with pytest.raises(SystemExit):
            nuskha.spark.scan(frame_of(session, pairs), work_dir=str(work))
    assert (work / "stages/lines.done").exists() and not (work / "results/done").exists()
    monkeypatch.setattr(_scan._Scan, "_lines", lambda _: pytest.fail("that stage was kept"))
    assert_equal(nuskha.spark.scan(frame_of(session, pairs), work_dir=str(work)), nuskha.scan(pairs))
