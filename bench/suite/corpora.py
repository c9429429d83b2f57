"""Makes the folders of files that are measured, from the labelled corpora.

Two ways of making a corpus larger:
  copies    each replica is the same bytes again: a duplicate finder may collapse it, a word counter may not
  distinct  in each replica the letters are exchanged by a bijection of its own, so that no two replicas share words, while word
            lengths, repetitions and the likeness of documents *within* a replica stay what they were
"""

import os
import random
from pathlib import Path

LATIN = "abcdefghijklmnopqrstuvwxyz"
# Letters without a spelling rule and not the target of one: exchanging them leaves the work of folding what it was.
ARABIC = "بتثجحخدذرزسشصضطظعغفقلمن"


def shuffled(letters, seed):
    out = list(letters)
    random.Random(seed).shuffle(out)
    return "".join(out)


def exchange(text, replica):
    """The bytes of a UTF-8 text with its Latin and Arabic letters exchanged; replica 0 is the text itself."""
    if replica == 0:
        return text
    latin = shuffled(LATIN, f"latin {replica}")
    text = text.translate(bytes.maketrans((LATIN + LATIN.upper()).encode(), (latin + latin.upper()).encode()))
    if not any(lead in text for lead in (b"\xd8", b"\xd9")):
        return text
    try:
        return text.decode().translate(str.maketrans(ARABIC, shuffled(ARABIC, f"arabic {replica}"))).encode()
    except UnicodeDecodeError:
        return text


def files_below(folder):
    return sorted(path for path in Path(folder).rglob("*") if path.is_file())


def replicate(source, target, least_bytes, distinct):
    """Fills `target` with numbered replicas of `source` until it holds `least_bytes`. Returns (files, bytes)."""
    texts = [(path.relative_to(source), path.read_bytes()) for path in files_below(source)]
    num_files = num_bytes = replica = 0
    while num_bytes < least_bytes:
        for folder in {name.parent for name, _ in texts}:
            (Path(target) / f"{replica:04}" / folder).mkdir(parents=True, exist_ok=True)
        for name, text in texts:
            out = exchange(text, replica) if distinct else text
            (Path(target) / f"{replica:04}" / name).write_bytes(out)
            num_bytes += len(out)
        num_files += len(texts)
        replica += 1
    return num_files, num_bytes


def small_files(sources, target, count):
    """Cuts texts at line ends into `count` files of 0.5 to 5 kB, replicas of exchanged letters after the first pass."""
    random_size = random.Random("small files")
    made = num_bytes = replica = 0
    while made < count:
        for source in sources:
            for path in files_below(source):
                rest = exchange(path.read_bytes(), replica)
                while rest and made < count:
                    size = int(500 * 10 ** random_size.random())
                    end = rest.find(b"\n", size) + 1
                    piece, rest = (rest[:end], rest[end:]) if end else (rest, b"")
                    if len(piece) < 500:
                        continue
                    folder = Path(target) / f"{made // 1000:04}"
                    if made % 1000 == 0:
                        folder.mkdir(parents=True)
                    (folder / f"{made % 1000:04}.txt").write_bytes(piece)
                    made += 1
                    num_bytes += len(piece)
        replica += 1
    return made, num_bytes


def write_file_list(folder, target):
    """All files below a folder, NUL-separated, as `wc --files0-from` reads them."""
    with open(target, "wb") as out:
        for path in files_below(folder):
            out.write(os.fsencode(path) + b"\0")
