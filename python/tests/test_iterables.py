"""Documents out of an iterable: streamed, with what may go wrong."""

from __future__ import annotations

import _thread
import collections
import gc
import itertools
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import make_texts

import nuskha


class Text(str):
    """A str that can be watched."""


def test_a_generator_is_not_collected() -> None:
    alive: weakref.WeakSet[Text] = weakref.WeakSet()
    most = 0

    def documents() -> Iterator[tuple[str, str]]:
        nonlocal most
        for i in range(100_000):
            text = Text(f"document number {i} of many")
            alive.add(text)
            most = max(most, len(alive))
            yield f"{i:06}", text

    report = nuskha.scan(documents(), join="lsh")
    assert report.summary.documents == 100_000
    assert most < 1000


def test_the_iterator_is_asked_by_the_calling_thread() -> None:
    threads = set()

    def documents() -> Iterator[tuple[str, str]]:
        for i in range(500):
            threads.add(threading.get_ident())
            yield str(i), "the same text"

    nuskha.scan(documents(), jobs=4)
    assert threads == {threading.get_ident()}


def test_rows_of_a_database() -> None:
    database = sqlite3.connect(":memory:")
    database.execute("create table d (id text, body text)")
    database.executemany("insert into d values (?, ?)", [("a", "one two three"), ("b", "one two, three")])
    report = nuskha.scan(database.execute("select id, body from d"))
    assert [(pair.a, pair.b, pair.level) for pair in report.pairs] == [("a", "b", "text")]


def test_what_the_iterable_raises_passes_through() -> None:
    class Broken(Exception):
        pass

    raised = Broken("row 200")

    def documents() -> Iterator[tuple[str, str]]:
        for i in range(200):
            yield str(i), "text"
        raise raised

    with pytest.raises(Broken) as caught:
        nuskha.scan(documents())
    assert caught.value is raised


