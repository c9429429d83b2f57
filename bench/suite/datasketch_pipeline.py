"""The whole of a near-duplicate search with datasketch, as its documentation builds it: files to pairs and groups.

usage: datasketch_pipeline.py update|batch RESULT FOLDER
  update   MinHash.update once a shingle, as the README of datasketch shows
  batch    MinHash.update_batch once a document, which is faster

Writes {"documents", "pairs": [[a, b, estimate], …], "groups", "seconds": {stage: s}} to RESULT; names are relative to FOLDER.
"""

import json
import re
import sys
import time
from pathlib import Path

WORD = re.compile(r"\w+")
NUM_PERM = 128
THRESHOLD = 0.7


def shingles(text, width=3):
    words = WORD.findall(text.lower())
    if not words:
        return set()
    return {" ".join(words[i:i + width]) for i in range(max(1, len(words) - width + 1))}


def main():
    from datasketch import MinHash, MinHashLSH

    mode, result, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    seconds = {}
    clock = time.perf_counter()

    def done(stage):
        nonlocal clock
        now = time.perf_counter()
        seconds[stage] = now - clock
        clock = now

    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    sets = [[s.encode() for s in shingles((folder / name).read_text(encoding="utf-8", errors="replace"))] for name in names]
    done("read and tokenize")
    sketches = []
    for elements in sets:
        sketch = MinHash(num_perm=NUM_PERM)
        if mode == "batch":
            sketch.update_batch(elements)
        else:
            for element in elements:
                sketch.update(element)
        sketches.append(sketch)
    done("sketch")
    lsh = MinHashLSH(threshold=THRESHOLD, num_perm=NUM_PERM)
    for i, sketch in enumerate(sketches):
        if sets[i]:
            lsh.insert(i, sketch)
    pairs = []
    parent = list(range(len(names)))

    def root(i):
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, sketch in enumerate(sketches):
        if not sets[i]:
            continue
        for j in lsh.query(sketch):
            if j > i and (estimate := sketch.jaccard(sketches[j])) >= THRESHOLD:
                pairs.append((i, j, estimate))
                parent[root(j)] = root(i)
    groups = len(names) - sum(1 for i in range(len(names)) if root(i) != i)
    done("search and group")
    with open(result, "w", encoding="utf-8") as out:
        json.dump({"documents": len(names), "groups": groups, "seconds": seconds,
                   "pairs": [(names[i], names[j], round(estimate, 4)) for i, j, estimate in pairs]}, out)


if __name__ == "__main__":
    main()
