"""`python -m iso_audit`: see iso_audit.cli for the commands."""

import sys

from iso_audit.cli import main

if __name__ == "__main__":
    sys.exit(main())
