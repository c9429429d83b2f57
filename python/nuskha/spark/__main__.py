"""``python -m nuskha.spark``: as submit.py by spark-submit."""

from __future__ import annotations

import os
import sys

from .submit import main

# Executors on this machine take the same Python, unless another is named.
os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
sys.exit(main())
