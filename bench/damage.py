#!/usr/bin/env python3
"""Damages texts in known ways and degrees, and measures how many of the copies are found.

usage: bench/damage.py make OUT FOLDER:LONG:SHORT... [--background N] [--seed S]
       bench/damage.py score OUT --nuskha PROGRAM [--options "…"] [--by-script] [--misses N]

make   Draws LONG documents of 50 words or more, and SHORT paragraphs of 20 to 50 words from other documents, of each
       FOLDER (any file below it in UTF-8; mostly Latin or mostly Arabic letters; no two that share 3 in 10 of their
       words), and N more documents as background, which nothing happens to. Writes
         OUT/clean/docs/         the originals and the background
         OUT/KIND-DEGREE/docs/   the same, and beside each NAME.txt one damaged copy NAME.damaged.txt
         OUT/truth.tsv           name, script, length (long, short), words
score  Scans each OUT/KIND-DEGREE/docs and prints the share of originals that are reported as one document with their
       copy (identical to extension), for long and short texts, and the false alarms: pairs of different originals
       reported as one document that `clean` doesn't have.

Kinds, DEGREE in percent:
  letters   of letters changed: replaced 60 %, dropped 20 %, added 20 %, by letters of the same script
  ocr       of letters confused with look-alikes (rn m, l 1, O 0, e c; dots of Arabic letters), as far as there are any
  drop      of words dropped
  join      of words joined with the next or split in two, half each
  spelling  of words spelt otherwise: i y, ou u, ae e, doubled letters …; Arabic: long vowels dropped or added, hamza, ة ه, ى ي
  mixed     of letters changed, a quarter as many words dropped, joined and split, and twice as many respelt
The same arguments give the same bytes. Standard library only.
"""

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

DEGREES = {
    "letters": (5, 10, 15, 20),
    "ocr": (5, 10, 15, 20),
    "drop": (2, 5, 10),
    "join": (2, 5, 10),
    "spelling": (10, 20, 33, 50),
    "mixed": (3, 6, 9, 12),
}
ONE_DOCUMENT = {"identical", "same-text", "reissue", "revision", "excerpt", "extension"}
LETTERS = {"latin": "etaoinsrhldcumfpgwybvk", "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"}

LOOK_ALIKES = defaultdict(list)
for group in ("rn m", "m rn", "l 1", "l i", "I l", "O 0", "o 0", "e c", "c e", "h b", "b h", "u n", "n u", "cl d", "d cl",
              "vv w", "w vv", "t f", "f t", "S 5", "a o", "y v", "g q", "i j"):
    LOOK_ALIKES[group.split()[0]].append(group.split()[1])
for group in ("بتثني", "جحخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فق", "هة", "كل", "وؤ", "اأإآ"):
    for letter in group:
        LOOK_ALIKES[letter] += [other for other in group if other != letter]

RESPELT = [(re.compile(a), b) for a, b in (
    ("ou", "u"), ("ae", "e"), ("ei", "ey"), ("ie", "y"), ("i", "y"), ("y", "i"), ("ck", "k"), ("ph", "f"), ("c(?=[aou])", "k"),
    ("u", "ou"), ("e$", ""), ("(?<=[bdfglmnprst])$", "e"), ("ss", "s"), ("ll", "l"), ("([lmnprst])(?=[aeiou])", r"\1\1"),
    ("th", "d"), ("v", "u"), ("ee", "ea"), ("z", "s"),
    ("(?<=[^ا])ا(?=.)", ""), ("(?<=.)و(?=.)", ""), ("(?<=.)ي(?=.)", ""), ("(?<=[بتجدرسعفقكلمن])(?=[بتجدرسعفقكلمن])", "ا"),
    ("ة$", "ه"), ("ى$", "ي"), ("[أإ]", "ا"), ("ئ", "ي"), ("ض", "ظ"), ("ظ", "ض"))]


def script_of(text):
    latin = len(re.findall(r"[A-Za-zÀ-ɏ]", text))
    arabic = len(re.findall(r"[\u0620-\u064A]", text))
    letters = sum(c.isalpha() for c in text)
    for name, count in (("latin", latin), ("arabic", arabic)):
        if letters and count >= 0.8 * letters:
            return name
    return None


