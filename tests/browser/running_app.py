"""The app as people run it: `streamlit run app.py` in a process of its own that a test may kill and start again."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.patience import answer_of
from tests.ports import free_port

ROOT = Path(__file__).parents[2]


@dataclass
class RunningApp:
    """One server on one database file and one port."""

    database: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def told(self) -> Path:
        """The file of what the server writes."""
        return self.database.with_suffix(".told")

    def start(self) -> None:
        environment = {**os.environ, "ISO_AUDIT_DATABASE": str(self.database), "HOME": str(self.database.parent)}
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port)]
        with self.told.open("ab") as told:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=told, stderr=told)
        try:
            answer_of(f"{self.address}/healthz", self.process)
        except OSError as error:
            raise RuntimeError(self.told.read_text("utf-8", "replace")) from error

    def kill(self) -> None:
        """End the process as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
