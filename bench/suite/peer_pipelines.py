"""Near-duplicate search with other programs, each as its documentation builds it: a folder of .jsonl files to pairs, groups or marks.

usage: peer_pipelines.py PEER RESULT FOLDER THRESHOLD JOBS

Writes {"pairs": [[i, j], …] or "groups": [[i, …], …] or "marked": [i, …], "seconds": {stage: s}} to RESULT; documents are numbered from 0 in the order of
files and lines. All take three words for a shingle and 128 hashes, or as many as their own default has; the texts that are measured are words in lower case
with a space between two, so that every program's own words are the same.

  tokenize             reading and shingles alone, by Python: what each peer without words of its own begins with
  datasketch-update    MinHash.update once a shingle, as the README of datasketch shows
  datasketch-batch     MinHash.bulk, which is faster; MinHashLSH of the threshold
  rensa                RMinHash.from_token_sets, RMinHashLSH of 16 bands of 8; threads by RAYON_NUM_THREADS
  rensa-rho            its fastest: digest_matrix_from_token_sets_rho, marks of documents that have a duplicate, no pairs
  gaoya                MinHashStringIndex with its own words and its default of 20 bands of 5
  text-dedup           its text_dedup.minhash, as on the command line: groups
  datatrove            MinhashDedupSignature, -Buckets (14 of 8, its default), -Cluster: groups; white space divides words
"""

import contextlib
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from exact_join import documents, shingles

NUM_PERM = 128


class Stages:
    def __init__(self):
        self.seconds = {}
        self.clock = time.perf_counter()

    def done(self, stage):
        now = time.perf_counter()
        self.seconds[stage] = round(now - self.clock, 3)
        self.clock = now


def tokens(folder, stages, as_bytes=False):
    # In their order, each once: rensa-rho depends on it.
    sets = [[one.encode() for one in dict.fromkeys(shingles(text))] if as_bytes else list(dict.fromkeys(shingles(text))) for text in documents(folder)]
    stages.done("read and tokenize")
    return sets


def tokenize(folder, threshold, jobs, stages):
    tokens(folder, stages)
    return {"pairs": []}


def datasketch(folder, threshold, stages, bulk):
    from datasketch import MinHash, MinHashLSH

    sets = tokens(folder, stages, as_bytes=True)
    if bulk:
        sketches = MinHash.bulk(sets, num_perm=NUM_PERM)
    else:
        sketches = []
        for elements in sets:
            sketches.append(MinHash(num_perm=NUM_PERM))
            for element in elements:
                sketches[-1].update(element)
    stages.done("sketch")
    lsh = MinHashLSH(threshold=threshold, num_perm=NUM_PERM)
    for i, sketch in enumerate(sketches):
        lsh.insert(i, sketch)
    pairs = [(i, j) for i, sketch in enumerate(sketches) for j in lsh.query(sketch) if i < j and sketch.jaccard(sketches[j]) >= threshold]
    stages.done("search")
    return {"pairs": pairs}


def datasketch_update(folder, threshold, jobs, stages):
    return datasketch(folder, threshold, stages, bulk=False)


def datasketch_batch(folder, threshold, jobs, stages):
    return datasketch(folder, threshold, stages, bulk=True)


def rensa(folder, threshold, jobs, stages):
    from rensa import RMinHash, RMinHashLSH

    sets = tokens(folder, stages)
    sketches = RMinHash.from_token_sets(sets, num_perm=NUM_PERM, seed=42)
    stages.done("sketch")
    lsh = RMinHashLSH(threshold=threshold, num_perm=NUM_PERM, num_bands=16)
    lsh.insert_many(sketches)
    found = lsh.query_all(sketches)
    pairs = [(i, j) for i, others in enumerate(found) for j in others if i < j and sketches[i].jaccard(sketches[j]) >= threshold]
    stages.done("search")
    return {"pairs": pairs}


def rensa_rho(folder, threshold, jobs, stages):
    from rensa import RMinHash, RMinHashLSH

    sets = tokens(folder, stages)
    matrix = RMinHash.digest_matrix_from_token_sets_rho(sets, num_perm=NUM_PERM, seed=42)
    stages.done("sketch")
    flags = RMinHashLSH(threshold=threshold, num_perm=NUM_PERM, num_bands=16).query_duplicate_flags_matrix_one_shot(matrix)
    stages.done("search")
    return {"marked": [i for i, flag in enumerate(flags) if flag]}


