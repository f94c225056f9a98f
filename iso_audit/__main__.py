"""`python -m iso_audit`: see iso_audit.cli for the commands."""

import sys

from iso_audit.bootstrap import keep_private
from iso_audit.cli import main

if __name__ == "__main__":
    keep_private()
    sys.exit(main())
