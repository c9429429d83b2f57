"""What nuskha raises."""

from __future__ import annotations


class Error(Exception):
    """A job that failed as a whole. What is the matter with one document is a :class:`Problem` of the result instead.

    Attributes:
        code: ``"invalid-argument"``, ``"not-found"``, ``"no-documents"``, ``"unreadable"``, ``"malformed"``,
            ``"write-failed"``, ``"stopped"``, or ``"executor"`` for a machine of Spark's that lacks nuskha. New ones
            may come.
        path: the path, id or option concerned; may be empty.
        reason: one sentence for people.
    """

    code: str
    path: str
    reason: str

    def __init__(self, code: str, path: str, reason: str) -> None:
        super().__init__(code, path, reason)
        self.code = code
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason


class InvalidArgumentError(Error, ValueError):
    """An option is out of range, two options contradict each other, or two documents have one id."""


class NotFoundError(Error, LookupError):
    """A path that was named doesn't exist."""


class NoDocumentsError(Error):
    """There was nothing to read: an empty iterable, or paths without a document."""


_BY_CODE: dict[str, type[Error]] = {
    "invalid-argument": InvalidArgumentError,
    "not-found": NotFoundError,
    "no-documents": NoDocumentsError,
}


def error_for(code: str, path: str, reason: str) -> Error:
    """The exception for a failure of the native module, which calls this."""
    return _BY_CODE.get(code, Error)(code, path, reason)
