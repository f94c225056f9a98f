"""Where files of strangers are read: in processes of their own, within limits of time, memory and number.

Nothing that a stranger's file does there reaches the app: an endless one is ended, one that takes too much memory or
breaks its reader is told by a sentence, and other people's taps go on. Windows and macOS keep the limits of time and
size; those of memory and processor are Linux's.
"""

from iso_audit.confinement.child import Limits
from iso_audit.confinement.room import ReadingRoom, barred

__all__ = ["FILES", "MEGABYTE", "PHOTOS", "Limits", "ReadingRoom", "barred"]

MEGABYTE = 1024 * 1024
PHOTOS = ReadingRoom(at_once=2, uses=50)
FILES = ReadingRoom(at_once=2)
