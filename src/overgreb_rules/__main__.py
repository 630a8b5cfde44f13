"""`python -m overgreb_rules`."""

import sys

from overgreb_rules.cli import main

if __name__ == "__main__":
    sys.exit(main())
