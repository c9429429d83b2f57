#!/usr/bin/env python3
"""How well `nuskha check` names the version that a new release belongs to.

    bench/check_accuracy.py NUSKHA CORPUS [--keep FOLDER]

CORPUS is a folder with docs/ and labels/{documents,versions}.tsv (chains of versions of press releases). The whole of
every eighth chain, and the last version of every other one that has two or more, are left out of an archive made of the
rest; then the last versions of all of these are checked against it. Prints a line for each kind of change and for the
new chains. An equal or nearly equal text of the same release in the folder of another language (a page that was never
translated) is counted by itself: to name it is right, too.
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
    new_chains = set(sorted(chains)[::8])
    last = {versions[-1][1] for chain, versions in chains.items() if len(versions) > 1 and chain not in new_chains}
    fresh = {chains[chain][-1][1] for chain in new_chains}
    known = [document for document in chain_of if document not in last and chain_of[document] not in new_chains]
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
    with open(work / "wrong.tsv", "w", encoding="utf-8") as wrong_file:
        for document, verdict in sorted(verdicts.items()):
            kind = change_of.get(document, "?") if document in last else "new chain"
            of = verdict.get("of") or ""
            if document in last:
                right = verdict["verdict"] not in NEW_VERDICTS | {"shared-passage"} and chain_of.get(of) == chain_of[document]
            else:
                right = verdict["verdict"] in NEW_VERDICTS
            is_copy = not right and verdict["verdict"] not in NEW_VERDICTS and release_of.get(of) == release_of[document]
            counts[kind]["right" if right else "untranslated" if is_copy else "wrong"] += 1
            counts[kind][verdict["verdict"]] += 1
            if not right:
                print(kind, document, verdict["verdict"], of, verdict.get("body_similarity"), sep="\t", file=wrong_file)
    print(f"{len(known)} documents known, {len(verdicts)} checked; wrong ones in {work / 'wrong.tsv'}")
    for kind, count in sorted(counts.items()):
        right, copies, wrong = (count.pop(name, 0) for name in ("right", "untranslated", "wrong"))
        share = right / max(1, right + wrong)
        print(f"{kind:12} right {right}, wrong {wrong}: {share:.4f}; untranslated {copies}; {dict(count.most_common())}")


if __name__ == "__main__":
    main()
