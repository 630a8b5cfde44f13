"""The receipt of an answer: the versions and hashes from which it can be made again."""
# mypy: disable-error-code="empty-body"
# The body of a lazy field is its docstring: whoever builds the model passes the function that computes the field.

from __future__ import annotations

from overgreb_rules.evaluation._instants import Day
from overgreb_rules.shared.lazy_model import FrozenModel, LazyModel, lazy_field


class LawRead(FrozenModel):
    """How far the text of a law was read: the version, and the day up to which the law is known."""

    version: str
    read_to: Day


class Receipt(LazyModel):
    """What the answer rests on: the versions and hashes of rules, engine, time-zone data, holidays, case and policy.

    `result_sha256` is the hash of the answer without its receipt: the same whichever matcher gave it.
    """

    rulebook: str
    sha256: str
    engine: str
    tzdata: str
    holidays: str

    @lazy_field
    def case_sha256(self) -> str:
        """The hash of what the case says."""

    @lazy_field
    def policy_sha256(self) -> str | None:
        """The hash of the ladder that was used, if one was."""

    @lazy_field
    def result_sha256(self) -> str:
        """The hash of the answer without its receipt."""

    @lazy_field
    def bundle_sha256(self) -> str:
        """The hash of the bundle of the rules: what an engine in another language reads."""

    @lazy_field
    def law(self) -> dict[str, LawRead]:
        """How far each law was read. It is known when the receipt is made, and lazy to stand last in the JSON."""

    def __hash__(self) -> int:
        """Return a hash of the four hashes, which tell receipts apart.

        Returns:
            The hash; equal for equal receipts.
        """
        return hash((self.sha256, self.case_sha256, self.policy_sha256, self.result_sha256))
