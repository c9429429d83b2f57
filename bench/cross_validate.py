#!/usr/bin/env python3
"""Cross-validates the constants of the verdict: chooses each on all labelled sets but one, and scores the one left out.

usage: bench/cross_validate.py --corpora DIR --evaluate SCRIPT [--out DIR] [--work DIR] [--no-joint]

  --corpora DIR      holds the folders named in SCORES, each with docs/ and labels/
  --evaluate SCRIPT  compares a result with the labels: `SCRIPT CORPUS RESULT.jsonl --json` (docs/accuracy.md)
  --out DIR          where README.md and raw.csv go             [bench/runs/DATE-cross-validation]
  --work DIR         keep the copy of the sources and its build; rows of raw.csv in --out are then not measured
                     again                                      [a temporary folder, removed]
  --no-joint         one constant at a time only

Constants are changed in a copy of the sources, which is built anew each time: one constant at a time, each value of CONSTANTS. For each
set left out, the best value of each is the one with the highest mean score of the other sets, the default if none gains .0003. "Joint"
changes all of them: for each set left out, those that gain on the others, most gain first, each kept if the mean of the others still
rises by it. What the set left out then scores, beside its score by the default, is the honest figure.

One score a set, 1 is best:

  debian-press    pair F1 − 10 × siblings merged − translations merged (most of these are untranslated copies)
  ms-help-ar, licenses, quran, stemma    pair F1
  saudi-news      mean of three: the shares of reference pairs found, and those said to be one document, each the mean of the four
                  bands (J ≥ .9, .7–.9, .5–.7, contained); and the share of reported one-document pairs in the reference
  clough-answers  mean share found of the levels cut, light and heavy − share of false alarms
"""

import argparse
import csv
import datetime
import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import mean

ROOT = Path(__file__).resolve().parent.parent
COPIED = ["CMakeLists.txt", "CMakePresets.json", "cmake", "include", "src"]
LEAST_GAIN = 0.0003  # of the mean of the other sets, two thousandths of one of them; less is a tie

VERDICT = "src/match/verdict.cpp"


def verdict(name, type_="double"):
    return VERDICT, f"constexpr {type_} {name} = {{}};"


# name → (default, other values, (file, text with {} for the value, the text that stands there if it isn't that of the default), …)
CONSTANTS = {
    "least_rare_share": (0.087, [0.075, 0.08, 0.095, 0.11], verdict("least_rare_share"),
                         ("src/match/exact_join.cpp", "survives / (2 - survives), .rare = {}};", "survives / (2 - survives)};")),
    "least_share_of_threshold": (0.8, [0.75, 0.85, 0.9], verdict("least_share_of_threshold")),
    "most_clustering_of_reworded": (2.4, [1.8, 2.1, 2.8], verdict("most_clustering_of_reworded")),
    "least_moved_of_reworded": (0.08, [0.06, 0.07, 0.1], verdict("least_moved_of_reworded")),
    "least_words_contained": (0.9, [0.8, 0.85, 0.95], verdict("least_words_contained")),
    "most_common_numbers_of_many": (0.5, [0.4, 0.6], verdict("most_common_numbers_of_many")),
    "most_jaccard_of_table": (0.6, [0.5, 0.65, 0.7], verdict("most_jaccard_of_table")),
    "least_body_similarity": (0.5, [0.4, 0.55, 0.6], verdict("least_body_similarity")),
    "least_passage": (16, [14, 18, 20], verdict("least_passage", "std::size_t")),
    "least_mean (families)": (0.5, [0.4, 0.6], ("src/family/group.cpp", "link.sum >= {} *", "link.sum >= least_mean *")),
    "least_recurrences (boilerplate)": (3, [2, 4], ("src/match/boilerplate.cpp", "std::size_t out = {};")),
    # An option of the command line; rewording ends above its default: the two move together.
    "threshold": (0.7, [0.65, 0.75], verdict("most_threshold_of_reworded")),
}


def score_debian(r):
    return r["clusters"]["f1"] - 10 * r["template siblings merged"][0] - r["translations merged"][0]


def score_f1(r):
    return r["clusters"]["f1"]


def score_saudi(r):
    reference = dict(r["similar.tsv"])
    in_reference = reference.pop("reported pairs in the reference")[0]
    reference.pop("weaker")
    return mean([mean(b[0] for b in reference.values()), mean(b[1] for b in reference.values()), in_reference])


