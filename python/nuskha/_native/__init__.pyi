"""The native part of nuskha. Private: use the functions of the package."""

from collections.abc import Iterator, Sequence

from nuskha._native import parts as parts


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
