"""How the names of files end that hold many cases."""

from __future__ import annotations

__all__ = ["LINE_SUFFIXES", "TABLE_SUFFIXES"]

LINE_SUFFIXES = (".jsonl", ".ndjson")
"""Files of JSON Lines."""
TABLE_SUFFIXES = (".parquet", ".arrow", ".feather")
"""Tables. Which argument is one is asked without pyarrow, which reads it."""