def score_clough(r):
    found = r["found by level (non = must not be)"]
    return mean(found[level][0] for level in ("cut", "light", "heavy")) - found["non"][0]


SCORES = {
    "debian-press": score_debian,
    "ms-help-ar": score_f1,
    "saudi-news": score_saudi,
    "quran": score_f1,
    "licenses": score_f1,
    "stemma": score_f1,
    "clough-answers": score_clough,
}


def note(text):
    print(f"cross_validate: {text}", file=sys.stderr, flush=True)


def text_of(config):
    return ";".join(f"{name}={config[name]}" for name in CONSTANTS if name in config) or "default"


class Bench:
    """Scores of configurations (constant → value, the default where it isn't named)."""

    def __init__(self, options, work, raw):
        self.options, self.work, self.raw = options, work, raw
        self.scores = {}  # text of the configuration → set → score
        if raw.exists():
            with open(raw, newline="") as file:
                for row in csv.DictReader(file):
                    self.scores.setdefault(row["changed"], {})[row["set"]] = float(row["score"])
        else:
            raw.write_text("changed,set,score\n")
        for name in COPIED:
            self.copy(ROOT / name)
        subprocess.run(["cmake", "--preset", "release", "-B", "build", "-DNUSKHA_BUILD_TESTS=OFF"], cwd=work, check=True,
                       stdout=subprocess.DEVNULL)

    def copy(self, path):
        if path.is_dir():
            for inner in path.iterdir():
                self.copy(inner)
        else:
            self.write(path.relative_to(ROOT), path.read_text())

    def write(self, name, text):
        """Leaves files alone that don't change, so that little is compiled."""
        path = self.work / name
        if not path.exists() or path.read_text() != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def build(self, config):
        texts = {}
        for name, (default, _, *places) in CONSTANTS.items():
            for file, line, *stands in places:
                text = texts.setdefault(file, (ROOT / file).read_text())
                old = stands[0] if stands else line.replace("{}", str(default))
                if text.count(old) != 1:
                    sys.exit(f"cross_validate: '{old}' should stand once in {file}")
                if name in config:
                    texts[file] = text.replace(old, line.replace("{}", str(config[name])))
        for file, text in texts.items():
            self.write(file, text)
        subprocess.run(["cmake", "--build", "build", "--target", "nuskha_cli", "--parallel", "1"], cwd=self.work, check=True,
                       stdout=subprocess.DEVNULL)

    def score(self, name, threshold):
        corpus = Path(self.options.corpora).resolve() / name
        result = self.work / f"{name}.jsonl"
        with open(result, "wb") as file:
            subprocess.run([self.work / "build/nuskha", "scan", "docs", "--format", "jsonl", "--no-timing", "--jobs", "1", "--threshold",
                            str(threshold)], cwd=corpus, stdout=file, stderr=subprocess.DEVNULL)  # some documents have problems: status 1
        out = subprocess.run([sys.executable, self.options.evaluate, corpus, result, "--json"], capture_output=True, text=True, check=True)
        return SCORES[name](json.loads(out.stdout))

    def measure(self, config):
        text = text_of(config)
        if text not in self.scores:
            self.build(config)
            with ThreadPoolExecutor(2) as pool:
                threshold = config.get("threshold", CONSTANTS["threshold"][0])
                self.scores[text] = dict(zip(SCORES, pool.map(lambda name: self.score(name, threshold), SCORES)))
            with open(self.raw, "a") as file:
                file.writelines(f"{text},{name},{score:.6f}\n" for name, score in self.scores[text].items())
            note(f"{text}: " + " ".join(f"{s:.4f}" for s in self.scores[text].values()))
        return self.scores[text]


def mean_without(scores, left_out):
    return mean(score for name, score in scores.items() if name != left_out)


def best_value(bench, name, left_out):
    """The best value on the other sets, and what it gains there."""
    gain, value = 0.0, CONSTANTS[name][0]
    default = mean_without(bench.measure({}), left_out)
    for other in CONSTANTS[name][1]:
        this = mean_without(bench.measure({name: other}), left_out) - default
        if this > max(gain, LEAST_GAIN):
            gain, value = this, other
    return gain, value


