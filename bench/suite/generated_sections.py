"""The sections of bench/run that need no corpus but what bench/generate makes: scale, worst, peers."""

import json
import os
import shutil
import subprocess

import chart
import peer_programs
from measure import Report
from peer_programs import JACCARD, LEAST_EASY, PEERS

PER_FILE = 1000
SCRIPTS = "latin,accents,arabic,cyrillic,hebrew"  # those with spaces: every program's words are the same
LONG = 60  # seconds; what takes longer is run once
WORST = {"near-copies": 100_000, "footer": 1_000_000, "huge": 1000, "lines": 5_000_000, "equal": 1_000_000}  # huge: megabytes


def size_in_bytes(size):
    return float(size[:-1]) * 1024 ** ("KMGT".index(size[-1]) + 1) if size[-1] in "KMGT" else float(size)


class GeneratedSections:
    """Needs of its class: options, data, nuskha, folder, measure, scan, figure, at_least, at_most, sizes, note."""

    def __init__(self):
        self.times = {}  # program → [(documents, seconds)]
        self.recalls = {}  # program → (documents a second, recall), at the largest size that all peers were run at
        self.pictures = {}  # file name → SVG

    def tool(self, name):
        """A program of bench/, built."""
        if not hasattr(self, "tools"):
            self.tools = self.bench.parent / "build/bench/bench"
            subprocess.run([self.bench.parent / "dev", "generate", "--help"], check=True, stdout=subprocess.DEVNULL)
        return str(self.tools / name)

    def generated(self, name, *arguments, documents=0):
        def make(target):
            shutil.rmtree(target, ignore_errors=True)  # what a run that was ended has left
            subprocess.run([self.tool("generate"), str(target), *map(str, arguments)], check=True)
            files = list((target / "docs").iterdir())
            return documents or len(files), sum(path.stat().st_size for path in files)
        return self.folder(name, make)

    def archive(self, count):
        return self.generated(f"archive-{count}", "--documents", count, documents=count)

    def more_scan_options(self):
        return ["--memory", self.options.memory] if self.options.memory else []

    # -- scale

    def scale(self):
        """Time per document, memory, and what was found of what was planted, as the archive grows."""
        per_document, seconds = {}, 0
        for count in self.options.sizes:
            folder, name = self.archive(count), f"archive-{count}"
            runs = self.num_runs if seconds * 10 < LONG else 1
            (scanned,), (output,) = self.measure("scale", name, [self.scan(folder / "docs", "--join", "lsh", *self.more_scan_options())], runs=runs)
            seconds = scanned.wall
            judged = subprocess.run([self.tool("judge"), str(output), str(folder / "truth.tsv"), str(count), str(PER_FILE)], check=True, capture_output=True, text=True)
            output.unlink()
            found = json.loads(judged.stdout)
            per_document[count] = scanned.cpu / count
            alike = ", ".join(f"{likeness} {a} of {b}" for likeness, (a, b) in found["by_likeness"].items() if b)
            scanned.result = (f"recall {found['recall']:.4f} ({alike}; {found['named_templates']} named templates), {found['false_pairs']} false pairs, "
                              f"{found['false_equal']} false equals, {found['siblings_merged']} of {found['siblings']} template siblings taken for versions")
            self.figure(f"scale, {count:,} documents", 0, f"{1e6 * per_document[count]:.0f} µs CPU, {1e6 * scanned.wall / count:.0f} µs wall a document; {scanned.result}")
            self.at_least(f"scale, {count:,} documents: planted pairs with 0.80 of their places or more that are reported", found["recall_any"], 0.99, "")
            self.at_most(f"scale, {count:,} documents: reported pairs that aren't planted", found["false_pairs"] + found["false_equal"], 0, "")
            if self.options.memory:
                limit = size_in_bytes(self.options.memory) + 100e6 + 64 * count
                self.at_most(f"scale, {count:,} documents: peak memory with --memory {self.options.memory}", scanned.peak / 1e6, round(limit / 1e6), " MB")
            else:
                self.figure(f"scale, {count:,} documents: peak memory", scanned.peak, f"{scanned.peak / 1e6:.0f} MB, {scanned.peak / count:.0f} bytes a document")
        counts = list(per_document)
        for small, large in zip(counts, counts[1:]):
            self.at_most(f"scale, CPU a document at {large:,} against {small:,}", per_document[large] / per_document[small], 1.2)

    # -- worst

    def worst(self):
        """The worst cases at a quarter, a half and the whole of their size: linear?"""
        for name, whole in WORST.items():
            if self.options.quick:
                whole = max(4, whole // 100)
            seconds, size_option = {}, "--megabytes" if name == "huge" else "--documents"
            for part in (4, 2, 1):
                size = whole // part
                folder = self.generated(f"worst-{name}-{size}", "--worst", name, size_option, size, documents=1 if name == "huge" else size)
                more = ["--max-document", "4G"] if name == "huge" else []
                (scanned,), (output,) = self.measure("worst", folder.name, [self.scan(folder / "docs", *more, *self.more_scan_options())], runs=1)
                summary = Report.summary_of(output)
                output.unlink()
                scanned.result = f"{summary['documents']} documents, {summary['pairs']} pairs, {summary['families']} families, {summary['problems']} problems"
                seconds[size] = scanned.cpu
                unit = "MB" if name == "huge" else "document"
                self.figure(f"worst, {name}, {size:,}", 0, f"{1e6 * scanned.cpu / size:.1f} µs CPU a {unit}, {scanned.peak / 1e6:.0f} MB peak; {scanned.result}")
            self.at_most(f"worst, {name}: CPU a unit, whole against a quarter", seconds[whole] / whole / (seconds[whole // 4] / (whole // 4)), 1.5)

    # -- peers

    def peers(self):
        """Other programs for near-duplicates, wc and rg, on the same files; recall and precision against an exact join."""
        venv = self.data / "venv"
        failures = peer_programs.install(venv, self.note)
        python = venv / "bin/python"
        usable = []
        for peer in PEERS:
            if peer.package in failures:
                self.figure(f"{peer.name}: not run", 0, f"not installed: {failures[peer.package]}")
            elif self.is_set_up(python, peer):
                usable.append(peer)
        spent = {}  # program → (documents, seconds)
        for count in self.options.peer_sizes:
            self.compare_at(count, python, usable, spent)
        if self.recalls:
            self.pictures["recall.svg"] = chart.recall_chart(self.recalls, JACCARD, self.recall_documents)
        self.pictures["time.svg"] = chart.time_chart(self.times)

    def peer_folder(self, count):
        return self.generated(f"plain-{count}", "--documents", count, "--plain", "--scripts", SCRIPTS, documents=count)

    def peer_environment(self, jobs):
        return {"RAYON_NUM_THREADS": str(jobs), "OMP_NUM_THREADS": str(jobs), "TOKENIZERS_PARALLELISM": "false", "HF_HUB_OFFLINE": "1", "BENCH_SCRATCH": str(self.data),
                "LOGURU_LEVEL": "ERROR", "TQDM_DISABLE": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}

    def is_set_up(self, python, peer):
        """Whether it finds easy planted pairs; the ways that don't are named, and their figures not given."""
        folder, result = self.peer_folder(1000), self.data / "check.json"
        environment = {**os.environ, **self.peer_environment(1)}
        run = subprocess.run(peer_programs.command(python, peer.name, result, folder / "docs", 1), env=environment, capture_output=True, text=True)
        if run.returncode != 0:
            self.figure(f"{peer.name}: not run", 0, f"fails: {peer_programs.last_line(run.stderr)}")
            return False
        share = peer_programs.finds_planted(json.loads(result.read_text()), peer_programs.planted_easy(folder))
        self.figure(f"{peer.name}: easy planted pairs found", share, f"{share:.3f}", f"≥ {LEAST_EASY}", share >= LEAST_EASY)
        return share >= LEAST_EASY

    def exact_pairs(self, python, count, folder):
        done = self.data / f"exact-{count}.json"
        if not done.exists():
            self.note(f"exact join of {count} documents")
            subprocess.run([str(python), str(self.bench / "suite/exact_join.py"), str(done), str(folder / "docs"), str(JACCARD)], check=True)
        return {tuple(pair[:2]) for pair in json.loads(done.read_text())["pairs"]}

    def programs_at(self, count, python, folder, peers, spent):
        """{name: (command, jobs, where its answer is)}; leaves out what would take too long, and says so."""
        files = [str(path) for path in sorted((folder / "docs").iterdir())]
        cores = os.cpu_count()
        out = {"wc -w": (["wc", "-w", *files], 1, None), "rg -c .": (["rg", "-c", ".", str(folder / "docs")], cores, None)}
        for jobs in sorted({1, cores}):
            suffix = "" if jobs == 1 else f", {jobs} threads"
            out[f"nuskha{suffix}"] = (self.scan(folder / "docs", "--threshold", JACCARD, "--jobs", jobs), jobs, "report")
            for peer in peers:
                if jobs == 1 or peer.parallel:
                    result = self.data / f"{peer.name}-{jobs}.json"
                    out[f"{peer.name}{suffix}"] = (peer_programs.command(python, peer.name, result, folder / "docs", jobs), jobs, result)
        result = self.data / "tokenize.json"
        out["shingles alone, in Python"] = (peer_programs.command(python, "tokenize", result, folder / "docs", 1), 1, None)
        for name in [name for name in out if name in spent]:
            documents, seconds = spent[name]
            if seconds * count / documents > self.options.peer_limit:
                del out[name]
                self.figure(f"{name}, {count:,} documents: not run", 0, f"would take more than {self.options.peer_limit} s: {seconds:.0f} s at {documents:,}")
        return out

    def compare_at(self, count, python, peers, spent):
        folder = self.peer_folder(count)
        truth = self.exact_pairs(python, count, folder)
        programs = self.programs_at(count, python, folder, peers, spent)
        self.warm_files(folder / "docs")
        results = self.measure_named("peers", f"plain-{count}", {name: (command, self.peer_environment(jobs)) for name, (command, jobs, _) in programs.items()}, LONG)
        scores = {}
        for name, (_, _, answer) in programs.items():
            series, output = results[name]
            spent[name] = (count, series.wall)
            self.times.setdefault(name, []).append((count, series.wall))
            if answer is None:
                continue
            if answer == "report":
                firsts = {path.name: i * PER_FILE for i, path in enumerate(sorted((folder / "docs").iterdir()))}
                found = {"pairs": peer_programs.numbered_pairs(Report(output, folder / "docs"), firsts)}
                stages = ""
            else:
                found = json.loads(answer.read_text())
                stages = "; " + ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in found["seconds"].items())
            recall, precision, of = peer_programs.judged(found, truth)
            scores[name] = (recall, precision)
            series.result = f"recall {recall:.4f}, precision {precision:.4f} of {of}{stages}"
            self.figure(f"{name}, {count:,} documents", 0, f"{series.wall:.2f} s wall, {series.cpu:.2f} s CPU, {series.peak / 1e6:.0f} MB; {series.result}")
        self.recalls = {name: (count / results[name][0].wall, recall) for name, (recall, _) in scores.items()} if len(scores) >= len(self.recalls) // 2 else self.recalls
        self.recall_documents = count if len(scores) >= len(self.recalls) // 2 else self.recall_documents
        self.hold_against_peers(count, {name: results[name][0] for name in scores}, scores)

    def hold_against_peers(self, count, series, scores):
        cores = os.cpu_count()
        for jobs in sorted({1, cores}):
            suffix = "" if jobs == 1 else f", {jobs} threads"
            ours = f"nuskha{suffix}"
            rivals = {name: one for name, one in series.items() if not name.startswith("nuskha") and ("threads" in name) == (jobs > 1)}
            if jobs > 1:  # a program without threads of its own is compared as it is
                rivals.update({name: one for name, one in series.items() if not name.startswith("nuskha") and f"{name}{suffix}" not in series and "threads" not in name})
            for name in ("datasketch-update", "datasketch-batch"):
                if name in rivals:
                    self.at_least(f"{name} against {ours}, wall, {count:,} documents", rivals[name].wall / series[ours].wall, 100)
            if rivals:
                fastest = min(rivals, key=lambda name: rivals[name].wall)
                self.at_least(f"fastest peer ({fastest}) against {ours}, wall, {count:,} documents", rivals[fastest].wall / series[ours].wall, 10)
                for i, what in enumerate(("recall", "precision")):
                    best = max(rivals, key=lambda name: scores[name][i])
                    self.at_least(f"{what} of {ours}, {count:,} documents; the best peer's ({best}) is the goal", scores[ours][i], round(scores[best][i], 4), "")