def split_words(text):
    """Words and what stands between them, in turns: words at odd places."""
    return re.split(r"(\w+)", text)


def change_letters(rng, text, share, script):
    out = []
    for c in text:
        if not c.isalpha() or rng.random() >= share:
            out.append(c)
            continue
        kind, other = rng.random(), rng.choice(LETTERS[script])
        if kind < 0.6:
            out.append(other if other != c.lower() else rng.choice(LETTERS[script]))
        elif kind >= 0.8:
            out += [c, other]
    return "".join(out)


def confuse_letters(rng, text, share):
    places = [m for m in re.finditer("rn|cl|vv|.", text) if m[0] in LOOK_ALIKES]
    letters = sum(c.isalpha() for c in text)
    wanted = min(len(places), round(share * letters))
    chosen = {m.start() for m in rng.sample(places, wanted)}
    out, at = [], 0
    for m in places:
        if m.start() in chosen:
            out += [text[at:m.start()], rng.choice(LOOK_ALIKES[m[0]])]
            at = m.end()
    return "".join(out) + text[at:]


def drop_words(rng, text, share):
    parts = split_words(text)
    return "".join("" if i % 2 and rng.random() < share else part for i, part in enumerate(parts))


def join_words(rng, text, share):
    parts = split_words(text)
    for i in range(1, len(parts), 2):
        if rng.random() >= share:
            continue
        if rng.random() < 0.5 and i + 2 < len(parts) and parts[i + 1] == " ":
            parts[i + 1] = ""
        elif len(parts[i]) >= 4:
            at = rng.randrange(1, len(parts[i]))
            parts[i] = parts[i][:at] + " " + parts[i][at:]
    return "".join(parts)


def respell(rng, text, share):
    parts = split_words(text)
    for i in range(1, len(parts), 2):
        if len(parts[i]) < 3 or rng.random() >= share:
            continue
        rules = rng.sample(RESPELT, len(RESPELT))
        for pattern, other in rules:
            changed = pattern.sub(other, parts[i], count=1)
            if changed != parts[i]:
                parts[i] = changed
                break
    return "".join(parts)


def damage(kind, degree, text, script, rng):
    share = degree / 100
    if kind == "letters":
        return change_letters(rng, text, share, script)
    if kind == "ocr":
        return confuse_letters(rng, text, share)
    if kind == "drop":
        return drop_words(rng, text, share)
    if kind == "join":
        return join_words(rng, text, share)
    if kind == "spelling":
        return respell(rng, text, share)
    text = drop_words(rng, text, share / 4)
    text = respell(rng, text, 2 * share)
    text = join_words(rng, text, share / 4)
    return change_letters(rng, text, share, script)


class Sampler:
    """Draws texts, no two of which have much in common."""

    def __init__(self, rng):
        self.rng = rng
        self.sets = []

    def accept(self, text):
        words = frozenset(re.findall(r"\w+", text.lower()))
        for other in self.sets:
            common = len(words & other)
            if common >= 0.3 * (len(words) + len(other) - common) or common >= 0.8 * min(len(words), len(other)):
                return False
        self.sets.append(words)
        return True

    def draw(self, folder, num_long, num_short, num_background):
        files = sorted(path for path in Path(folder).rglob("*") if path.is_file())
        self.rng.shuffle(files)
        stems = set()
        for path in files:
            if num_long + num_short + num_background <= 0:
                return
            stem = path.name.split(".")[0] + str(path.parent if path.name[0].isdigit() and len(path.name) < 10 else "")
            if stem in stems:
                continue
            stems.add(stem)
            try:
                text = path.read_text(encoding="utf-8")
            except ValueError:
                continue
            script = script_of(text)
            words = len(re.findall(r"\w+", text))
            if not script or not 20 <= words <= 3000:
                continue
            if num_long > 0 and words >= 50:
                if self.accept(text):
                    num_long -= 1
                    yield "long", script, text
            elif num_short > 0:
                paragraphs = [p for p in re.split(r"\n\s*\n", text) if 20 <= len(re.findall(r"\w+", p)) < 50]
                if words < 50:
                    paragraphs = [text]
                if paragraphs and self.accept(paragraph := self.rng.choice(paragraphs)):
                    num_short -= 1
                    yield "short", script, paragraph
            elif num_background > 0:
                num_background -= 1
                yield "background", script, text


