#!/usr/bin/env python3
"""Makes an archive with known copies and versions, the same on every machine.

usage: bench/generate.py DIR --documents N [--seed S] [--jobs J]

DIR/docs/00000.jsonl …   1,000 documents each: {"id": …, "text": …}, 100 to 500 words by Zipf's law in Latin, Arabic, Han or Thai letters
DIR/truth.tsv            a, b, kind, same: pairs of documents, named as nuskha names them (docs/00000.jsonl#12), and the share of places with the same word

Of each 20 documents, by position in their thousand:
  copy      1   an earlier text, the same bytes
  version   2   an earlier text with 1 to 15 % of its words changed, in runs of 1 to 8 words      → kind version
  template  1   an earlier bulletin's sentences with other numbers: a different document           → kind template
  footer    4   text of its own under a footer that a quarter of its thousand has: no pair
  own      12   text of its own
Pairs of a text's relatives with one another (two versions of one text, a copy of a version) are in the truth too, so that a pair that is found and
not in the truth is a false one. A text has relatives only within its thousand, so that time per document can be compared between sizes.
"""

import argparse
import itertools
import json
import multiprocessing
import random
from pathlib import Path

PER_FILE = 1000
SCRIPTS = {
    "latin": "eeeeetttaaaooiinnssshhrrddlluccmfpgbvéà",
    "arabic": "اااالللييمموونننررتتبةعدسفقهكحجشصطخأإى",
    "han": "".join(map(chr, range(0x4E00, 0x4E00 + 3000))),
    "thai": "กขคงจชดตนบปผพมยรลวสหอาะเแไิีุู่้",
}
MIX = ["latin"] * 4 + ["arabic"] * 4 + ["han", "thai"]
VOCABULARY = 20_000


class Language:
    def __init__(self, script):
        choose = random.Random(f"vocabulary {script}")
        letters = SCRIPTS[script]
        self.space = "" if script in ("han", "thai") else " "
        self.words = []
        for rank in range(VOCABULARY):
            length = choose.randint(1, 2) if script == "han" else choose.randint(2, 4) + rank.bit_length() // 3
            self.words.append("".join(choose.choices(letters, k=length)))
        self.cumulative = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(VOCABULARY)))

    def draw(self, choose, count):
        return choose.choices(self.words, cum_weights=self.cumulative, k=count)

    def text(self, words):
        sentences = [self.space.join(words[at:at + 18]) for at in range(0, len(words), 18)]
        return "".join(sentence + (".\n\n" if i % 4 == 3 else ". ") for i, sentence in enumerate(sentences)).rstrip() + "\n"


def changed(words, language, choose):
    out = list(words)
    while out == words:
        left = max(1, int(choose.uniform(0.01, 0.15) * len(out)))
        while left > 0:
            run = min(left, choose.randint(1, 8))
            at = choose.randrange(len(out))
            out[at:at + run] = language.draw(choose, min(run, len(out) - at))
            left -= run
    return out


def bulletin(skeleton, choose):
    """The sentences of a bulletin with numbers of its own in every tenth place."""
    return [str(choose.randint(100, 99_999)) if i % 10 == 4 else word for i, word in enumerate(skeleton)]


def make_file(arguments):
    folder, number, count, seed = arguments
    choose = random.Random(f"{seed} {number}")
    languages = make_file.languages
    docs = []  # (script, words, root, kind): documents with one root are relatives
    bulletins = []  # (document, script, skeleton) without a sibling yet
    footers = {script: language.draw(random.Random(f"footer {seed} {number} {script}"), 40) for script, language in languages.items()}
    truth = []
    families = {}
    with open(Path(folder) / "docs" / f"{number:05}.jsonl", "w", encoding="utf-8") as out:
        for i in range(count):
            slot = i % 20
            script = choose.choice(MIX)
            root = None
            length = choose.randint(100, 500)
            if slot in (7, 13, 17) and i > 20:
                # Relatives of plain texts only, so that every other pair is a false one beyond doubt.
                origin = choose.choice([k for k, doc in enumerate(docs) if doc[3] == "text"])
                script, words, root, _ = docs[origin]
                if slot != 7:
                    words = changed(words, languages[script], choose)
                kind = "text"
            elif slot == 3:
                skeleton = languages[script].draw(choose, length)
                words, kind = bulletin(skeleton, choose), "bulletin"
                bulletins.append((i, script, skeleton))
            elif slot == 19:
                origin, script, skeleton = bulletins.pop(choose.randrange(len(bulletins)))
                words, kind = bulletin(skeleton, choose), "bulletin"
                truth.append((origin, i, "template"))
            else:
                words, kind = languages[script].draw(choose, length), "text"
                if slot in (1, 5, 9, 11):
                    words, kind = words + footers[script], "footer"
            root = i if root is None else root
            docs.append((script, words, root, kind))
            families.setdefault(root, []).append(i)
            out.write(json.dumps({"id": i, "text": languages[script].text(words)}, ensure_ascii=False) + "\n")
    for members in families.values():
        for a, b in itertools.combinations(members, 2):
            truth.append((a, b, "copy" if docs[a][1] == docs[b][1] else "version"))
    name = f"docs/{number:05}.jsonl#"

    def same(a, b):  # changes are made in place, so relatives are of one length
        return sum(x == y for x, y in zip(docs[a][1], docs[b][1])) / len(docs[a][1])

    return [f"{name}{a + 1}\t{name}{b + 1}\t{kind}\t{same(a, b):.4f}\n" for a, b, kind in sorted(truth)]


def start_worker():
    make_file.languages = {script: Language(script) for script in SCRIPTS}


def make_archive(folder, documents, seed=1, jobs=None):
    (Path(folder) / "docs").mkdir(parents=True)
    tasks = [(folder, n, min(PER_FILE, documents - n * PER_FILE), seed) for n in range(-(-documents // PER_FILE))]
    with multiprocessing.Pool(jobs, start_worker) as pool, open(Path(folder) / "truth.tsv", "w", encoding="utf-8") as truth:
        truth.write("a\tb\tkind\tsame\n")
        for lines in pool.imap(make_file, tasks):
            truth.writelines(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", metavar="DIR")
    parser.add_argument("--documents", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int)
    arguments = parser.parse_args()
    make_archive(arguments.folder, arguments.documents, arguments.seed, arguments.jobs)


if __name__ == "__main__":
    main()
