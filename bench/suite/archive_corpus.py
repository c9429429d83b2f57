"""Makes a corpus for measuring archives: documents to index, documents to add later, and documents to check, with their truth.

make(folder, documents) gives

docs/00000.jsonl …     what is indexed: {"id", "date", "title", "text"}, 100 to 500 words by Zipf's law in Latin or Arabic letters, 2010 to 2025
more.jsonl             1,000 more of the same
one/00.jsonl …         20 documents to check, one in a file
check.jsonl            1,001 documents to check
truth.json             of each document to check: kind, members (documents of docs/ that are versions of it), outdated (whether its footer is an old wording)

Of each 20 documents of docs/: 1 copies an earlier text, 3 are versions of one (1 to 10 % of its words changed, in runs of 1 to 8 words), 2 are bulletins with
the same sentences and other numbers, 14 are texts of their own. Seven of ten end with the footer of one of documents / 500 organizations, each of which has
changed the wording of its footer twice. Of ten documents to check, 4 are versions of indexed texts, 4 are new, 1 is a copy and 1 the next bulletin of a
series; half of them in the footer of an organization, one of ten of those in a wording that was given up. Relatives are within one file.
"""

import bisect
import datetime
import itertools
import json
import multiprocessing
import random
from pathlib import Path

SCRIPTS = ("latin", "arabic")
LETTERS = {
    "latin": "eeeeetttaaaooiinnssshhrrddlluccmfpgbvéà",
    "arabic": "اااالللييمموونننررتتبةعدسفقهكحجشصطخأإى",
}
VOCABULARY = 20_000
TABLE = 1 << 19  # places among which words are drawn: a word has as many as its frequency says
FIRST_DAY = datetime.date(2010, 1, 1)
LAST_DAY = datetime.date(2025, 12, 31)
CHANGES_OF_FOOTERS = (datetime.date(2015, 3, 1), datetime.date(2020, 9, 1))
NUM_ONE, NUM_CHECKED, NUM_MORE = 20, 1001, 1000


class Language:
    def __init__(self, script):
        choose = random.Random(f"vocabulary {script}")
        letters = LETTERS[script]
        self.space = " "
        self.words = []
        for rank in range(VOCABULARY):
            length = choose.randint(2, 4) + rank.bit_length() // 3
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


class QuickLanguage(Language):
    """Draws from a table: twice as fast."""

    def __init__(self, script):
        super().__init__(script)
        step = self.cumulative[-1] / TABLE
        self.table = [self.words[bisect.bisect(self.cumulative, (i + 0.5) * step)] for i in range(TABLE)]

    def draw(self, choose, count):
        return choose.choices(self.table, k=count)


