"""Finds duplicates, near-duplicates, re-issues and versions among documents, what changed, and what is boilerplate.

    >>> import nuskha
    >>> report = nuskha.scan([("a", "The council met on Monday to vote on the new park."),
    ...                       ("b", "The  council met on monday, to vote on the new park")])
    >>> [(pair.a, pair.b, pair.relation, pair.level) for pair in report.pairs]
    [('a', 'b', 'same-text', 'text')]

The answers are those of the command line program, field by field; docs/report_format.md says what each field means,
and docs/python.md is the guide.
"""

from ._archive import Archive
from ._arrow import Table
from ._errors import Error, InvalidArgumentError, NoDocumentsError, NotFoundError
from ._jobs import Diff, Explanation, check, diff, explain, scan
from ._native import __version__  # type: ignore[attr-defined]
from ._options import Progress
from ._records import (
    ArchiveDamage,
    ArchiveInfo,
    ArchiveRoot,
    Boilerplate,
    Change,
    CheckSummary,
    Document,
    Family,
    FamilyMember,
    Finding,
    IndexOutcome,
    LostSource,
    Measurements,
    Pair,
    Place,
    Problem,
    Summary,
    Variant,
    Verdict,
)
from ._report import CheckReport, Report
from ._texts import Sketches, normalize, sketch

__all__ = [
    "Archive",
    "ArchiveDamage",
    "ArchiveInfo",
    "ArchiveRoot",
    "Boilerplate",
    "Change",
    "CheckReport",
    "CheckSummary",
    "Diff",
    "Document",
    "Error",
    "Explanation",
    "Family",
    "FamilyMember",
    "Finding",
    "IndexOutcome",
    "InvalidArgumentError",
    "LostSource",
    "Measurements",
    "NoDocumentsError",
    "NotFoundError",
    "Pair",
    "Place",
    "Problem",
    "Progress",
    "Report",
    "Sketches",
    "Summary",
    "Table",
    "Variant",
    "Verdict",
    "__version__",
    "check",
    "diff",
    "explain",
    "normalize",
    "scan",
    "sketch",
]
