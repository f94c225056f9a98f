"""Makes the stored document of a format, by its own code: `python -m tests.data.make_stored_document FORMAT`, once."""

import sys
from pathlib import Path

from iso_audit.minutes import stored
from tests.minutes.every_node import EVERY_NODE

if __name__ == "__main__":
    path = Path(__file__).parent / f"stored-document-{sys.argv[1]}.json"
    path.write_text(stored.written(EVERY_NODE)[0], encoding="utf-8")
