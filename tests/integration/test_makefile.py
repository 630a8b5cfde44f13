"""The targets of the Makefile."""

import re

from tests.fixtures.paths import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_every_target_that_is_no_file_is_phony():
    phony = re.search(r"^\.PHONY: (.*?[^\\])\n", MAKEFILE, re.MULTILINE | re.DOTALL)
    assert phony
    names = phony[1].replace("\\\n", " ").split()
    assert sorted(names) == sorted(re.findall(r"^([a-z-]+):(?!=)", MAKEFILE, re.MULTILINE))
