"""From texts in memory to families of near-duplicates, with one library in one process.

usage: python_pipelines.py LIBRARY RESULT FOLDER THRESHOLD JOBS

FOLDER holds .jsonl files; they are read before the clock starts, into a list of (id, text). Writes {"families": [[i, …], …], "pairs": [[i, j], …], "seconds",
"cpu_seconds"} to RESULT: documents by number in the order of files and lines, families of two and more, and the time of the process from the list to the families.

  nuskha      nuskha.scan of the list; report.families
  stream      the same of a generator that parses the JSON meanwhile, which is in its time: what the command line has to do, too
  parse       what of that is Python's own: reading and parsing alone
  rensa       words by Python's re, shingles of three words, RMinHash.from_token_sets (128 values), RMinHashLSH of 16 bands of 8, pairs by its estimate, union-find
  datasketch  the same with MinHash.bulk and MinHashLSH of the threshold
"""

import json
import sys
import time
from pathlib import Path

NUM_PERM = 128


def families_of(pairs):
    """What pairs hang together as, by union-find."""
    parent = {}

    def root(i):
        while parent.setdefault(i, i) != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in pairs:
        parent[root(b)] = root(a)
    families = {}
    for i in list(parent):
        families.setdefault(root(i), []).append(i)
    return [sorted(family) for family in families.values()]


def scan(documents, threshold, jobs):
    import nuskha

    report = nuskha.scan(documents, threshold=threshold, jobs=jobs)
    return [[int(member.path) for member in family.members] for family in report.families], report


def nuskha(texts, threshold, jobs):
    return scan(((f"{i:09}", text) for i, text in enumerate(texts)), threshold, jobs)


def token_sets(texts, as_bytes=False):
    from exact_join import shingles

    return [[one.encode() for one in set(shingles(text))] if as_bytes else list(set(shingles(text))) for text in texts]


def rensa(texts, threshold, jobs):
    from rensa import RMinHash, RMinHashLSH

    sketches = RMinHash.from_token_sets(token_sets(texts), num_perm=NUM_PERM, seed=42)
    lsh = RMinHashLSH(threshold=threshold, num_perm=NUM_PERM, num_bands=16)
    lsh.insert_many(sketches)
    pairs = [(i, j) for i, others in enumerate(lsh.query_all(sketches)) for j in others if i < j and sketches[i].jaccard(sketches[j]) >= threshold]
    return families_of(pairs), pairs


def datasketch(texts, threshold, jobs):
    from datasketch import MinHash, MinHashLSH

    sketches = MinHash.bulk(token_sets(texts, as_bytes=True), num_perm=NUM_PERM)
    lsh = MinHashLSH(threshold=threshold, num_perm=NUM_PERM)
    for i, sketch in enumerate(sketches):
        lsh.insert(i, sketch)
    pairs = [(i, j) for i, sketch in enumerate(sketches) for j in lsh.query(sketch) if i < j and sketch.jaccard(sketches[j]) >= threshold]
    return families_of(pairs), pairs


def pairs_of(report, threshold):
    """All pairs that a report says have the Jaccard, those of equal texts among them."""
    equal = families_of((int(pair.a), int(pair.b)) for pair in report.pairs if pair.level is not None)
    group_of = {i: group for group in equal for i in group}
    pairs = {(a, b) for group in equal for a in group for b in group if a < b}
    for pair in report.pairs:
        if pair.level is None and pair.jaccard >= threshold:
            a, b = int(pair.a), int(pair.b)
            pairs.update((min(x, y), max(x, y)) for x in group_of.get(a, [a]) for y in group_of.get(b, [b]))
    return sorted(pairs)


def lines_of(folder):
    for path in sorted(Path(folder).glob("*.jsonl")):
        with open(path, encoding="utf-8") as lines:
            yield from lines


def main():
    library, result, folder, threshold, jobs = sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]), int(sys.argv[5])
    # Importing is no part of it: a program imports once.
    if library != "parse":
        __import__("nuskha" if library == "stream" else library)
    texts = [] if library in ("stream", "parse") else [json.loads(line)["text"] for line in lines_of(folder)]
    start, cpu = time.perf_counter(), time.process_time()
    if library == "stream":
        families, pairs = nuskha((json.loads(line)["text"] for line in lines_of(folder)), threshold, jobs)
    elif library == "parse":
        families, pairs = [[sum(len(json.loads(line)["text"]) for line in lines_of(folder))]], []
    else:
        families, pairs = globals()[library](texts, threshold, jobs)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    if library in ("nuskha", "stream"):
        pairs = pairs_of(pairs, threshold)
    Path(result).write_text(json.dumps({"families": families, "pairs": pairs, "seconds": round(seconds, 3), "cpu_seconds": round(cpu, 3)}))


if __name__ == "__main__":
    main()
