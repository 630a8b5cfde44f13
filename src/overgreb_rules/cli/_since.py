"""The answers of an earlier night: read from the Parquet file that `evaluate TABLES` wrote. Needs the extra `arrow`."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from overgreb_rules._columnar.fingerprints import FingerprintArray
from overgreb_rules._columnar.increment import EarlierAnswers
from overgreb_rules._columnar.parallel import TableQuestion
from overgreb_rules._evaluate.pipeline import instant_of
from overgreb_rules.arrow import ANSWERS
from overgreb_rules.errors import CaseError
from overgreb_rules.shared.system_error import describe_unreadable
from overgreb_rules.shared.text import Text

_FINGERPRINTS, _POLICY = b"fingerprints", b"policy"
_NO_ANSWERS = Text("filen indeholder ikke svar, der er beregnet ud fra tabeller", "these are no answers to tables")
_OTHER_RULES = Text(
    "svarene er givet med andre regler, en anden regelmotor eller en anden varslingsplan",
    "the answers were given by other rules, another matcher or another ladder of escalation",
)
_LATER = Text(
    "svarene gælder et senere tidspunkt end det, der nu spørges om",
    "the answers are those of a later instant than the one asked for now",
)
_ALLOWED = Text(
    "en uændret fil fra `evaluate TABLES --format parquet`",
    "a file of `evaluate TABLES --format parquet`, as it was written",
)
_EVALUATE_ALL = Text("beregn alle sager: udelad --since", "evaluate all cases: leave --since out")


def describe_answers(question: TableQuestion, fingerprints: Sequence[FingerprintArray]) -> Mapping[bytes, bytes]:
    """Return what the file of the answers says beside them, so that the next night can rest on them.

    Args:
        question: what was asked.
        fingerprints: those of the cases, in the order of the rows.

    Returns:
        Metadata of the file.
    """
    whole = np.concatenate([np.zeros(0, np.uint64), *fingerprints]).astype("<u8")
    return {_FINGERPRINTS: base64.b64encode(whole.tobytes()), _POLICY: _policy_of(question)}


def read_earlier_answers(path: Path, question: TableQuestion) -> EarlierAnswers:
    """Read the answers of an earlier night.

    Args:
        path: the file.
        question: what is asked now.

    Returns:
        The answers with the fingerprints of their cases.

    Raises:
        CaseError: the file cannot be read or holds no answers to tables, or they cannot be built upon: other rules,
            another matcher, another policy, or a later instant.
    """
    try:
        file = parquet.ParquetFile(path)
        told = file.metadata.metadata or {}
        answers = file.read().cast(ANSWERS)
        fingerprints = np.frombuffer(base64.b64decode(told[_FINGERPRINTS], validate=True), "<u8").astype(np.uint64)
        given_by = [told[key] for key in (b"sha256", b"engine", _POLICY)]
        given_at = instant_of(told[b"at"].decode())
    except (OSError, pa.ArrowException, KeyError, ValueError, binascii.Error) as error:
        what = describe_unreadable(error) if isinstance(error, OSError) else _NO_ANSWERS
        raise CaseError("--since", what, allowed=_ALLOWED, mend=_EVALUATE_ALL) from None
    book = question.book
    if given_by != [book.sha256.encode(), book.matcher.encode(), _policy_of(question)]:
        raise CaseError("--since", _OTHER_RULES, mend=_EVALUATE_ALL)
    if given_at > question.as_of:
        raise CaseError("--since", _LATER, mend=_EVALUATE_ALL)
    if len(fingerprints) != answers.num_rows:
        raise CaseError("--since", _NO_ANSWERS, allowed=_ALLOWED, mend=_EVALUATE_ALL)
    return EarlierAnswers(answers, fingerprints)


def _policy_of(question: TableQuestion) -> bytes:
    policy = question.book.complete_policy(question.policy)
    return b"" if policy is None else policy.sha256.encode()
