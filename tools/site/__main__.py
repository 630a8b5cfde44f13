"""Build the site: python -m tools.site [FOLDER]; the sources stand in FOLDER/site-source, the pages in FOLDER/site."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from overgreb_rules import Rulebook
from tools.site.staging import ROOT, stage_site


def main(arguments: list[str]) -> int:
    """Stage the sources and let Zensical build them.

    Args:
        arguments: The folder, or nothing for `build`.

    Returns:
        The exit code of Zensical; 1 where it has something to warn of.
    """
    folder = Path(arguments[0]) if arguments else ROOT / "build"
    settings = stage_site(folder.resolve(), Rulebook.load())
    zensical = Path(sys.executable).with_name("zensical")
    done = subprocess.run([zensical, "build", "--clean", "--strict", "-f", settings], cwd=settings.parent, check=False)  # noqa: S603
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