def make(options):
    rng = random.Random(options.seed)
    sampler = Sampler(rng)
    documents = []
    share = options.background // len(options.folders)
    for argument in options.folders:
        folder, num_long, num_short = argument.rsplit(":", 2)
        documents += sampler.draw(folder, int(num_long), int(num_short), share)
    out = Path(options.out)
    truth = []
    for number, (length, script, text) in enumerate(documents):
        name = f"{number:05d}"
        if length != "background":
            truth.append((name, script, length, len(re.findall(r"\w+", text))))
    folders = ["clean"] + [f"{kind}-{degree:02d}" for kind, degrees in DEGREES.items() for degree in degrees]
    for folder in folders:
        docs = out / folder / "docs"
        docs.mkdir(parents=True)
        for number, (length, script, text) in enumerate(documents):
            name = f"{number:05d}"
            (docs / f"{name}.txt").write_text(text, encoding="utf-8")
            if length == "background" or folder == "clean":
                continue
            kind, degree = folder.split("-")
            own = random.Random(f"{options.seed} {folder} {name}")
            (docs / f"{name}.damaged.txt").write_text(damage(kind, int(degree), text, script, own), encoding="utf-8")
    with open(out / "truth.tsv", "w", encoding="utf-8") as file:
        file.write("name\tscript\tlength\twords\n")
        file.writelines("\t".join(map(str, row)) + "\n" for row in truth)
    print(f"{len(documents)} documents, {len(truth)} of them damaged in {len(folders) - 1} ways", file=sys.stderr)


def one_document_pairs(folder, options):
    command = [options.nuskha, "scan", "docs", "--format", "jsonl", "--no-timing", *options.options.split()]
    lines = subprocess.run(command, cwd=folder, capture_output=True, check=True, encoding="utf-8").stdout.splitlines()
    pairs = set()
    for record in map(json.loads, lines):
        if record["type"] == "pair" and record["relation"] in ONE_DOCUMENT:
            pairs.add(tuple(Path(record[side]).name.removesuffix(".txt") for side in "ab"))
    return pairs


def score(options):
    out = Path(options.out)
    options.nuskha = shutil.which(options.nuskha) or sys.exit(f"no program {options.nuskha}")
    options.nuskha = str(Path(options.nuskha).resolve())
    rows = [line.split("\t") for line in (out / "truth.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    groups = defaultdict(set)
    for name, script, length, _ in rows:
        groups[f"{script} {length}" if options.by_script else length].add(name)
    clean = {frozenset(pair) for pair in one_document_pairs(out / "clean", options)}
    print("| kind, % | " + " | ".join(sorted(groups)) + " | false alarms |")
    print("|---|" + "---|" * (len(groups) + 1))
    for folder in sorted(path for path in out.iterdir() if path.is_dir() and path.name != "clean"):
        pairs = one_document_pairs(folder, options)
        found = {a for a, b in pairs if b == a + ".damaged"} | {b for a, b in pairs if a == b + ".damaged"}
        origins = {frozenset(name.removesuffix(".damaged") for name in pair) for pair in pairs}
        false = {origin for origin in origins if len(origin) == 2} - clean
        shares = [f"{len(found & groups[group]) / len(groups[group]):.3f}" for group in sorted(groups)]
        print(f"| {folder.name.replace('-', ' ')} | " + " | ".join(shares) + f" | {len(false)} |", flush=True)
        missed = sorted({name for name, *_ in rows} - found)
        if options.misses and missed:
            print(f"  missed: {' '.join(missed[:options.misses])}; false: {sorted(map(sorted, false))[:options.misses]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("make")
    command.add_argument("out")
    command.add_argument("folders", nargs="+", metavar="FOLDER:LONG:SHORT")
    command.add_argument("--background", type=int, default=0)
    command.add_argument("--seed", type=int, default=1)
    command.set_defaults(run=make)
    command = commands.add_parser("score")
    command.add_argument("out")
    command.add_argument("--nuskha", default="nuskha")
    command.add_argument("--options", default="")
    command.add_argument("--by-script", action="store_true")
    command.add_argument("--misses", type=int, default=0)
    command.set_defaults(run=score)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
