"""Unpack, which ``typing.get_type_hints`` looks for where the package runs, with every version of Python."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing_extensions import Unpack
elif sys.version_info >= (3, 11):
    from typing import Unpack
else:
    try:
        from typing_extensions import Unpack
    except ImportError:  # the package needs no other

        class Unpack:
            """``Unpack[T]`` is T: what the keyword arguments make together."""

            def __class_getitem__(cls, arguments: Any) -> Any:
                return arguments


__all__ = ["Unpack"]
