"""The file an audit is carried in: a ZIP of sections as JSON lines, files by SHA-256, and a manifest that counts both.

Whatever is wrong with such a file is told by one of four codes: `carry_not_ours`, `carry_newer`, `carry_too_large`,
`carry_damaged`. Names inside it are never used as paths.
"""

import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from iso_audit.domain.errors import NotFound, RuleBroken
from iso_audit.storage.engine.table import Row, Table
from iso_audit.storage.exchange.values import day_of, digest_of, longest_line, read_row
from iso_audit.storage.tables import SECTIONS

KIND = "iso-audit-carried-audit"
FORMAT = max(since for section in SECTIONS for since in (section.since, *(one.since for one in section.carried)))
"""Raised by every table and column that is added: an older version of the app says that the file is newer."""

LARGEST = 2**31 - 1
LARGEST_FILE = 256 * 1024 * 1024
LARGEST_SECTIONS = 64 * 1024 * 1024
LARGEST_MANIFEST = 1024 * 1024
MOST_ENTRIES = 20_000
LONGEST_TOLD = 200
MANIFEST = "manifest.json"
_PIECE = 1 << 20
_END = struct.Struct("<4s4H2LH")


@dataclass(frozen=True, slots=True)
class SectionContent:
    """How many rows a section has, and the SHA-256 of its lines."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a file says of itself: which audit, made when and by which version, and what every section holds."""

    format: int
    app: str
    made_at: datetime
    audit_id: str
    code: str
    agency: str
    is_sample: bool
    sections: Mapping[str, SectionContent]
    files: int
    file_bytes: int

    def rows(self, section: str) -> int:
        """Return the number of rows of a section."""
        content = self.sections.get(section)
        return content.rows if content else 0


