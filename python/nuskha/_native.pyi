"""The native part of nuskha. Private: use the functions of the package."""

from collections.abc import Iterator, Sequence


class ScanOptions:
    """What a scan is to find, and how much of the machine it takes."""

    def __init__(self) -> None: ...

    @property
    def threshold(self) -> float: ...

    @threshold.setter
    def threshold(self, arg: float, /) -> None: ...

    @property
    def miss_rate(self) -> float: ...

    @miss_rate.setter
    def miss_rate(self, arg: float, /) -> None: ...

    @property
    def join(self) -> str: ...

    @join.setter
    def join(self, arg: str, /) -> None: ...

    @property
    def level(self) -> str: ...

    @level.setter
    def level(self, arg: str, /) -> None: ...

    @property
    def keep_boilerplate(self) -> bool: ...

    @keep_boilerplate.setter
    def keep_boilerplate(self, arg: bool, /) -> None: ...

    @property
    def boilerplate_places(self) -> bool: ...

    @boilerplate_places.setter
    def boilerplate_places(self, arg: bool, /) -> None: ...

    @property
    def jobs(self) -> int: ...

    @jobs.setter
    def jobs(self, arg: int, /) -> None: ...

    @property
    def memory_bytes(self) -> int: ...

    @memory_bytes.setter
    def memory_bytes(self, arg: int, /) -> None: ...

    @property
    def temp_dir(self) -> bytes: ...

    @temp_dir.setter
    def temp_dir(self, arg: bytes, /) -> None: ...

    @property
    def work_dir(self) -> bytes: ...

    @work_dir.setter
    def work_dir(self, arg: bytes, /) -> None: ...

    @property
    def timing(self) -> bool: ...

    @timing.setter
    def timing(self, arg: bool, /) -> None: ...

class InputLimits:
    """What reading one file may take."""

    def __init__(self) -> None: ...

    @property
    def document_bytes(self) -> int: ...

    @document_bytes.setter
    def document_bytes(self, arg: int, /) -> None: ...

    @property
    def expansion(self) -> int: ...

    @expansion.setter
    def expansion(self, arg: int, /) -> None: ...

    @property
    def nesting(self) -> int: ...

    @nesting.setter
    def nesting(self, arg: int, /) -> None: ...

    @property
    def members(self) -> int: ...

    @members.setter
    def members(self, arg: int, /) -> None: ...

    @property
    def pdf_seconds(self) -> int: ...

    @pdf_seconds.setter
    def pdf_seconds(self, arg: int, /) -> None: ...

    @property
    def pdf_memory(self) -> int: ...

    @pdf_memory.setter
    def pdf_memory(self, arg: int, /) -> None: ...

class InputOptions:
    """Which files are read, and how."""

    def __init__(self) -> None: ...

    @property
    def include(self) -> list[str]: ...

    @include.setter
    def include(self, arg: Sequence[str], /) -> None: ...

    @property
    def exclude(self) -> list[str]: ...

    @exclude.setter
    def exclude(self, arg: Sequence[str], /) -> None: ...

    @property
    def hidden(self) -> bool: ...

    @hidden.setter
    def hidden(self, arg: bool, /) -> None: ...

    @property
    def ignore_files(self) -> bool: ...

    @ignore_files.setter
    def ignore_files(self, arg: bool, /) -> None: ...

    @property
    def follow_links(self) -> bool: ...

    @follow_links.setter
    def follow_links(self, arg: bool, /) -> None: ...

    @property
    def file_times(self) -> bool: ...

    @file_times.setter
    def file_times(self, arg: bool, /) -> None: ...

    @property
    def text_field(self) -> str: ...

    @text_field.setter
    def text_field(self, arg: str, /) -> None: ...

    @property
    def id_field(self) -> str: ...

    @id_field.setter
    def id_field(self, arg: str, /) -> None: ...

    @property
    def limits(self) -> InputLimits: ...

    @limits.setter
    def limits(self, arg: InputLimits, /) -> None: ...

