"""`python -m meetings`."""

import sys

from meetings.cli import main

sys.exit(main())