class Writer:
    """A file being written: files first, then sections, the manifest last."""

    def __init__(self, path: Path, *, at: datetime) -> None:
        self._zip = zipfile.ZipFile(path, "w", allowZip64=False)
        self._date = at.timetuple()[:6]
        self.files: dict[str, int] = {}
        self.sections: dict[str, SectionContent] = {}

    def add_file(self, data: bytes) -> str:
        """Add bytes, once, and return their SHA-256."""
        digest = hashlib.sha256(data).hexdigest()
        if digest not in self.files:
            if len(data) > LARGEST_FILE or len(self.files) >= MOST_ENTRIES - 100:
                raise RuleBroken("carry_too_large", largest=LARGEST // 1024 // 1024)
            with self._member(f"files/{digest}", zipfile.ZIP_STORED) as member:
                member.write(data)
            self.files[digest] = len(data)
        return digest

    def add_section(self, name: str, rows: Iterable[Row]) -> int:
        """Add rows as JSON lines and return how many there were."""
        count, digest = 0, hashlib.sha256()
        with self._member(f"sections/{name}.jsonl", zipfile.ZIP_DEFLATED) as member:
            for row in rows:
                count += 1
                line = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
                digest.update(line)
                member.write(line)
        self.sections[name] = SectionContent(count, digest.hexdigest())
        return count

    def finish(self, **told: object) -> None:
        """Add the manifest, which says `told` beside the counts, and close the file."""
        sections = {name: {"rows": one.rows, "sha256": one.sha256} for name, one in self.sections.items()}
        files = {"count": len(self.files), "bytes": sum(self.files.values())}
        manifest = {"kind": KIND, "format": FORMAT, **told, "sections": sections, "files": files}
        with self._member(MANIFEST, zipfile.ZIP_DEFLATED) as member:
            member.write(json.dumps(manifest, ensure_ascii=False, indent=1).encode())
        self._zip.close()

    def abandon(self) -> None:
        """Close the file as it is."""
        self._zip.close()

    def _member(self, name: str, compression: int) -> IO[bytes]:
        told = zipfile.ZipInfo(name, date_time=self._date)
        told.compress_type = compression
        return self._zip.open(told, "w")


class Archive:
    """A file being read: its names, sizes and manifest have been checked, its contents are checked as they are read."""

    def __init__(self, zip_file: zipfile.ZipFile) -> None:
        self._zip = zip_file
        self.manifest = _manifest(zip_file)
        self._entries = _checked_entries(zip_file)

    def verify(self, sections: Iterable[Table]) -> None:
        """Read everything once and raise unless all of it is what the manifest says, and nothing is beside it."""
        known = {section.name: section for section in sections}
        if not set(self.manifest.sections) <= set(known):
            raise RuleBroken("carry_damaged")
        expected = {MANIFEST, *(f"sections/{name}.jsonl" for name in self.manifest.sections)}
        files = {name for name in self._entries if name.startswith("files/")}
        sizes = sum(self._entries[name].file_size for name in files)
        if set(self._entries) != expected | files or (len(files), sizes) != (
            self.manifest.files,
            self.manifest.file_bytes,
        ):
            raise RuleBroken("carry_damaged")
        named: set[str] = set()
        for name in self.manifest.sections:
            for row in self.rows(known[name]):
                named.update(str(row[one.name]) for one in known[name].bytes if row[one.name] is not None)
        if {f"files/{digest}" for digest in named} != files:
            raise RuleBroken("carry_damaged")
        for name in files:
            self._check_file(name)

    def rows(self, section: Table) -> Iterator[Row]:
        """Yield the rows of a section, none where the file has no such section; raises `carry_damaged`."""
        content = self.manifest.sections.get(section.name)
        if content is None:
            return
        if content.rows > section.most:
            raise RuleBroken("carry_too_many_rows", most=section.most, field=f"carried_{section.name}")
        count, digest = 0, hashlib.sha256()
        with _damage_told(), self._zip.open(self._entries[f"sections/{section.name}.jsonl"]) as member:
            lines = io.BufferedReader(cast(io.BufferedIOBase, member), _PIECE)
            while line := lines.readline(longest_line(section)):
                digest.update(line)
                count += 1
                if count > content.rows or not line.endswith(b"\n"):
                    raise RuleBroken("carry_damaged")
                yield read_row(section, json.loads(line.decode("utf-8")), form=self.manifest.format)
        if (count, digest.hexdigest()) != (content.rows, content.sha256):
            raise RuleBroken("carry_damaged")

    def file(self, digest: str) -> bytes:
        """Return the bytes with this SHA-256; raises `carry_damaged`."""
        with _damage_told(), self._zip.open(self._entries[f"files/{digest}"]) as member:
            data = member.read(LARGEST_FILE + 1)
        if hashlib.sha256(data).hexdigest() != digest:
            raise RuleBroken("carry_damaged")
        return data

    def _check_file(self, name: str) -> None:
        digest = hashlib.sha256()
        with _damage_told(), self._zip.open(self._entries[name]) as member:
            while piece := member.read(_PIECE):
                digest.update(piece)
        if name != f"files/{digest.hexdigest()}":
            raise RuleBroken("carry_damaged")


@contextmanager
def opened(source: Path | BinaryIO, sections: Iterable[Table]) -> Iterator[Archive]:
    """Give the file at `source`, every byte of it having been checked; nothing of it is written anywhere."""
    if isinstance(source, Path):
        if not source.is_file():
            raise NotFound("carry_missing", path=source)
        with source.open("rb") as file, opened(file, sections) as archive:
            yield archive
        return
    _check_end(source)
    with _damage_told():
        unpacked = zipfile.ZipFile(source)
    with unpacked:
        archive = Archive(unpacked)
        archive.verify(sections)
        yield archive


def _check_end(file: BinaryIO) -> None:
    """Refuse what is no ZIP or does not end as our files do, before its list of names is read into memory."""
    size = file.seek(0, 2)
    file.seek(0)
    if file.read(4) not in {b"PK\x03\x04", b"PK\x05\x06"}:
        raise RuleBroken("carry_not_ours")
    if size > LARGEST:
        raise RuleBroken("carry_too_large", largest=LARGEST // 1024 // 1024)
    file.seek(max(0, size - _END.size))
    end = file.read(_END.size)
    if len(end) < _END.size:
        raise RuleBroken("carry_damaged")
    sign, disk, first, here, entries, length, offset, comment = _END.unpack(end)
    if sign != b"PK\x05\x06" or comment or disk or first or here != entries or length + offset + _END.size != size:
        raise RuleBroken("carry_damaged")
    if entries > MOST_ENTRIES:
        raise RuleBroken("carry_too_large", largest=LARGEST // 1024 // 1024)
    file.seek(0)


def _checked_entries(zip_file: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the entries by name; raises where there is one of another kind, or too large when unpacked."""
    entries: dict[str, zipfile.ZipInfo] = {}
    unpacked = 0
    for entry in zip_file.infolist():
        name, is_file = entry.filename, entry.filename.startswith("files/")
        if name in entries or not _is_ours(name) or entry.flag_bits & 0x1:
            raise RuleBroken("carry_damaged")
        if entry.compress_type not in {zipfile.ZIP_STORED} | (set() if is_file else {zipfile.ZIP_DEFLATED}):
            raise RuleBroken("carry_damaged")
        unpacked += 0 if is_file else entry.file_size
        if unpacked > LARGEST_SECTIONS or entry.file_size > LARGEST_SECTIONS:
            raise RuleBroken("carry_too_large", largest=LARGEST_SECTIONS // 1024 // 1024)
        entries[name] = entry
    return entries


def _is_ours(name: str) -> bool:
    folder, _, rest = name.partition("/")
    stem = rest.removesuffix(".jsonl")
    return (
        name == MANIFEST
        or (folder == "files" and digest_of(rest))
        or (folder == "sections" and rest.endswith(".jsonl") and stem.isidentifier() and stem.isascii())
    )


def _manifest(zip_file: zipfile.ZipFile) -> Manifest:
    """Return what the file says of itself, read before anything else of it, so that a newer file is told as such."""
    if MANIFEST not in zip_file.namelist():
        raise RuleBroken("carry_not_ours")
    with _damage_told(), zip_file.open(MANIFEST) as member:
        data: Any = json.loads(member.read(LARGEST_MANIFEST).decode("utf-8"))
        if not isinstance(data, dict) or data.get("kind") != KIND:
            raise RuleBroken("carry_not_ours")
        if int(data["format"]) > FORMAT:
            app = str(data.get("app", ""))[:40]
            raise RuleBroken("carry_newer", app=app, format=int(data["format"]), known=FORMAT)
        return Manifest(
            format=int(data["format"]),
            app=str(data["app"])[:40],
            made_at=_moment(data["made_at"]),
            audit_id=str(data["audit"]["id"]),
            code=str(data["audit"]["code"])[:LONGEST_TOLD],
            agency=str(data["audit"]["agency"])[:LONGEST_TOLD],
            is_sample=bool(data["audit"]["is_sample"]),
            sections={
                name: SectionContent(int(one["rows"]), str(one["sha256"])) for name, one in data["sections"].items()
            },
            files=int(data["files"]["count"]),
            file_bytes=int(data["files"]["bytes"]),
        )


def _moment(text: str) -> datetime:
    """Return a moment with its zone, of a year that every screen can show."""
    moment = datetime.fromisoformat(text)
    day_of(moment.date().isoformat())
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(UTC)


@contextmanager
def _damage_told() -> Iterator[None]:
    """Tell whatever a damaged ZIP or line makes Python raise by one code."""
    try:
        yield
    except (
        zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, RuntimeError,
        ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError, MemoryError,
    ) as error:  # fmt: skip
        raise RuleBroken("carry_damaged") from error
