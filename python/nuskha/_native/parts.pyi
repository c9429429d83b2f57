"""The stages of a scan on parts of an archive."""

from collections.abc import Sequence


BYTES_OF_PAIR: int = 108

def noise_words(ids: list, digests: list, families: bytes, num_words: int, num_shards: int) -> list:
    """
    Words of a part by shard, each of one family or of many. families: a byte for each text by id, the rank of its family modulo 254.
    """

def noise_answers(blobs: list, num_words: int, num_shards: int) -> list:
    """
    At a shard: for each blob of noise_words bits that say which of its words are odd.
    """

def noise_keys(ids: list, digests: list, shards: list, bits: list, num_words: int, num_shards: int) -> tuple:
    """
    With the answers of the shards: (facts, keys of noisy texts, whole keys by shard, all keys by shard).
    """

def noise_join(whole_keys: list, keys: list, num_keys: int, texts_per_part: int) -> tuple:
    """
    At a shard: (pairs of texts that share rare keys, rare keys of noisy texts), by part.
    """

def noise_known(pairs: list, texts_per_part: int) -> tuple:
    """
    Known pairs by the part of the first: (those that share a passage, the others).
    """

def noise_first(facts: bytes, pairs: list, rare: list, known_passages: list, known_others: list, texts_per_part: int) -> tuple:
    """
    At the part of the first text: (pairs that share keys, known pairs), by the part of the second.
    """

def noise_second(facts: bytes, rare: list, joined: list, known: list) -> list:
    """
    At the part of the second text: tasks of (candidates, pairs to compare by letters, texts needed).
    """

def noise_filter(ids: list, digests: list, candidates: bytes, threshold: float) -> bytes:
    """The candidates whose letters are to be compared, as pairs."""

def noise_compare(ids: list, digests: list, raw_ids: list, raw_texts: list, passages: list, pairs: list, level: str, threshold: float) -> list:
    """
    The damaged copies among pairs: (first text, pair). raw_texts: UTF-8 of the texts that could be read.
    """

def digest(ids: list, texts: list, level: str) -> list:
    """Of each (id, text) what a scan keeps of it: bytes, words included."""

def text_keys(digests: list, level: str) -> tuple:
    """
    Of digests two lists: 17 bytes, equal for equal texts, and the number of words.
    """

def document_records(digests: list) -> list:
    """Of each digest the document's record, JSON as a report has it."""

def num_bands(threshold: float, miss_rate: float) -> int: ...

def num_words(digests: list) -> int:
    """Of all of them together."""

def deal_bands(ids: list, digests: list, threshold: float, miss_rate: float, splits: int) -> list:
    """Band keys of texts, by shard."""

def join_bands(shard: int, blobs: list, cut: bytes, threshold: float, miss_rate: float, splits: int, num_shards: int) -> tuple:
    """Pairs by shard of the first text, and (number, texts) of hot buckets."""

def band_keys(ids: list, digests: list, threshold: float, miss_rate: float) -> list:
    """(id, keys in all bands) of each text."""

def link_hot(buckets: Sequence[tuple[int, bytes]], ids: list, keys: list, threshold: float, miss_rate: float, splits: int, num_shards: int) -> tuple:
    """
    Pairs by shard of the first text, (id, leader) of each text in hot buckets, and these by shard of bands.
    """

def deal_anchors(ids: list, digests: list, num_shards: int) -> list: ...

def join_anchors(blobs: list, num_shards: int) -> list: ...

def make_tasks(pairs: list, anchored: list, most_candidates: int) -> list:
    """(candidates, needed texts) of each task."""

def verify(ids: list, digests: list, candidates: bytes, threshold: float) -> bytes: ...

def edges(pairs: list) -> bytes:
    """Of pairs that say "one document": u64 a, u64 b, f64 strength."""

