"""`python -m generator.cli`: the command without its name in the path."""

from __future__ import annotations

import sys

from generator.cli import main

sys.exit(main())