def scan_paths(paths: Sequence[bytes], input: InputOptions, options: ScanOptions, progress: object | None) -> bytes:
    """Scans files and folders; gives the records as JSON Lines."""

def scan_records(records: Iterator, options: ScanOptions, progress: object | None) -> bytes:
    """Scans pairs (id, text); gives the records as JSON Lines."""

def check_paths(paths: Sequence[bytes], against: bytes, input: InputOptions, options: ScanOptions, progress: object | None) -> bytes:
    """Checks files and folders; gives the records as JSON Lines."""

def check_records(records: Iterator, against: bytes, input: InputOptions, options: ScanOptions, progress: object | None) -> bytes:
    """Checks pairs (id, text); gives the records as JSON Lines."""

def is_archive(path: bytes) -> bool:
    """True if a file begins as an archive does."""

def change_archive(action: str, archive: bytes, paths: Sequence[bytes], settings: dict, input: InputOptions, defer: bool, jobs: int, progress: object | None) -> dict:
    """
    Adds to an archive, updates it or removes from it; gives what was done.
    """

def archive_report(archive: bytes, jobs: int) -> bytes:
    """What a scan of an archive's documents reports, as JSON Lines."""

def archive_info(archive: bytes) -> dict:
    """What is in an archive."""

def archive_damage(archive: bytes, jobs: int) -> list:
    """What is damaged in an archive."""

class DiffReport:
    """Two texts and what changed between them."""

    def page(self, format: str) -> bytes:
        """As json, text or html."""

    @property
    def has_differences(self) -> bool: ...

def diff(old: object, new: object, input: InputOptions, ignore: Sequence[str], only: Sequence[str]) -> DiffReport:
    """
    What changed from one document to another; each is a name (bytes) or (id, text).
    """

def explain(a: object, b: object, archive: Sequence[bytes], input: InputOptions, options: ScanOptions) -> dict:
    """
    Why two documents are related, or not; each is a name (bytes) or (id, text).
    """

def normalize_texts(texts: list, level: str, jobs: int) -> list:
    """Each text at a level."""

def bands_for(threshold: float, miss_rate: float) -> tuple[int, int]:
    """Bands and rows in a band that a scan with these options takes."""

class Texts:
    """Texts as a scan keeps them. Immutable; any thread may use it."""

    def __init__(self, texts: list, level: str, jobs: int) -> None: ...

    def __len__(self) -> int: ...

    def word_counts(self) -> bytes:
        """uint64 for each text, little-endian."""

    def hashes(self, level: str) -> bytes:
        """128 bits for each text, low half first, little-endian."""

    def sketches(self, num_values: int) -> bytes:
        """uint32 [texts, num_values], row by row."""

    def band_keys(self, threshold: float, miss_rate: float) -> bytes:
        """uint32 [texts, bands], row by row."""

    def compare(self, pairs: Sequence[tuple[int, int]], threshold: float) -> list:
        """
        For each pair None, or (relation, level, similarity, jaccard, containment_a, containment_b).
        """