def compare_bodies(ids: list, digests: list, candidates: bytes, known: list, passage_ids: list, passages: list, rare_ids: list, rare: list, threshold: float, keep_boilerplate: bool, is_whole: bool) -> tuple:
    """Pairs, and those of the same bodies."""

def group_families(edges: bytes, cut: bytes) -> list:
    """(text, family, texts in it), alone ones left out."""

def fill_form(ids: list, digests: list, pairs: bytes) -> list:
    """(text, filling) of a family with a form."""

def mark_pairs(pairs: list, filled_ids: list, filled: list, same_bodies: bytes) -> bytes: ...

def split_pairs(pairs: list) -> list:
    """(a, b, bytes, whether it says "one document") of each."""

def deal_documents(numbers: list, digests: list, level: str, num_shards: int) -> list: ...

def group_documents(blobs: list, level: str) -> list:
    """(numbers, facts) of each distinct text."""

def first_facts(facts: bytes) -> bytes: ...

def copy_records(ids: list, facts: list, in_families: bytes) -> tuple: ...

def pair_records(ids: list, facts: list, pairs: list) -> list: ...

def family_record(ids: list, digests: list, facts_ids: list, facts: list, pairs: list) -> list: ...

def first_days(texts: list, digests: list, holder_ids: list, holders: list) -> list:
    """
    The earliest date of the documents that have each text, '' if none has any.
    """

def is_day_of_editions(families_of_day: int, families: int) -> bool:
    """Whether the families of a day count as one for boilerplate."""

def least_in_tails(num_sources: int) -> int:
    """
    Sources that an item must stand in at least to be boilerplate; 0 if that can't be.
    """

def count_items(texts: list, digests: list, source_ids: list, sources: list, num_words: int, num_shards: int) -> tuple:
    """
    (shard, counters) and (shard, items of shared sources) of a part's boilerplate items.
    """

def count_shared_items(messages: list, num_words: int, num_shards: int) -> list:
    """(shard, counters) of the distinct items of each source."""

def count_shingles(texts: list, digests: list, num_shards: int) -> list:
    """(shard, counts) of a part's shingles."""

def least_texts_of_common_shingle() -> int:
    """Texts that hold a shingle at least that isn't rare."""

def reached_keys(messages: list, num_asking: int, least: int) -> list:
    """Of each of the first messages the keys that count enough in all."""

def find_boilerplate(texts: list, digests: list, answers: list, num_words: int, num_shards: int, num_sources: int) -> list:
    """(text, passages) of texts with boilerplate."""

def find_rare_shingles(texts: list, digests: list, answers: list) -> list:
    """(text, bits) of all texts: which of its shingles few texts hold."""

def cut_passages(texts: list, digests: list, holder_ids: list, holders: list, passage_ids: list, passages: list, source_ids: list, sources: list, num_shards: int) -> tuple:
    """
    (group, pieces) of recurring and of repeated passages, and (group * num_shards + shard, counts).
    """

def total_pieces(messages: list) -> list:
    """To each message the counts of all."""

def collect_wordings(pieces: list, totals: list, group: int, num_shards: int) -> tuple:
    """(shard, wordings) of a part's pieces, and the same of who holds them."""

def merge_wordings(messages: list) -> list:
    """The wordings of all messages, each once."""

def place_wordings(messages: list, num_shards: int) -> tuple:
    """
    (shard, families of wordings) by wording, and (shard, variants) by family.
    """

def deal_holders(held: list, placed: list, num_shards: int) -> list:
    """(shard, holders) by family."""

def join_families(variants: list, holders: list, group: int) -> list:
    """
    (family, documents, examples, bytes) of families that stand in enough sources.
    """

def quote_passages(raw_text: bytes, level: str, places: list) -> list:
    """
    The source of passages (begin, end) of a document; empty where it has changed.
    """

def boilerplate_record(family: bytes, texts: dict, group: int, id: int) -> bytes:
    """A record of the report, JSON."""
