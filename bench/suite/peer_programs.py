"""Installs the programs that nuskha is compared with into a virtual environment, and says what each found."""

import csv
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SUITE = Path(__file__).resolve().parent
JACCARD = 0.7
EASY = 0.97  # planted pairs with this share of equal places: every program must find them
LEAST_EASY = 0.9


@dataclass
class Peer:
    name: str
    package: str  # as pip takes it
    parallel: str  # how its own parallel mode is asked for; empty: it has none
    more: tuple = ()  # what its MinHash needs, where its own list of needs is much longer


DATASETS = ("datasets", "click<9", "click-option-group", "regex", "rich<14", "ftfy", "bitarray", "psutil", "zstandard", "fire", "pybloom-live", "scipy", "xxhash<4", "tqdm")
TROVE = ("loguru", "humanize", "dill", "multiprocess", "fsspec", "huggingface-hub", "tokenizers", "numpy", "regex", "tqdm", "xxhash<4", "rich<14", "orjson")
PEERS = [
    Peer("datasketch-update", "datasketch==2.0.0", ""),
    Peer("datasketch-batch", "datasketch==2.0.0", ""),
    Peer("rensa", "rensa==0.5.0", "threads"),
    Peer("rensa-rho", "rensa==0.5.0", "threads"),
    Peer("gaoya", "gaoya==0.2.2", "threads"),
    Peer("text-dedup", "text-dedup==0.4.0", "num_proc", DATASETS),
    Peer("datatrove", "datatrove==0.10.1", "tasks", TROVE),
]


def last_line(output):
    lines = [line for line in output.strip().splitlines() if line.strip()]
    return lines[-1][:200] if lines else "no message"


def install(venv, note, peers=tuple(PEERS)):
    """Makes the environment. Gives why a package can't be had: {package: reason}."""
    python = venv / "bin/python"
    done = venv.parent / "venv.json"
    if done.exists():
        return json.loads(done.read_text())
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "numpy"], check=True)
    failures = {}
    for package, more in {peer.package: peer.more for peer in peers}.items():
        note(f"installing {package}")
        for arguments in ([package] if not more else ["--no-deps", package], more):
            if not arguments:
                continue
            result = subprocess.run([*pip, *arguments], capture_output=True, text=True)
            if result.returncode != 0:
                failures[package] = last_line(result.stderr)
    done.write_text(json.dumps(failures))
    return failures


def versions(python):
    """{package: version} of the peers that are installed."""
    listed = subprocess.run([python, "-m", "pip", "list", "--format", "json", "--disable-pip-version-check"], capture_output=True, text=True, check=True)
    wanted = {peer.package.split("==")[0] for peer in PEERS} | {"numpy"}
    return {one["name"]: one["version"] for one in json.loads(listed.stdout) if one["name"] in wanted}


def command(python, peer_name, result, folder, jobs):
    return [str(python), str(SUITE / "peer_pipelines.py"), peer_name, str(result), str(folder), str(JACCARD), str(jobs)]


def pairs_of(found):
    """The pairs that a peer says are near-duplicates. Groups say all of theirs."""
    if "groups" in found:
        return {(group[i], group[j]) for group in found["groups"] for i in range(len(group)) for j in range(i + 1, len(group))}
    return {tuple(sorted(pair)) for pair in found["pairs"]}


def planted_easy(folder):
    """Pairs of documents, by number, that are nearly the same."""
    lengths, firsts = {}, {}
    for path in sorted((folder / "docs").glob("*.jsonl")):
        firsts[f"docs/{path.name}"] = sum(lengths.values())
        with open(path, "rb") as lines:
            lengths[path.name] = sum(1 for _ in lines)

    def number(name):
        file, record = name.rsplit("#", 1)
        return firsts[file] + int(record) - 1

    with open(folder / "truth.tsv", encoding="utf-8") as rows:
        return {(number(row["a"]), number(row["b"])) for row in csv.DictReader(rows, delimiter="\t")
                if row["kind"] != "template" and float(row["same"]) >= EASY}


def judged(found, truth):
    """(recall, precision, what was judged) of an answer against the exact pairs: pairs, or documents where a peer only marks them."""
    if "marked" in found:
        marked, wanted = set(found["marked"]), {i for pair in truth for i in pair}
        return len(marked & wanted) / max(1, len(wanted)), len(marked & wanted) / max(1, len(marked)), "documents"
    pairs = pairs_of(found)
    return len(pairs & truth) / max(1, len(truth)), len(pairs & truth) / max(1, len(pairs)), "pairs"


def finds_planted(found, easy):
    """The share of easy planted pairs that it finds (of their documents, where it marks documents)."""
    if "marked" in found:
        wanted = {i for pair in easy for i in pair}
        return len(set(found["marked"]) & wanted) / max(1, len(wanted))
    return len(pairs_of(found) & easy) / max(1, len(easy))


def numbered_pairs(report, firsts):
    """All pairs of documents that a report of nuskha says have the Jaccard, those of equal texts among them."""
    def number(name):
        file, record = name.rsplit("#", 1)
        return firsts[Path(file).name] + int(record) - 1

    groups = {}
    names = {name for pair in report.pairs for name in pair}
    for name in names:
        groups.setdefault(report.group_of(name), []).append(number(name))
    pairs = {tuple(sorted((a, b))) for group in groups.values() for i, a in enumerate(group) for b in group[i + 1:]}
    for (a, b), record in report.pairs.items():
        if record["level"] is None and record["jaccard"] >= JACCARD:
            pairs.update(tuple(sorted((x, y))) for x in groups[report.group_of(a)] for y in groups[report.group_of(b)])
    return pairs