@pytest.mark.parametrize(
    ("item", "message"),
    [
        (("b", None), "document 1: the text of 'b' is None"),
        (("b", b"bytes"), "document 1: the text of 'b' is bytes"),
        (("b", 7), "document 1: the text of 'b' must be a str, not an int"),
        ((7, "text"), "document 1: the id must be a str, not an int"),
        ((None, "text"), "document 1: the id must be a str, not None"),
        ("text", r"document 1: expected a pair \(id, text\), got a str"),
        (("b", "text", "more"), r"document 1: expected a pair \(id, text\), got a tuple of 3"),
        ({"id": "b"}, r"document 1: expected a pair \(id, text\), got a dict"),
    ],
)
def test_what_is_no_pair_of_str(item: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        nuskha.scan([("a", "text"), item])


def test_one_id_twice() -> None:
    with pytest.raises(nuskha.InvalidArgumentError, match="same-id: Two documents have this id") as caught:
        nuskha.scan(("same-id" if i in (3, 400) else str(i), f"text {i}") for i in range(1000))
    assert (caught.value.code, caught.value.path) == ("invalid-argument", "same-id")
    assert isinstance(caught.value, ValueError)


def test_no_document() -> None:
    with pytest.raises(nuskha.NoDocumentsError) as caught:
        nuskha.scan([])
    assert caught.value.code == "no-documents"


@pytest.mark.parametrize("documents", [b"bytes", 7, None])
def test_what_is_nothing_to_scan(documents: Any) -> None:
    with pytest.raises(TypeError, match="documents must be paths or"):
        nuskha.scan(documents)


def test_paths_and_pairs_mixed() -> None:
    with pytest.raises(TypeError, match="document 1: expected a path as the ones before it, got tuple"):
        nuskha.scan(["a.txt", ("b", "text")])  # type: ignore[arg-type]


def test_lone_surrogates_are_replaced_and_reported() -> None:
    report = nuskha.scan([("a", "good text here"), ("b", "bad \ud800 text \udcff here")])
    assert [(problem.path, problem.code) for problem in report.problems] == [("b", "invalid-utf8")]
    assert report.summary.documents == 2


def test_an_id_of_bytes_that_are_no_utf8() -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    report = nuskha.scan([(name, "text")])
    assert report.documents[0].path == r"caf\xe9.txt"  # as the program prints it
    with pytest.raises(ValueError, match=r"document 1: the id '\\ud800' holds a lone surrogate"):
        nuskha.scan([("a", "text"), ("\ud800", "text")])


def test_ids_of_any_characters() -> None:
    ids = ["", "a\0b", "a\nb", "x" * 1_000_000]
    report = nuskha.scan((one, f"text {i}") for i, one in enumerate(ids))
    assert [document.path for document in report.documents] == ids


def test_a_long_id_is_cut_in_messages() -> None:
    with pytest.raises(TypeError, match=r"^document 0: the text of 'x{60}'… is None") as caught:
        nuskha.scan([("x" * 1_000_000, None)])  # type: ignore[list-item]
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("kind", [list, collections.UserList])
def test_a_pair_is_any_sequence_of_two(kind: Any) -> None:
    assert len(nuskha.scan([kind(["a", "text"]), kind(["b", "text"])]).pairs) == 1


def test_a_pair_whose_items_raise() -> None:
    class Row(collections.UserList[str]):
        def __getitem__(self, index: Any) -> Any:
            raise RuntimeError("the row is gone")

    class Length(collections.UserList[str]):
        def __len__(self) -> int:
            raise RuntimeError("no length")

    with pytest.raises(RuntimeError, match="the row is gone"):
        nuskha.scan([Row(["a", "text"])])  # type: ignore[list-item]
    with pytest.raises(RuntimeError, match="no length"):
        nuskha.scan([Length(["a", "text"])])  # type: ignore[list-item]
    by_name = collections.UserDict(id="a", text="text")
    with pytest.raises(TypeError, match=r"document 0: expected a pair .* UserDict without an item 0"):
        nuskha.scan([by_name])  # type: ignore[list-item]


def test_an_iterable_that_scans() -> None:
    def documents() -> Iterator[tuple[str, str]]:
        for i in range(200):
            yield str(i), f"text {nuskha.scan([('a', 'text')]).summary.documents} of {i}"

    assert nuskha.scan(documents()).summary.documents == 200


def test_an_iterable_of_paths(tmp_path: Path) -> None:
    for i in range(3):
        (tmp_path / f"{i}.txt").write_text(f"text {i}")
    assert nuskha.scan(tmp_path.glob("*")).summary.documents == 3
    with pytest.raises(TypeError, match="not a mapping: give its items"):
        nuskha.scan({"a": "text"})
    frame = pytest.importorskip("pandas").DataFrame({"id": ["a"], "text": ["some text"]})
    with pytest.raises(TypeError, match="not a DataFrame: give zip"):
        nuskha.scan(frame)
    assert nuskha.scan(zip(frame.id, frame.text, strict=True)).summary.documents == 1


@pytest.mark.parametrize("join", ["lsh", "exact"])
def test_the_process_ends_while_a_daemon_thread_scans(join: str) -> None:
    program = f"""
import itertools, threading, nuskha
begun = threading.Event()
def documents():
    for i in itertools.count():
        yield str(i), f"text number {{i}} of a stream without an end"
        if i == 1000:
            begun.set()
def work():
    nuskha.scan(documents(), join="{join}")
threading.Thread(target=work, daemon=True).start()
begun.wait()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_progress(tmp_path: Path) -> None:
    seen: list[nuskha.Progress] = []

    def documents() -> Iterator[tuple[str, str]]:
        for i, text in enumerate(make_texts(300)):
            if i % 50 == 0:
                time.sleep(0.12)
            yield str(i), text

    nuskha.scan(documents(), progress=seen.append)
    assert len(seen) > 2 and seen[-1].stage == "done" and seen[-1].documents == 300
    assert [p.documents for p in seen] == sorted(p.documents for p in seen)
    assert seen[0].stage == "reading"


def test_tqdm() -> None:
    tqdm = pytest.importorskip("tqdm").tqdm
    with tqdm(disable=True) as bar:
        nuskha.scan([("a", "text")], progress=lambda p: bar.update(p.documents - bar.n))


def test_a_progress_callback_that_raises_ends_the_scan() -> None:
    def stop(progress: nuskha.Progress) -> None:
        raise RuntimeError(f"enough at {progress.stage}")

    with pytest.raises(RuntimeError, match="enough"):
        nuskha.scan(((str(i), "text") for i in itertools.count()), progress=stop)


def endless() -> Iterator[tuple[str, str]]:
    for i in itertools.count():
        yield str(i), f"text number {i} of a stream without an end"


def num_threads() -> int:
    return len(os.listdir("/proc/self/task"))


def test_control_c_while_reading(tmp_path: Path) -> None:
    before, files = num_threads(), set(os.listdir("/proc/self/fd"))
    threading.Timer(0.5, _thread.interrupt_main).start()
    with pytest.raises(KeyboardInterrupt):
        nuskha.scan(endless(), temp_dir=tmp_path)
    time.sleep(0.1)
    assert os.listdir(tmp_path) == []
    assert num_threads() <= before
    gc.collect()
    assert len(set(os.listdir("/proc/self/fd")) - files) <= 1  # the folder that is listed


def test_control_c_while_comparing() -> None:
    # Unlike texts of the same words: many candidates, all of them to be measured.
    texts = make_texts(6000, seed=4, num_words=40)
    shared = "one two three four five six seven eight nine ten eleven twelve "
    documents = [(str(i), shared * 40 + text) for i, text in enumerate(texts)]
    seen = []

    def interrupt(progress: nuskha.Progress) -> None:
        seen.append(progress.stage)
        if progress.stage in ("joining", "verifying"):
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        nuskha.scan(documents, join="exact", progress=interrupt)
    assert "done" not in seen


def test_scans_on_several_threads() -> None:
    texts = make_texts(200, seed=9)
    expected = nuskha.scan(((str(i), text) for i, text in enumerate(texts)), timing=False).jsonl
    found: list[bytes] = []

    def work() -> None:
        found.append(nuskha.scan(((str(i), text) for i, text in enumerate(texts)), timing=False, jobs=2).jsonl)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


def test_the_gil_is_free_while_a_scan_works(tmp_path: Path) -> None:
    for i, text in enumerate(make_texts(800, seed=5, num_words=2000)):
        (tmp_path / f"{i}.txt").write_text(text, encoding="utf-8")
    counted = 0
    is_done = threading.Event()

    def count() -> None:
        nonlocal counted
        while not is_done.is_set():
            counted += 1
            time.sleep(0)

    thread = threading.Thread(target=count)
    thread.start()
    before = counted
    nuskha.scan(tmp_path, jobs=1)
    during = counted - before
    is_done.set()
    thread.join()
    assert during > 100
