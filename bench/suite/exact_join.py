"""The exact answer that near-duplicate programs are held against: all pairs of texts with a Jaccard of word 3-shingles of at least a threshold.

usage: exact_join.py RESULT FOLDER THRESHOLD      (needs numpy; FOLDER holds .jsonl files with a "text" each)

Independent of nuskha. Words are \\w+ of the text in lower case, a shingle is three of them in a row (all of a shorter text), a text is the set of its
shingles as 64-bit hashes (blake2b). Prefix filter (Bayardo 2007): with shingles sorted from rare to frequent, two sets of a and b shingles that reach the
threshold have one in common among the first a − ⌈t·a⌉ + 1 and b − ⌈t·b⌉ + 1. Each pair that has is counted exactly, and `check` compares a part with all
pairs of that part counted one by one.
"""

import hashlib
import json
import re
import sys
from pathlib import Path

import numpy

WORD = re.compile(r"\w+")


def documents(folder):
    for path in sorted(Path(folder).glob("*.jsonl")):
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["text"]


def shingles(text, width=3):
    words = WORD.findall(text.lower())
    return [" ".join(words[i:i + width]) for i in range(max(1, len(words) - width + 1))] if words else []


def hashed(text):
    return numpy.array(sorted({int.from_bytes(hashlib.blake2b(one.encode(), digest_size=8).digest(), "little") for one in shingles(text)}), dtype=numpy.uint64)


def jaccard(a, b):
    common = len(numpy.intersect1d(a, b, assume_unique=True))
    return common / max(1, len(a) + len(b) - common)


def prefixes(sets, threshold):
    """Of each text its rarest shingles: (shingle, text) arrays."""
    values, counts = numpy.unique(numpy.concatenate(sets), return_counts=True)
    frequent = values[counts > 1]
    frequency = counts[counts > 1]
    shingle_parts, text_parts = [], []
    for number, one in enumerate(sets):
        if len(one) == 0:
            continue
        length = len(one) - int(numpy.ceil(threshold * len(one) - 1e-9)) + 1
        at = numpy.minimum(numpy.searchsorted(frequent, one), max(0, len(frequent) - 1))
        is_frequent = frequent[at] == one if len(frequent) else numpy.zeros(len(one), bool)
        order = numpy.lexsort((one, numpy.where(is_frequent, frequency[at] if len(frequency) else 1, 1)))[:length]
        kept = one[order][is_frequent[order]]  # a shingle that stands in one text finds nothing
        shingle_parts.append(kept)
        text_parts.append(numpy.full(len(kept), number, dtype=numpy.int64))
    return numpy.concatenate(shingle_parts), numpy.concatenate(text_parts)


def join(sets, threshold):
    by_shingle, texts = prefixes(sets, threshold)
    order = numpy.argsort(by_shingle, kind="stable")
    by_shingle, texts = by_shingle[order], texts[order]
    begins = numpy.flatnonzero(numpy.r_[True, by_shingle[1:] != by_shingle[:-1], True])
    candidates = set()
    for begin, end in zip(begins[:-1], begins[1:]):
        if end - begin > 1:
            group = texts[begin:end].tolist()
            candidates.update((group[i], group[j]) for i in range(len(group)) for j in range(i + 1, len(group)))
    return sorted((a, b, value) for a, b in candidates if (value := jaccard(sets[a], sets[b])) >= threshold)


def check(sets, threshold, found, part=400):
    """Stops if the pairs among the first texts aren't those that counting every pair gives."""
    naive = {(a, b) for b in range(min(part, len(sets))) for a in range(b) if len(sets[a]) and jaccard(sets[a], sets[b]) >= threshold}
    assert naive == {(a, b) for a, b, _ in found if b < part}, "the join isn't exact"


def main():
    result, folder, threshold = sys.argv[1], sys.argv[2], float(sys.argv[3])
    sets = [hashed(text) for text in documents(folder)]
    found = join(sets, threshold)
    check(sets, threshold, found)
    Path(result).write_text(json.dumps({"documents": len(sets), "pairs": found}))


if __name__ == "__main__":
    main()
