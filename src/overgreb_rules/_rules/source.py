"""Where rules come from: a folder of plain YAML, or the one file into which a wheel has packed that folder.

The packed file holds the same data without the places, which only an author needs: a wheel is packed from rules that
have been checked. Both have the same hash, that of the files as they were written.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules._rules.yaml_node import Node
from overgreb_rules.errors import RuleError
from overgreb_rules.shared.strict_yaml import Document, Place, PlainYamlError, read

__all__ = ["RuleSource", "packaged_rules", "packaged_source", "packaged_vocabulary", "read_rules", "sentences_text"]

_PACKED = "packed.json"
_BOOK, _VOCABULARY = "rulebook.yaml", "vocabulary.yaml"


@dataclass(frozen=True, slots=True)
class RuleSource:
    """Every file of a rulebook by its name below the folder, and the hash of them all."""

    documents: Mapping[str, Document]
    sha256: str

    def node(self, name: str) -> Node:
        """One file; raises RuleError where the folder has none of that name."""
        if name not in self.documents:
            raise RuleError(name, "the file is missing", allowed=f"a folder with {name}", mend="add the file")
        return Node.top(self.documents[name])

    @property
    def book(self) -> Node:
        """What holds for the rulebook as a whole."""
        return self.node(_BOOK)

    @property
    def vocabulary(self) -> Node:
        """The words."""
        return self.node(_VOCABULARY)

    def of_law(self, law: str) -> Iterable[tuple[str, Node]]:
        """The rule files of a law, with the name that each gives to its rule."""
        for name in sorted(self.documents):
            folder, _, file = name.partition("/")
            if folder == law:
                yield file.removesuffix(".yaml"), self.node(name)


def packaged_rules() -> Path:
    """The folder of the packaged rules: in a wheel beside this file, in a checkout at its top."""
    here = Path(__file__).resolve().parents[1]
    in_wheel = here / "rules"
    return in_wheel if in_wheel.is_dir() else here.parents[1] / "rules"


def read_rules(root: Path) -> RuleSource:
    """The rules of a folder, from its packed file where it has one; raises RuleError."""
    packed = root / _PACKED
    if packed.is_file():
        return _unpacked(packed.read_text(encoding="utf-8"))
    documents = {}
    total = hashlib.sha256()
    for path in sorted([*root.glob("*.yaml"), *root.glob("*/*.yaml")]):
        name = path.relative_to(root).as_posix()
        try:
            text = path.read_text(encoding="utf-8")
            documents[name] = read(text, name)
        except PlainYamlError as error:
            raise RuleError(str(error.place), error.what, allowed="plain YAML", mend=error.mend) from None
        except (OSError, UnicodeDecodeError) as error:
            what = f"the file cannot be read ({type(error).__name__})"
            raise RuleError(name, what, allowed="a file in UTF-8", mend="check rights and encoding") from None
        total.update(f"{name}\0{text}\0".encode())
    return RuleSource(documents, total.hexdigest())


def sentences_text(root: Path) -> str:
    """The list of sentences that stands beside the rules; raises RuleError where there is none."""
    try:
        return (root / "sentences.csv").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        what = f"the file cannot be read ({type(error).__name__})"
        raise RuleError("sentences.csv", what, allowed="a file in UTF-8", mend="add the file") from None


@cache
def packaged_vocabulary() -> Vocabulary:
    """The words in which every case is told."""
    return Vocabulary.parse(packaged_source().vocabulary)


@cache
def packaged_source() -> RuleSource:
    """The packaged rules, read once."""
    return read_rules(packaged_rules())


def _unpacked(text: str) -> RuleSource:
    packed = json.loads(text, object_hook=_with_days)
    documents = {name: Document(name, data, {(): Place(name, 1)}) for name, data in packed["files"].items()}
    return RuleSource(documents, packed["sha256"])


def _with_days(value: dict[str, object]) -> object:
    return dt.date.fromisoformat(str(value["$day"])) if "$day" in value else value
