"""What executors are sent: a function that needs nothing of nuskha until it has looked whether nuskha is there.

This module is pickled by value, so that an executor without the library says so in one sentence. It imports the
standard library only.
"""

from __future__ import annotations

import json
import pickle
import platform
import re
import socket
import sys
from collections.abc import Callable, Iterator
from typing import Any

FAILURE = "nuskha-failure:"


def guarded(payload: bytes, version: str) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """A function of batches that runs the pickled one, once nuskha of this version is there.

    Whatever is the matter with nuskha, and nuskha's own errors, become a RuntimeError that :func:`failure_in` reads.
    """

    def fail(code: str, path: str, reason: str) -> RuntimeError:
        return RuntimeError(FAILURE + json.dumps([code, path, reason]))

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        host = socket.gethostname()
        remedy = f"install nuskha {version} there, as on the driver, or ship it with --archives"
        try:
            import nuskha
        except ImportError as error:
            python = f"Python {platform.python_version()} ({sys.executable})"
            raise fail("executor", host, f"the executor's {python} can't import nuskha: {error}; {remedy}") from None
        if nuskha.__version__ != version:
            raise fail("executor", host, f"the executor has nuskha {nuskha.__version__}; {remedy}")
        try:
            step = pickle.loads(payload)
            yield from step(batches)
        except nuskha.Error as error:
            raise fail(error.code, error.path, error.reason) from error

    return run


def failure_in(message: str) -> tuple[str, str, str] | None:
    """Code, path and reason of the failure that an exception's text quotes."""
    found = re.search(re.escape(FAILURE) + r"(\[.*?\])\s*$", message, re.MULTILINE)
    if found is None:
        return None
    code, path, reason = json.loads(found[1])
    return code, path, reason