class parts:
    """The stages of a scan on parts of an archive."""

    @staticmethod
    def digest(ids: list, texts: list, level: str) -> list:
        """Of each (id, text) what a scan keeps of it: bytes, words included."""

    @staticmethod
    def text_keys(digests: list, level: str) -> tuple:
        """
        Of digests two lists: 17 bytes, equal for equal texts, and the number of words.
        """

    @staticmethod
    def document_records(digests: list) -> list:
        """Of each digest the document's record, JSON as a report has it."""

    BYTES_OF_PAIR: int = ...

    @staticmethod
    def noise_words(ids: list, digests: list, families: bytes, num_words: int, num_shards: int) -> list:
        """
        Words of a part by shard, each of one family or of many. families: a byte for each text by id, the rank of its family modulo 254.
        """

    @staticmethod
    def noise_answers(blobs: list, num_words: int, num_shards: int) -> list:
        """
        At a shard: for each blob of noise_words bits that say which of its words are odd.
        """

    @staticmethod
    def noise_keys(ids: list, digests: list, shards: list, bits: list, num_words: int, num_shards: int) -> tuple:
        """
        With the answers of the shards: (facts, keys of noisy texts, whole keys by shard, all keys by shard).
        """

    @staticmethod
    def noise_join(whole_keys: list, keys: list, num_keys: int, texts_per_part: int) -> tuple:
        """
        At a shard: (pairs of texts that share rare keys, rare keys of noisy texts), by part.
        """

    @staticmethod
    def noise_known(pairs: list, texts_per_part: int) -> tuple:
        """
        Known pairs by the part of the first: (those that share a passage, the others).
        """

    @staticmethod
    def noise_first(facts: bytes, pairs: list, rare: list, known_passages: list, known_others: list, texts_per_part: int) -> tuple:
        """
        At the part of the first text: (pairs that share keys, known pairs), by the part of the second.
        """

    @staticmethod
    def noise_second(facts: bytes, rare: list, joined: list, known: list) -> list:
        """
        At the part of the second text: tasks of (candidates, pairs to compare by letters, texts needed).
        """

    @staticmethod
    def noise_filter(ids: list, digests: list, candidates: bytes, threshold: float) -> bytes:
        """The candidates whose letters are to be compared, as pairs."""

    @staticmethod
    def noise_compare(ids: list, digests: list, raw_ids: list, raw_texts: list, passages: list, pairs: list, level: str, threshold: float) -> list:
        """
        The damaged copies among pairs: (first text, pair). raw_texts: UTF-8 of the texts that could be read.
        """

    @staticmethod
    def first_days(texts: list, digests: list, holder_ids: list, holders: list) -> list:
        """
        The earliest date of the documents that have each text, '' if none has any.
        """

    @staticmethod
    def is_day_of_editions(families_of_day: int, families: int) -> bool:
        """Whether the families of a day count as one for boilerplate."""

    @staticmethod
    def least_in_tails(num_sources: int) -> int:
        """
        Sources that an item must stand in at least to be boilerplate; 0 if that can't be.
        """

    @staticmethod
    def count_items(texts: list, digests: list, source_ids: list, sources: list, num_words: int, num_shards: int) -> tuple:
        """
        (shard, counters) and (shard, items of shared sources) of a part's boilerplate items.
        """

    @staticmethod
    def count_shared_items(messages: list, num_words: int, num_shards: int) -> list:
        """(shard, counters) of the distinct items of each source."""

    @staticmethod
    def count_shingles(texts: list, digests: list, num_shards: int) -> list:
        """(shard, counts) of a part's shingles."""

    @staticmethod
    def least_texts_of_common_shingle() -> int:
        """Texts that hold a shingle at least that isn't rare."""

    @staticmethod
    def reached_keys(messages: list, num_asking: int, least: int) -> list:
        """Of each of the first messages the keys that count enough in all."""

    @staticmethod
    def find_boilerplate(texts: list, digests: list, answers: list, num_words: int, num_shards: int, num_sources: int) -> list:
        """(text, passages) of texts with boilerplate."""

    @staticmethod
    def find_rare_shingles(texts: list, digests: list, answers: list) -> list:
        """(text, bits) of all texts: which of its shingles few texts hold."""

    @staticmethod
    def cut_passages(texts: list, digests: list, holder_ids: list, holders: list, passage_ids: list, passages: list, source_ids: list, sources: list, num_shards: int) -> tuple:
        """
        (group, pieces) of recurring and of repeated passages, and (group * num_shards + shard, counts).
        """

    @staticmethod
    def total_pieces(messages: list) -> list:
        """To each message the counts of all."""

    @staticmethod
    def collect_wordings(pieces: list, totals: list, group: int, num_shards: int) -> tuple:
        """(shard, wordings) of a part's pieces, and the same of who holds them."""

    @staticmethod
    def merge_wordings(messages: list) -> list:
        """The wordings of all messages, each once."""

    @staticmethod
    def place_wordings(messages: list, num_shards: int) -> tuple:
        """
        (shard, families of wordings) by wording, and (shard, variants) by family.
        """

    @staticmethod
    def deal_holders(held: list, placed: list, num_shards: int) -> list:
        """(shard, holders) by family."""

    @staticmethod
    def join_families(variants: list, holders: list, group: int) -> list:
        """
        (family, documents, examples, bytes) of families that stand in enough sources.
        """

    @staticmethod
    def quote_passages(raw_text: bytes, level: str, places: list) -> list:
        """
        The source of passages (begin, end) of a document; empty where it has changed.
        """

    @staticmethod
    def boilerplate_record(family: bytes, texts: dict, group: int, id: int) -> bytes:
        """A record of the report, JSON."""

    @staticmethod
    def num_bands(threshold: float, miss_rate: float) -> int: ...

    @staticmethod
    def num_words(digests: list) -> int:
        """Of all of them together."""

    @staticmethod
    def deal_bands(ids: list, digests: list, threshold: float, miss_rate: float, splits: int) -> list:
        """Band keys of texts, by shard."""

    @staticmethod
    def join_bands(shard: int, blobs: list, cut: bytes, threshold: float, miss_rate: float, splits: int, num_shards: int) -> tuple:
        """Pairs by shard of the first text, and (number, texts) of hot buckets."""

    @staticmethod
    def band_keys(ids: list, digests: list, threshold: float, miss_rate: float) -> list:
        """(id, keys in all bands) of each text."""

    @staticmethod
    def link_hot(buckets: Sequence[tuple[int, bytes]], ids: list, keys: list, threshold: float, miss_rate: float, splits: int, num_shards: int) -> tuple:
        """
        Pairs by shard of the first text, (id, leader) of each text in hot buckets, and these by shard of bands.
        """

    @staticmethod
    def deal_anchors(ids: list, digests: list, num_shards: int) -> list: ...

    @staticmethod
    def join_anchors(blobs: list, num_shards: int) -> list: ...

    @staticmethod
    def make_tasks(pairs: list, anchored: list, most_candidates: int) -> list:
        """(candidates, needed texts) of each task."""

    @staticmethod
    def verify(ids: list, digests: list, candidates: bytes, threshold: float) -> bytes: ...

    @staticmethod
    def edges(pairs: list) -> bytes:
        """Of pairs that say "one document": u64 a, u64 b, f64 strength."""

    @staticmethod
    def compare_bodies(ids: list, digests: list, candidates: bytes, known: list, passage_ids: list, passages: list, rare_ids: list, rare: list, threshold: float, keep_boilerplate: bool, is_whole: bool) -> tuple:
        """Pairs, and those of the same bodies."""

    @staticmethod
    def group_families(edges: bytes, cut: bytes) -> list:
        """(text, family, texts in it), alone ones left out."""

    @staticmethod
    def fill_form(ids: list, digests: list, pairs: bytes) -> list:
        """(text, filling) of a family with a form."""

    @staticmethod
    def mark_pairs(pairs: list, filled_ids: list, filled: list, same_bodies: bytes) -> bytes: ...

    @staticmethod
    def split_pairs(pairs: list) -> list:
        """(a, b, bytes, whether it says "one document") of each."""

    @staticmethod
    def deal_documents(numbers: list, digests: list, level: str, num_shards: int) -> list: ...

    @staticmethod
    def group_documents(blobs: list, level: str) -> list:
        """(numbers, facts) of each distinct text."""

    @staticmethod
    def first_facts(facts: bytes) -> bytes: ...

    @staticmethod
    def copy_records(ids: list, facts: list, in_families: bytes) -> tuple: ...

    @staticmethod
    def pair_records(ids: list, facts: list, pairs: list) -> list: ...

    @staticmethod
    def family_record(ids: list, digests: list, facts_ids: list, facts: list, pairs: list) -> list: ...