def choose_jointly(bench, left_out):
    chosen = {}
    singles = {name: best_value(bench, name, left_out) for name in CONSTANTS}
    for name in sorted(CONSTANTS, key=lambda n: -singles[n][0]):
        gain, value = singles[name]
        trial = {**chosen, name: value}
        if gain > 0 and mean_without(bench.measure(trial), left_out) > mean_without(bench.measure(chosen), left_out) + LEAST_GAIN:
            chosen = trial
    return chosen


def table(header, rows):
    lines = [header, ["---"] * len(header), *rows]
    return "".join("| " + " | ".join(map(str, line)) + " |\n" for line in lines) + "\n"


def figure(x):
    return f"{x:.4f}".removeprefix("0") if x < 1 else "1.0"


def signed(x):
    return "·" if abs(x) < 0.00005 else f"{x:+.4f}".replace("0.", ".", 1)


def report(bench, joint):
    default = bench.measure({})
    out = "## One constant changed\n\nChange of each set's score; · is no change.\n\n"
    rows = []
    for name, (standard, values, *_) in CONSTANTS.items():
        for value in values:
            scores = bench.measure({name: value})
            changes = [signed(scores[s] - default[s]) for s in SCORES]
            rows.append([f"`{name}`", standard, value, *changes, signed(mean(scores.values()) - mean(default.values()))])
    rows.append(["score by the default", "", "", *(figure(default[s]) for s in SCORES), figure(mean(default.values()))])
    out += table(["constant", "default", "value", *SCORES, "mean"], rows)

    out += "## Tuned without a set, scored on it\n\nOne constant at a time: the value chosen on the other sets, and the change of the set left out. · keeps the default.\n\n"
    rows = []
    for name, (standard, *_) in CONSTANTS.items():
        row, changes = [f"`{name}` ({standard})"], []
        for left_out in SCORES:
            _, value = best_value(bench, name, left_out)
            changes.append(bench.measure({name: value})[left_out] - default[left_out] if value != standard else 0)
            row.append("·" if value == standard else f"{value}: {signed(changes[-1]) if abs(changes[-1]) >= 0.00005 else '0'}")
        rows.append([*row, signed(mean(changes))])
    out += table(["constant", *SCORES, "mean"], rows)

    if joint:
        out += "## Jointly\n\n"
        rows, tuned = [], {}
        for left_out in SCORES:
            chosen = choose_jointly(bench, left_out)
            scores = bench.measure(chosen)
            tuned[left_out] = scores[left_out]
            others = mean_without(scores, left_out) - mean_without(default, left_out)
            rows.append([left_out, figure(scores[left_out]), figure(default[left_out]), signed(scores[left_out] - default[left_out]),
                         signed(others), ", ".join(f"`{n}` {v}" for n, v in chosen.items()) or "defaults"])
        rows.append(["mean", figure(mean(tuned.values())), figure(mean(default.values())),
                     signed(mean(tuned.values()) - mean(default.values())), "", ""])
        out += table(["left out", "tuned without it", "default", "change", "change of the others' mean", "chosen"], rows)
    return out


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1].removeprefix("usage: "))
    parser.add_argument("--corpora", required=True)
    parser.add_argument("--evaluate", required=True)
    parser.add_argument("--out")
    parser.add_argument("--work")
    parser.add_argument("--no-joint", action="store_true")
    options = parser.parse_args()
    options.evaluate = str(Path(options.evaluate).resolve())
    out = Path(options.out or ROOT / "bench/runs" / f"{datetime.date.today()}-cross-validation").resolve()
    out.mkdir(parents=True, exist_ok=True)
    raw = out / "raw.csv"
    if not options.work and raw.exists():
        raw.unlink()
    with tempfile.TemporaryDirectory() as temporary:
        bench = Bench(options, Path(options.work or temporary).resolve(), raw)
        (out / "README.md").write_text(
            "# Cross-validation of the verdict's constants\n\n"
            "    bench/cross_validate.py --corpora $CORPORA --evaluate evaluate.py\n\n"
            "The scores and the procedure: the head of that script. Every score: raw.csv. Reading: docs/accuracy.md, “Cross-validation”.\n\n"
            + report(bench, not options.no_joint).rstrip() + "\n")
    note(f"wrote {out / 'README.md'}")


if __name__ == "__main__":
    main()
