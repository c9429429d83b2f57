"""The records of a report as dataclasses: one for each type of docs/report_format.md, with its field names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, TypeAlias

Record: TypeAlias = Mapping[str, Any]
Relation: TypeAlias = Literal[
    "identical", "same-text", "reissue", "revision", "excerpt", "extension", "template", "shared-passage"
]
Level: TypeAlias = Literal["bytes", "layout", "text", "spelling"]


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read. ``path`` is its id where it came out of an iterable; ``bytes`` is the size of its
    source, ``date`` is YYYY-MM-DD, ``text_hash`` 32 hexadecimal digits, equal for the same words."""

    path: str
    bytes: int
    words: int
    date: str | None
    title: str | None
    text_hash: str
    encoding: str = "UTF-8"
    encoding_detected: bool = False
    date_source: str | None = None
    date_readings: tuple[str, ...] = ()

    @classmethod
    def of(cls, r: Record) -> Document:
        return cls(
            r["path"],
            r["bytes"],
            r["words"],
            r["date"],
            r["title"],
            r["text_hash"],
            r.get("encoding", "UTF-8"),
            r.get("encoding_detected", False),
            r.get("date_source"),
            tuple(r.get("date_readings", ())),
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """Two related documents, ``a`` before ``b`` by path. ``relation`` is that of ``a`` to ``b``; the similarities are
    shares from 0 to 1, rounded to four decimals. ``fuzzy_similarity`` is only there for damaged copies."""

    a: str
    b: str
    relation: Relation
    level: Level | None
    similarity: float
    body_similarity: float
    jaccard: float
    containment_a: float
    containment_b: float
    fuzzy_similarity: float | None = None

    @classmethod
    def of(cls, r: Record) -> Pair:
        return cls(
            r["a"],
            r["b"],
            r["relation"],
            r["level"],
            r["similarity"],
            r["body_similarity"],
            r["jaccard"],
            r["containment_a"],
            r["containment_b"],
            r.get("fuzzy_similarity"),
        )


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """A version; ``relation`` is its relation to ``parent``, None for the root of the tree."""

    path: str
    date: str | None
    parent: str | None
    relation: str | None = None


@dataclass(frozen=True, slots=True)
class LostSource:
    """A version that isn't there but that ``members`` point to; ``parent`` is what it comes from, if known."""

    parent: str | None
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """The versions of one document in their order, the root first. ``cohesion`` is the least body similarity of two
    members, ``cohesion_at_most`` its bound where not all were measured."""

    id: int
    members: tuple[FamilyMember, ...]
    keep: str | None = None
    cohesion: float | None = None
    cohesion_at_most: float | None = None
    lost: tuple[LostSource, ...] = ()
    collated: bool = True

    @classmethod
    def of(cls, r: Record) -> Family:
        return cls(
            r["id"],
            tuple(FamilyMember(m["path"], m["date"], m["parent"], m.get("relation")) for m in r["members"]),
            r.get("keep"),
            r.get("cohesion"),
            r.get("cohesion_at_most"),
            tuple(LostSource(x["parent"], tuple(x["members"])) for x in r.get("lost", ())),
            r.get("collated", True),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands: lines from 1, both included; pages or paragraphs in documents that have them."""

    path: str
    first_line: int
    last_line: int
    part: bool = False
    page: int | None = None
    last_page: int | None = None
    paragraph: int | None = None
    last_paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording of a recurring passage, how many documents hold it, and the dates of the first and last of them."""

    text: str
    documents: int
    first: str | None
    last: str | None
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """A passage that recurs in documents whose bodies differ; the wording of most documents first."""

    id: int
    documents: int
    variants: tuple[Variant, ...]
    within_document: bool = False

    @classmethod
    def of(cls, r: Record) -> Boilerplate:
        return cls(
            r["id"],
            r["documents"],
            tuple(
                Variant(
                    v["text"], v["documents"], v["first"], v["last"], tuple(Place(**p) for p in v.get("places", ()))
                )
                for v in r["variants"]
            ),
            r.get("within_document", False),
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was the matter with one document while the job went on."""

    path: str
    code: str
    message: str

    @classmethod
    def of(cls, r: Record) -> Problem:
        return cls(r["path"], r["code"], r["message"])


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of a scan; ``bytes`` of all sources, ``seconds`` of the clock (None with ``timing=False``)."""

    documents: int
    bytes: int
    families: int
    pairs: int
    boilerplate: int
    problems: int
    join: str
    join_floor: float
    copies_not_paired: int = 0
    buckets_cut: int = 0
    families_not_collated: int = 0
    seconds: float | None = None

    @classmethod
    def of(cls, r: Record) -> Summary:
        return cls(**only_known(cls, r))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a new document is to the archive: ``verdict`` is ``"new"`` or its relation to ``of``."""

    path: str
    verdict: str
    of: str | None
    newest: str | None
    body_similarity: float
    changes: dict[str, int]
    level: Level | None
    similarity: float
    jaccard: float
    containment_new: float
    containment_of: float
    change_summary: str
    text_hash: str
    severity: str | None = None
    suppressed: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """An editorial rule that a new document breaks; lines and columns (in characters) count from 1."""

    path: str
    rule: str
    severity: str
    line: int
    column: int
    message: str
    fix: str
    end_line: int
    fingerprint: str
    end_column: int | None = None
    suppressed: str | None = None
    page: int | None = None
    last_page: int | None = None
    paragraph: int | None = None
    last_paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """Counts of a check; ``findings`` doesn't count verdicts."""

    checked: int
    archive_documents: int
    findings: int
    suppressed: int
    problems: int
    stale: int
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the half-open range of bytes ``a_begin`` … ``a_end`` of the first text became that of the second."""

    type: str
    a_begin: int
    a_end: int
    b_begin: int
    b_end: int
    a_line: int
    b_line: int
    a_text: str
    b_text: str
    words_a: int
    words_b: int
    paragraphs: int = 0
    address: bool = False
    typo: bool = False
    figures: bool = False
    footer: bool = False
    move: int | None = None


@dataclass(frozen=True, slots=True)
class Measurements:
    """Everything that is measured of two sequences of words; shares are from 0 to 1."""

    words_a: int
    words_b: int
    common_words: int
    similarity: float
    shingles_a: int
    shingles_b: int
    jaccard: float
    containment_a: float
    containment_b: float
    numbers_a: int
    numbers_b: int
    common_numbers: int
    rare_shingles: int


@dataclass(frozen=True, slots=True)
class IndexOutcome:
    """What was done to an archive."""

    files_read: int
    files_unchanged: int
    documents_added: int
    documents_removed: int
    documents: int
    waiting: int
    related: bool
    problems: tuple[Problem, ...] = field(default=())

    @classmethod
    def of(cls, r: Record) -> IndexOutcome:
        rest = {name: value for name, value in r.items() if name not in ("problems", "type")}
        return cls(**rest, problems=tuple(Problem.of(p) for p in r["problems"]))


@dataclass(frozen=True, slots=True)
class ArchiveRoot:
    """A path that was added to an archive, and the options of its reading; ``folder`` is the one that a relative path
    starts from."""

    path: str
    folder: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    hidden: bool
    ignore_files: bool
    follow_links: bool


@dataclass(frozen=True, slots=True)
class ArchiveInfo:
    """What is in an archive: ``generation`` counts its changes, ``waiting`` documents are yet to be related, those
    ``removed`` still take room; dates are YYYY-MM-DD, sizes in bytes. From ``threshold`` on the settings that it
    keeps."""

    schema_version: int
    created_by: str
    generation: int
    files: int
    documents: int
    waiting: int
    removed: int
    source_bytes: int
    words: int
    families: int
    pairs: int
    boilerplate: int
    problems: int
    first_date: str | None
    last_date: str | None
    file_bytes: int
    text_bytes: int
    threshold: float
    miss_rate: float
    join: str
    level: str
    keep_boilerplate: bool
    file_times: bool
    store_text: bool
    text_field: str
    id_field: str
    roots: tuple[ArchiveRoot, ...]

    @classmethod
    def of(cls, r: Record) -> ArchiveInfo:
        roots = tuple(
            ArchiveRoot(**{**root, "include": tuple(root["include"]), "exclude": tuple(root["exclude"])})
            for root in r["roots"]
        )
        return cls(**{**only_known(cls, r), "miss_rate": float(r["miss_rate"]), "roots": roots})


@dataclass(frozen=True, slots=True)
class ArchiveDamage:
    """Something that is damaged in an archive: ``where``, such as ``"document 12"``, and ``what``, a sentence."""

    where: str
    what: str


def only_known(cls: type, r: Record) -> dict[str, Any]:
    """The fields of a record that a dataclass has: a newer program may write others."""
    known = {one.name for one in fields(cls)}
    return {name: value for name, value in r.items() if name in known}