def num_files(documents):
    return max(1, documents // 10_000 if documents >= 100_000 else 10)


def footers(languages, count, seed):
    """Of each organization its script and three wordings."""
    choose = random.Random(f"footers {seed}")
    out = []
    for number in range(count):
        script = SCRIPTS[number % len(SCRIPTS)]
        wordings = [languages[script].draw(choose, choose.randint(30, 60))]
        while len(wordings) <= len(CHANGES_OF_FOOTERS):
            wording = list(wordings[-1])
            at, run = choose.randrange(len(wording) * 4 // 5), len(wording) // 5
            wording[at:at + run] = languages[script].draw(choose, run)
            wordings.append(wording)
        out.append((script, [languages[script].text(wording) for wording in wordings]))
    return out


class Writer:
    """Documents of one file, each a body under the footer of its day."""

    def __init__(self, choose, languages, organizations):
        self.choose, self.languages, self.organizations = choose, languages, organizations
        self.by_script = {script: [i for i, one in enumerate(organizations) if one[0] == script] for script in SCRIPTS}

    def organization(self, script, share):
        return self.choose.choice(self.by_script[script]) if self.choose.random() < share else None

    def record(self, number, script, words, organization, day, wording=None):
        text = self.languages[script].text(words)
        if organization is not None:
            era = bisect.bisect(CHANGES_OF_FOOTERS, day) if wording is None else wording
            text += "\n" + self.organizations[organization][1][era]
        title = self.languages[script].space.join(words[:6])
        return json.dumps({"id": number, "date": day.isoformat(), "title": title, "text": text}, ensure_ascii=False) + "\n"


def bulletin(skeleton, choose):
    return [str(choose.randint(100, 99_999)) if i % 10 == 4 else word for i, word in enumerate(skeleton)]


def make_file(arguments):
    """Writes one file of documents; gives some documents to check, with their truth."""
    path, name, count, num_checked, num_organizations, seed = arguments
    choose = random.Random(f"{seed} {name}")
    languages = make_file.languages
    writer = Writer(choose, languages, make_file.footers(num_organizations, seed))
    days = (LAST_DAY - FIRST_DAY).days
    docs = []  # script, words, root, organization, day; nothing for a bulletin
    skeletons, families, texts = [], {}, []
    with open(path, "w", encoding="utf-8") as out:
        for i in range(count):
            slot, script = i % 20, choose.choice(SCRIPTS)
            day = FIRST_DAY + datetime.timedelta(choose.randrange(days))
            organization, root = writer.organization(script, 0.7), i
            if slot in (7, 11, 13, 17) and texts:
                origin = choose.choice(texts)
                script, words, root, organization, day = docs[origin]
                if slot != 7:
                    words = changed(words, languages[script], choose)
                    day = min(LAST_DAY, day + datetime.timedelta(choose.randint(1, 60)))
                texts.append(i)
            elif slot in (3, 19):
                if slot == 3 or not skeletons:
                    skeletons.append((script, languages[script].draw(choose, choose.randint(100, 500)), organization))
                script, skeleton, organization = skeletons[-1]
                words = bulletin(skeleton, choose)
            else:
                words = languages[script].draw(choose, choose.randint(100, 500))
                texts.append(i)
            docs.append((script, words, root, organization, day))
            families.setdefault(root, []).append(i)
            out.write(writer.record(i, *docs[-1][:2], *docs[-1][3:]))
    checked = []
    for i in range(num_checked):
        slot = i % 10
        members, outdated, script = [], False, choose.choice(SCRIPTS)
        if slot in (0, 2, 4, 6, 8):  # a relative of an indexed text
            script, words, root, organization, day = docs[choose.choice(texts)]
            members = [f"docs/{name}.jsonl#{member + 1}" for member in families[root]]
            kind = "copy" if slot == 8 else "version"
            if kind == "version":
                words = changed(words, languages[script], choose)
        elif slot == 9 and skeletons:
            script, skeleton, organization = choose.choice(skeletons)
            words, kind = bulletin(skeleton, choose), "template"
        else:
            words, kind = languages[script].draw(choose, choose.randint(100, 500)), "new"
            organization = writer.organization(script, 0.5)
        wording = None
        if kind != "copy":
            day = LAST_DAY + datetime.timedelta(choose.randint(1, 300))
            outdated = organization is not None and choose.random() < 0.1
            wording = choose.randint(0, 1) if outdated else None
        checked.append((writer.record(i, script, words, organization, day, wording), {"kind": kind, "members": members, "outdated": outdated}))
    return checked


def start_worker():
    make_file.languages = {script: QuickLanguage(script) for script in SCRIPTS}
    made = {}

    def footers_of(count, seed):
        if (count, seed) not in made:
            made[count, seed] = footers(make_file.languages, count, seed)
        return made[count, seed]

    make_file.footers = footers_of


def make(folder, documents, seed=1, jobs=None):
    folder = Path(folder)
    (folder / "docs").mkdir(parents=True)
    (folder / "one").mkdir()
    count = num_files(documents)
    each = documents // count
    num_organizations = max(2, documents // 500)
    num_checked = -(-(NUM_ONE + NUM_CHECKED) // count // 10) * 10
    tasks = [(folder / f"docs/{n:05}.jsonl", f"{n:05}", each, num_checked, num_organizations, seed) for n in range(count)]
    tasks.append((folder / "more.jsonl", "more", NUM_MORE, 0, num_organizations, seed))
    with multiprocessing.Pool(jobs, start_worker) as pool:
        made = pool.map(make_file, tasks, chunksize=1)
    checked = list(itertools.chain.from_iterable(itertools.zip_longest(*made)))  # of each file some
    checked = [one for one in checked if one is not None]
    random.Random(f"order {seed}").shuffle(checked)
    truth = {}
    for i, (line, known) in enumerate(checked[:NUM_ONE]):
        (folder / f"one/{i:02}.jsonl").write_text(line, encoding="utf-8")
        truth[f"one/{i:02}.jsonl#1"] = known
    with open(folder / "check.jsonl", "w", encoding="utf-8") as out:
        for i, (line, known) in enumerate(checked[NUM_ONE:NUM_ONE + NUM_CHECKED], 1):
            out.write(line)
            truth[f"check.jsonl#{i}"] = known
    (folder / "truth.json").write_text(json.dumps(truth, indent=0), encoding="utf-8")
    files = sorted((folder / "docs").iterdir())
    return each * count, sum(file.stat().st_size for file in files)
