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
from overgreb_rules._columnar.io.table_files import read_row_groups
from overgreb_rules._columnar.parallel import TableQuestion
from overgreb_rules._evaluate.pipeline import instant_of
from overgreb_rules.arrow import ANSWERS
from overgreb_rules.calendar import holidays_sha256, tzdata_version
from overgreb_rules.errors import CaseError
from overgreb_rules.shared.system_error import describe_unreadable
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.version import __version__

_FINGERPRINTS = b"fingerprints"
_NO_ANSWERS = Text("filen indeholder ikke svar, der er beregnet ud fra tabeller", "these are no answers to tables")
_OTHER_BASIS = {
    "sha256": Text("svarene er givet med andre regler", "the answers were given by other rules"),
    "engine": Text("svarene er givet med en anden regelmotor", "the answers were given by another matcher"),
    "policy": Text(
        "svarene er givet med en anden varslingsplan", "the answers were given by another ladder of escalation"
    ),
    "package": Text(
        "svarene er givet med en anden version af overgreb-rules",
        "the answers were given by another version of overgreb-rules",
    ),
    "tzdata": Text("svarene er givet med andre tidszonedata", "the answers were given by other time-zone data"),
    "holidays": Text(
        "svarene er givet med en anden helligdagskalender", "the answers were given by another table of holidays"
    ),
}
"""What an answer depends on beside the case and the instant: what is said of each where it is another one now."""
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
    basis = {key.encode(): value.encode() for key, value in _basis_of(question).items()}
    return {_FINGERPRINTS: base64.b64encode(whole.tobytes()), **basis}


def read_earlier_answers(path: Path, question: TableQuestion) -> EarlierAnswers:
    """Read the answers of an earlier night.

    Args:
        path: the file.
        question: what is asked now.

    Returns:
        The answers with the fingerprints of their cases.

    Raises:
        CaseError: the file cannot be read or holds no answers to tables, or they cannot be built upon: other rules,
            another matcher, policy or version of the package, other time-zone data or holidays, or a later instant.
    """
    try:
        file = parquet.ParquetFile(path)
        metadata = file.metadata.metadata or {}
        fingerprints = np.frombuffer(base64.b64decode(metadata[_FINGERPRINTS], validate=True), "<u8").astype(np.uint64)
        given_at = instant_of(metadata[b"at"].decode())
        _check_basis(metadata, question)  # before the answers: those of another version may have other columns
        answers = read_row_groups(file).cast(ANSWERS)
    except (OSError, pa.ArrowException, KeyError, ValueError, binascii.Error) as error:
        what = describe_unreadable(error) if isinstance(error, OSError) else _NO_ANSWERS
        raise CaseError("--since", what, allowed=_ALLOWED, mend=_EVALUATE_ALL) from None
    if given_at > question.as_of:
        raise CaseError("--since", _LATER, mend=_EVALUATE_ALL)
    if len(fingerprints) != answers.num_rows:
        raise CaseError("--since", _NO_ANSWERS, allowed=_ALLOWED, mend=_EVALUATE_ALL)
    return EarlierAnswers(answers, fingerprints)


def _check_basis(metadata: Mapping[bytes, bytes], question: TableQuestion) -> None:
    basis = {**question.metadata, **_basis_of(question)}
    for key, is_another in _OTHER_BASIS.items():
        if metadata.get(key.encode()) != basis[key].encode():
            raise CaseError("--since", is_another, mend=_EVALUATE_ALL)


def _basis_of(question: TableQuestion) -> dict[str, str]:
    """Return what the answers depend on beside the case and what the metadata of every table of answers say."""
    policy = question.book.complete_policy(question.policy)
    return {
        "policy": "" if policy is None else policy.sha256,
        "package": __version__,
        "tzdata": tzdata_version(),
        "holidays": holidays_sha256(),
    }
