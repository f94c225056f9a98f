"""What ships as data beside the code: days off, words of case lists, common passwords."""

from pathlib import Path

FOLDER = Path(__file__).parent
