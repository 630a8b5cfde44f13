"""Where rules come from: a folder of plain YAML, or the one file into which a wheel has packed that folder.

The packed file holds the same data without the places, which only an author needs: a wheel is packed from rules that
have been checked. The examples of each rule stand in it as text, which is read when somebody asks for them. Both have
the same hash, that of the files as they were written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from overgreb_rules._rules.law import Law, parse_law
from overgreb_rules._rules.own_words import OwnWords, parse_word_lists
from overgreb_rules._rules.transition import parse_transitions
from overgreb_rules._rules.vocabulary import Vocabulary
from overgreb_rules._rules.yaml_node import Node, PackedValue, read_packed
from overgreb_rules.errors import RuleError
from overgreb_rules.shared.packaged_folder import find_packaged_folder
from overgreb_rules.shared.strict_yaml import PLAIN_YAML, Document, Place, PlainYamlError, read
from overgreb_rules.shared.system_error import describe_unreadable
from overgreb_rules.shared.text import Text
from overgreb_rules.shared.value_object import ValueObject

_PACKED = "packed.json"
_UTF8 = Text("en fil i UTF-8", "a file in UTF-8")
_BOOK, _VOCABULARY = "rulebook.yaml", "vocabulary.yaml"


class RuleSource(ValueObject):
    """The files of a rulebook.

    Attributes:
        documents: The files by their names below the folder.
        sha256: The hash of all files.
    """

    documents: Mapping[str, Document]
    sha256: str

    def node(self, name: str) -> Node:
        """Return one file.

        Args:
            name: The name below the folder.

        Returns:
            The top of the file.

        Raises:
            RuleError: the folder has no file of that name.
        """
        if name not in self.documents:
            raise RuleError(
                name,
                Text("filen mangler", "the file is missing"),
                allowed=Text(f"en mappe med {name}", f"a folder with {name}"),
                mend=Text("tilføj filen", "add the file"),
            )
        return Node.top(self.documents[name])

    @property
    def book(self) -> Node:
        """The file on the rulebook as a whole; RuleError where there is none."""
        return self.node(_BOOK)

    @property
    def vocabulary(self) -> Node:
        """The file of the vocabulary; RuleError where there is none."""
        return self.node(_VOCABULARY)

    def of_law(self, law: str) -> Iterable[tuple[str, Node]]:
        """Yield the rule files of a law.

        Args:
            law: The act, which is the name of the folder.

        Yields:
            The name that each file gives to its rule, and the top of the file; sorted by name.
        """
        for name in sorted(self.documents):
            folder, _, file = name.partition("/")
            if folder == law:
                yield file.removesuffix(".yaml"), self.node(name)


def packaged_rules() -> Path:
    """Return the folder of the packaged rules.

    Returns:
        The folder: in a wheel inside the package, in a checkout at its top.
    """
    return find_packaged_folder("rules")


def read_rules(root: Path) -> RuleSource:
    """Read the rules of a folder from its YAML files.

    A packed file in the folder is not read: in an edited copy of the packaged rules it is out of date.

    Args:
        root: The folder.

    Returns:
        The files.

    Raises:
        RuleError: a file cannot be read, or is no plain YAML.
    """
    documents = {}
    total = hashlib.sha256()
    for path in sorted([*root.glob("*.yaml"), *root.glob("*/*.yaml")]):
        name = path.relative_to(root).as_posix()
        try:
            text = path.read_text(encoding="utf-8")
            documents[name] = read(text, name)
        except PlainYamlError as error:
            raise RuleError(str(error.place), error.what, allowed=PLAIN_YAML, mend=error.mend) from None
        except (OSError, UnicodeDecodeError) as error:
            mend = Text("se rettigheder og tegnsæt efter", "check rights and encoding")
            raise RuleError(name, describe_unreadable(error), allowed=_UTF8, mend=mend) from None
        total.update(f"{name}\0{text}\0".encode())
    return RuleSource(documents, total.hexdigest())


def sentences_text(root: Path) -> str:
    """Read the list of sentences that stands beside the rules.

    Args:
        root: The folder of the rules.

    Returns:
        The text of `sentences.csv`.

    Raises:
        RuleError: the file is missing or cannot be read.
    """
    return rules_text(root, "sentences.csv")


def rules_text(root: Path, name: str) -> str:
    """Read a file that stands beside the rules and is no part of them.

    Args:
        root: The folder of the rules.
        name: The name of the file.

    Returns:
        Its text.

    Raises:
        RuleError: the file is missing or cannot be read.
    """
    try:
        return (root / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        mend = Text("tilføj filen", "add the file")
        raise RuleError(name, describe_unreadable(error), allowed=_UTF8, mend=mend) from None


@cache
def packaged_vocabulary() -> Vocabulary:
    """Return the vocabulary of the packaged rules, parsed once.

    Cached, one value: reading a case asks for it, and parsing takes 2.9 ms where the evaluation takes 1.0 ms.

    Returns:
        The vocabulary.
    """
    return Vocabulary.parse(packaged_source().vocabulary)


@cache
def packaged_laws() -> Mapping[str, Law]:
    """Return the acts and practices of the packaged rules, read once.

    Cached, one value: a page names the event of every duty in the words of its act, and parsing the acts takes 50 µs.

    Returns:
        The laws by their names in an answer.
    """
    laws = packaged_source().book["laws"]
    return {name: parse_law(laws[name]) for name in laws.names()}


def packaged_acts() -> tuple[str, ...]:
    """Return the acts of the packaged rules of which one took over from another.

    Returns:
        The acts as they are cited in Danish, the newest first; empty where no act took over.
    """
    laws = packaged_laws()
    changes = parse_transitions(packaged_source().book.get("transition"), laws)
    names = dict.fromkeys(name for change in reversed(changes) for name in (change.newer, change.older))
    return tuple(laws[name].cited_as.da for name in names)


@cache
def packaged_lapses() -> frozenset[str]:
    """Return the packaged rules whose breach lets something lapse, read once.

    Cached, one value: a page asks for every duty that is overdue, and looking through the rules takes 1 ms.

    Returns:
        The ids of the rules.
    """
    files = ((name, top) for law in packaged_laws() for name, top in packaged_source().of_law(law))
    return frozenset(name for name, top in files if (breach := top.get("breach")) and breach.get("lapse"))


@cache
def packaged_numberless() -> frozenset[str]:
    """Return the packaged rules whose law sets no number, read once.

    Cached, one value: a page asks for every duty without a date, and looking through the rules takes 1 ms.

    Returns:
        The ids of the rules: those without a clock, and those whose act must only come before another.
    """
    files = ((name, top) for law in packaged_laws() for name, top in packaged_source().of_law(law))
    clocks = ((name, node.value) for name, top in files if (node := top.get("clock")) is not None)
    return frozenset(
        name for name, clock in clocks if clock == "none" or (isinstance(clock, Mapping) and "before" in clock)
    )


@cache
def packaged_own_words() -> Mapping[str, OwnWords]:
    """Return the words that packaged rules have before those of their act, read once.

    Cached, one value: a page names the events of every duty in these words, and looking through the rules takes 1 ms.

    Returns:
        The words by the ids of the rules; a rule that has none is left out.
    """
    lists = parse_word_lists(packaged_source().node("terms.yaml").get("words"))
    files = ((name, top) for law in packaged_laws() for name, top in packaged_source().of_law(law))
    return {name: lists[listed.one_of(lists)] for name, top in files if (listed := top.get("words"))}


@cache
def packaged_source() -> RuleSource:
    """Return the files of the packaged rules, read once.

    Cached, one value: the rules and the vocabulary both need it, and reading the YAML files takes 350 ms.

    Returns:
        The files.
    """
    packed = packaged_rules() / _PACKED
    return _unpacked(packed.read_text(encoding="utf-8")) if packed.is_file() else read_rules(packaged_rules())


def load_source(root: Path) -> RuleSource:
    """Return the files of a folder of rules, those of the packaged rules read once.

    Args:
        root: The folder.

    Returns:
        The files.

    Raises:
        RuleError: a file cannot be read, or is no plain YAML.
    """
    return packaged_source() if root == packaged_rules() else read_rules(root)


def _unpacked(text: str) -> RuleSource:
    packed = read_packed(text)
    for name, examples in packed["examples"].items():
        packed["files"][name]["examples"] = PackedValue(examples)
    documents = {name: Document(name, data, {(): Place(name, 1)}) for name, data in packed["files"].items()}
    return RuleSource(documents, packed["sha256"])


def refuse_other_files(folder: Path | None, sha256: str) -> RuleError:
    """Build the refusal of rules that are not those from which a rulebook was loaded in another process.

    Args:
        folder: The folder of the rules; None for the packaged ones.
        sha256: The hash of the files from which the rulebook was loaded.

    Returns:
        The error, to be raised.
    """
    return RuleError(
        str(folder) if folder else Text("de indbyggede regler", "packaged rules"),
        Text(
            "reglerne er ikke dem, som regelsættet blev læst fra",
            "the rules are not those that the rulebook was loaded from",
        ),
        allowed=Text(f"filer med hashværdien {sha256}", f"files with the hash {sha256}"),
        mend=Text(
            "læs regelsættet igen, og installer den samme version overalt",
            "load the rulebook again, and install one version everywhere",
        ),
    )


def refuse_conditions(cause: Node, why: Text) -> RuleError:
    """Build the refusal of conditions that the matcher cannot be trusted with.

    Args:
        cause: The conditions in the file.
        why: What is too much.

    Returns:
        The error, to be raised.
    """
    return cause.error(
        Text(
            f"regelmotoren kan ikke klare så mange betingelser ({why.da})",
            f"the conditions are more than the matcher can be trusted with ({why.en})",
        ),
        Text("færre alternativer i én regel", "fewer alternatives in one rule"),
        Text("del reglen, eller nævn færre værdier", "split the rule, or name fewer values"),
    )
