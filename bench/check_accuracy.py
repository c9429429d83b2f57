#!/usr/bin/env python3
"""How well `nuskha check` names the version that a new release belongs to.

    bench/check_accuracy.py NUSKHA CORPUS [--keep FOLDER]

CORPUS is a folder with docs/ and labels/{documents,versions}.tsv (chains of versions of press releases). The last
version of every chain of two or more, and all documents of every tenth of the other chains, are left out of an archive
made of the rest; then they are checked against it. Prints a line for each kind of change and for the new chains.
"""
import argparse
import collections
import csv
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

NEW_VERDICTS = {"new", "template"}


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def link(corpus, names, folder):
    for name in names:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        os.symlink(os.path.abspath(corpus / name), target)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("nuskha", type=pathlib.Path)
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("--keep", type=pathlib.Path, help="work in this folder and keep it")
    arguments = parser.parse_args()
    nuskha = arguments.nuskha.resolve()
    work = arguments.keep or pathlib.Path(tempfile.mkdtemp(prefix="nuskha-check-"))
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)

    chain_of, release_of = {}, {}
    chains = collections.defaultdict(list)
    for row in rows(arguments.corpus / "labels/documents.tsv"):
        chain = row["lang"] + "/" + row["id"]
        chain_of[row["doc"]] = chain
        release_of[row["doc"]] = row["id"]
        chains[chain].append((int(row["version"]), row["doc"]))
    for versions in chains.values():
        versions.sort()
    change_of = {row["newer"]: row["change"] for row in rows(arguments.corpus / "labels/versions.tsv")}
    last = {versions[-1][1] for versions in chains.values() if len(versions) > 1}
    single = sorted(chain for chain, versions in chains.items() if len(versions) == 1)
    fresh = {chains[chain][0][1] for chain in single[::10]}
    known = [document for document in chain_of if document not in last and document not in fresh]
    link(arguments.corpus, known, work / "known")
    link(arguments.corpus, sorted(last | fresh), work / "new")

    run = lambda *words, where: subprocess.run([nuskha, *words], cwd=work / where, stdout=subprocess.PIPE, check=False)
    archive = (work / "archive.nuskha").resolve()
    if run("index", "add", archive, "docs", "--follow", where="known").returncode != 0:
        raise SystemExit("index add failed")
    result = run("check", "docs", "--follow", "--against", archive, "--format", "jsonl", where="new")
    if result.returncode not in (0, 1):
        raise SystemExit("check failed")
    records = [json.loads(line) for line in result.stdout.decode("utf-8").splitlines()]
    verdicts = {record["path"]: record for record in records if record["type"] == "verdict"}

    counts = collections.defaultdict(collections.Counter)
    with open(work / "wrong.tsv", "w", encoding="utf-8") as wrong:
        for document, verdict in sorted(verdicts.items()):
            kind = change_of.get(document, "?") if document in last else "new chain"
            of = verdict.get("of") or ""
            if document in last:
                right = verdict["verdict"] not in NEW_VERDICTS | {"shared-passage"} and chain_of.get(of) == chain_of[document]
            else:
                right = verdict["verdict"] in NEW_VERDICTS
            counts[kind]["right" if right else "wrong"] += 1
            counts[kind][verdict["verdict"]] += 1
            if not right:
                print(kind, document, verdict["verdict"], of, verdict.get("body_similarity"), sep="\t", file=wrong)
    print(f"{len(known)} documents known, {len(verdicts)} checked; wrong ones in {work / 'wrong.tsv'}")
    for kind, count in sorted(counts.items()):
        right, wrong_ones = count.pop("right", 0), count.pop("wrong", 0)
        print(f"{kind:12} {right}/{right + wrong_ones} = {right / (right + wrong_ones):.4f}  {dict(count.most_common())}")


if __name__ == "__main__":
    main()
