"""The rules that come with the package: in a wheel beside this file, in a checkout at its top."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from overgreb_rules._nodes import Node
from overgreb_rules._vocabulary import Vocabulary
from overgreb_rules.errors import RuleError
from overgreb_rules.plain_yaml import Document, PlainYamlError, read

__all__ = ["packaged_rules", "packaged_vocabulary", "read_document"]


def packaged_rules() -> Path:
    """The folder of the packaged rules."""
    here = Path(__file__).parent
    in_wheel = here / "rules"
    return in_wheel if in_wheel.is_dir() else here.parents[1] / "rules"


def read_document(root: Path, path: Path) -> Document:
    """Read one file of a rulebook; raises RuleError where it cannot be read or is no plain YAML."""
    name = path.relative_to(root).as_posix()
    try:
        return read(path.read_text(encoding="utf-8"), name)
    except PlainYamlError as error:
        raise RuleError(str(error.place), error.what, allowed="plain YAML", mend=error.mend) from None
    except (OSError, UnicodeDecodeError) as error:
        what = f"the file cannot be read ({type(error).__name__})"
        raise RuleError(name, what, allowed="a file in UTF-8", mend="check path, rights and encoding") from None


@cache
def packaged_vocabulary() -> Vocabulary:
    """The words in which every case is told."""
    root = packaged_rules()
    return Vocabulary.read(Node.top(read_document(root, root / "vocabulary.yaml")))
