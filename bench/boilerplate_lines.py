#!/usr/bin/env python3
"""Compares boilerplate found with labelled lines.

usage: bench/boilerplate_lines.py CORPUS RESULT.jsonl [--parts] [--rows REGEX] [--missed N] [--unlabelled N]

  CORPUS        holds docs/ and labels/boilerplate.tsv (columns doc, first_line, last_line, kind; lines from 1)
  RESULT.jsonl  of `cd CORPUS && nuskha boilerplate docs --format jsonl`
  --parts       places that are a part of a block count as well
  --rows REGEX  labelled lines that match are rows of tables, counted apart: '^(DSA-[0-9]+ |[a-z0-9.+-]+: )' for
                debian-press
  --missed N    also print N labelled lines that were not found, chosen by a fixed seed
  --unlabelled N  also print N lines found that have no label, among those of labelled documents: to be read by eye

A line is found if a place covers it. Lines without a letter or digit don't count. Labels may stand on some documents only (the latest revisions):
documents without any label count for nothing but where labels/families.tsv names them.
"""

import argparse
import csv
import json
import random
import re
from collections import defaultdict
from pathlib import Path


def read_rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def names_of(kinds, is_row):
    """What a labelled line is counted under."""
    if not kinds:
        return []
    return [*sorted(kinds), "any", *(["row of a table"] if is_row else ["any but rows"])]


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1].removeprefix("usage: "))
    parser.add_argument("corpus", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--missed", type=int, default=0)
    parser.add_argument("--unlabelled", type=int, default=0)
    parser.add_argument("--parts", action="store_true")
    parser.add_argument("--rows", type=re.compile)
    options = parser.parse_args()

    labels = defaultdict(lambda: defaultdict(set))  # document -> line -> kinds
    for row in read_rows(options.corpus / "labels/boilerplate.tsv"):
        for line in range(int(row["first_line"]), int(row["last_line"]) + 1):
            labels[row["doc"]][line].add(row["kind"])
    judged = set(labels)
    families = options.corpus / "labels/families.tsv"
    if families.exists():
        judged |= {row["doc"] for row in read_rows(families)}

    found = defaultdict(set)
    parts = defaultdict(set)
    with open(options.result, encoding="utf-8") as file:
        for text in file:
            record = json.loads(text)
            if record["type"] != "boilerplate":
                continue
            for variant in record["variants"]:
                for place in variant.get("places", []):
                    lines = range(place["first_line"], place["last_line"] + 1)
                    (parts if place.get("part") else found)[place["path"]].update(lines)

    counts = defaultdict(lambda: [0, 0, 0])  # kind -> labelled, found whole, found in part
    missed, unlabelled = [], []
    num_found = 0
    for document in sorted(judged):
        text = (options.corpus / document).read_text(encoding="utf-8", errors="replace").splitlines()
        for number, line in enumerate(text, 1):
            if not any(character.isalnum() for character in line):
                continue
            whole = number in found[document]
            part = not whole and number in parts[document]
            kinds = labels[document].get(number, set()) if document in labels else set()
            for kind in names_of(kinds, options.rows and options.rows.match(line)):
                counts[kind][0] += 1
                counts[kind][1] += whole
                counts[kind][2] += part
            taken = whole or (part and options.parts)
            num_found += taken
            if kinds and not taken:
                missed.append((document, number, "/".join(sorted(kinds)), line))
            if taken and not kinds:
                unlabelled.append((document, number, line))

    print(f"documents judged: {len(judged)}")
    for kind, (labelled, whole, part) in sorted(counts.items()):
        print(f"{kind}: {labelled} lines, {whole} found ({whole / labelled:.4f}), {part} more in part "
              f"({(whole + part) / labelled:.4f})")
    print(f"lines found: {num_found}, without a label: {len(unlabelled)} ({len(unlabelled) / max(num_found, 1):.4f})")
    chooser = random.Random(1)
    for title, rows, count in (("missed", missed, options.missed), ("unlabelled", unlabelled, options.unlabelled)):
        for row in sorted(chooser.sample(rows, min(count, len(rows)))):
            print(title, *(str(field)[:160] for field in row), sep="\t")


if __name__ == "__main__":
    main()
