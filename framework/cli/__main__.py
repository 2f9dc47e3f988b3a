"""``python -m framework.cli``, for a checkout whose ``kader`` is not on the path."""

import sys

from framework.cli.commands import main

sys.exit(main())
