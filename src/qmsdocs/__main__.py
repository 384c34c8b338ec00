"""``python -m qmsdocs``."""

import sys

from qmsdocs.cli import main

sys.exit(main())