def gaoya(folder, threshold, jobs, stages):
    from gaoya.minhash import MinHashStringIndex

    texts = list(documents(folder))
    stages.done("read")
    index = MinHashStringIndex(hash_size=32, jaccard_threshold=threshold, num_bands=20, band_size=5, analyzer="word", lowercase=True, ngram_range=(3, 3))
    if jobs > 1:
        index.par_bulk_insert_docs(list(range(len(texts))), texts)
        stages.done("tokenize and sketch")
        found = index.par_bulk_query(texts)
    else:
        for i, text in enumerate(texts):
            index.insert_document(i, text)
        stages.done("tokenize and sketch")
        found = [index.query(text) for text in texts]
    stages.done("tokenize again and search")
    return {"pairs": [(i, j) for i, others in enumerate(found) for j in others if i < j]}


def groups_of(links):
    """The groups of documents that links (a, b) join."""
    parent = {}

    def root(i):
        while parent.setdefault(i, i) != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in links:
        parent[root(a)] = root(b)
    groups = {}
    for i in list(parent):
        groups.setdefault(root(i), []).append(i)
    return {"groups": [sorted(group) for group in groups.values() if len(group) > 1]}


def text_dedup(folder, threshold, jobs, stages):
    # Its package imports pyspark and others for programs that aren't used here; only what minhash.py itself needs is installed.
    from text_dedup import minhash

    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_SCRATCH")) as scratch:
        stages.done("imports")
        files = sorted(str(path) for path in Path(folder).glob("*.jsonl"))
        arguments = ["--path", "json", "--data_files", str(Path(folder, "*.jsonl")) if len(files) > 1 else files[0], "--split", "train", "--cache_dir", f"{scratch}/cache",
                     "--output", f"{scratch}/out", "--column", "text", "--idx_column", "id", "--ngram", "3", "--min_length", "0", "--num_perm", str(NUM_PERM),
                     "--threshold", str(threshold), "--num_proc", str(jobs)]
        minhash.main(arguments, standalone_mode=False)
        stages.done("all: read, tokenize, sketch, group, write")
        links = list(minhash.uf.parent.items())
    return groups_of(links)


def datatrove(folder, threshold, jobs, stages):
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.dedup import MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupSignature
    from datatrove.pipeline.dedup.minhash import MinhashConfig
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.utils.binaryio import read_tuples_from_file
    from datatrove.utils.text import TextNormConfig
    from datatrove.utils.word_tokenizers import WordTokenizer

    class Blanks(WordTokenizer):  # those that come with it want spaCy or NLTK, and are slower
        def word_tokenize(self, text):
            return text.split()

        def sent_tokenize(self, text):
            return [text]

        def span_tokenize(self, text):
            return [(0, len(text))]

    stages.done("imports")
    # By default all numbers are one word, which would make other documents of the bulletins' siblings than the other peers see.
    config = MinhashConfig(n_grams=3, num_buckets=14, hashes_per_bucket=8, norm_config=TextNormConfig(norm_numbers=False))
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_SCRATCH")) as scratch:
        def run(name, pipeline, tasks):
            LocalPipelineExecutor(pipeline=pipeline, tasks=tasks, workers=jobs, logging_dir=f"{scratch}/logs-{name}").run()
            stages.done(name)

        run("tokenize and sketch", [JsonlReader(str(folder), text_key="text", id_key="id"),
                                    MinhashDedupSignature(f"{scratch}/signatures", config=config, language=Blanks())], jobs)
        run("buckets", [MinhashDedupBuckets(f"{scratch}/signatures", f"{scratch}/buckets", config=config)], config.num_buckets)
        run("group", [MinhashDedupCluster(f"{scratch}/buckets", f"{scratch}/clusters", config=config, save_cluster_id=True)], 1)
        # A document is named by its task and its place among the task's: task t reads files t, t + jobs, …
        lengths = [sum(1 for _ in open(path, "rb")) for path in sorted(Path(folder).glob("*.jsonl"))]
        firsts = [sum(lengths[:i]) for i in range(len(lengths))]
        numbers = {task: [n for i in range(task, len(lengths), jobs) for n in range(firsts[i], firsts[i] + lengths[i])] for task in range(jobs)}
        links, first_of = [], {}
        for path in sorted(Path(scratch, "clusters").glob("*.clusters")):
            with open(path, "rb") as file:
                for place, group in read_tuples_from_file(file, "2I", lines_to_buffer=1000):
                    number = numbers[int(path.stem)][place]
                    links.append((first_of.setdefault(group, number), number))
    return groups_of(links)


def main():
    peer, result, folder, threshold, jobs = sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]), int(sys.argv[5])
    stages = Stages()
    with contextlib.redirect_stdout(sys.stderr):
        found = globals()[peer.replace("-", "_")](folder, threshold, jobs, stages)
    Path(result).write_text(json.dumps({**found, "seconds": stages.seconds}))


if __name__ == "__main__":
    main()
