"""Finds chips in a folder or a zip archive, in the layouts that image datasets come in.

`class/*.tif` and `train|val|test/class/*.tif`, with one wrapping folder tolerated. An archive is
read in place and is never unpacked, so nothing it says can become a path on this machine.
"""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from trainer.contract.sentences import SentenceKey
from trainer.errors import TrainerError
from trainer.imagery.types import SkippedChip

IMAGE_SUFFIXES = frozenset({".tif", ".tiff", ".png", ".jpg", ".jpeg"})
ARCHIVE_SUFFIXES = frozenset({".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar"})
SPLITS = {
    "train": "train",
    "training": "train",
    "val": "val",
    "valid": "val",
    "validation": "val",
    "test": "test",
    "testing": "test",
}
# Files that operating systems and datasets leave about; left out without a word.
IGNORED = re.compile(
    r"^(\..*|__MACOSX|Thumbs\.db|desktop\.ini|.*\.(csv|txt|md|json|xml|aux\.xml))$"
)
MAX_FILES = 500_000
MAX_NAME = 200
MAX_CHIP_BYTES = 64 * 1024**2
MAX_TOTAL_BYTES = 64 * 1024**3
MAX_RATIO = 200
RATIO_FREE_BYTES = 1024**2
COPY_BYTES = 1024**2
# zlib.error is what damaged data raises, the others what damaged or odd headers do.
ZIP_ERRORS = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error)


@dataclass(frozen=True)
class ChipFile:
    """One chip that was found: where it is and what its folders say about it."""

    name: str
    class_name: str
    split: str | None
    location: str


class ChipSource(ABC):
    """A place that chips are read from."""

    @abstractmethod
    def list_files(self, skipped: list[SkippedChip]) -> list[str]:
        """Returns the relative paths (with slashes) of everything that may be a chip."""

    @abstractmethod
    def read(self, location: str) -> bytes:
        """Returns the bytes of one file.

        Raises:
            OSError, TrainerError: The file cannot be read.
        """

    def close(self) -> None:  # noqa: B027 (a folder has nothing to close)
        """Lets go of what is open."""


class FolderSource(ChipSource):
    """Chips in a folder. Links are not followed."""

    def __init__(self, root: Path, max_depth: int = 4) -> None:
        self._root = root
        self._max_depth = max_depth

    def list_files(self, skipped: list[SkippedChip]) -> list[str]:
        """Returns relative paths, at most `max_depth` folders deep."""
        found: list[str] = []
        folders = [(self._root, 0)]
        while folders:
            folder, depth = folders.pop()
            for path in folder.iterdir():
                relative = path.relative_to(self._root).as_posix()
                if IGNORED.match(path.name):
                    continue
                if path.is_symlink():
                    skipped.append({"name": relative, "reason": "It is a link."})
                elif path.is_dir() and depth < self._max_depth:
                    folders.append((path, depth + 1))
                elif path.is_file():
                    found.append(relative)
                if len(found) > MAX_FILES:
                    raise too_many_files()
        return found

    def read(self, location: str) -> bytes:
        """Returns the bytes of one file."""
        path = self._root / location
        if path.stat().st_size > MAX_CHIP_BYTES:
            raise TrainerError("too_large", "trainer.chips.chipTooLarge", limitBytes=MAX_CHIP_BYTES)
        return path.read_bytes()


class ZipSource(ChipSource):
    """Chips in a zip archive, checked entry by entry before anything is read."""

    def __init__(self, path: Path, max_entry_bytes: int = MAX_CHIP_BYTES) -> None:
        self._max_entry_bytes = max_entry_bytes
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise TrainerError(
                "unreadable_file", "trainer.chips.zipUnreadable", name=path.name
            ) from error
        self._entries: dict[str, zipfile.ZipInfo] = {}

    def list_files(self, skipped: list[SkippedChip]) -> list[str]:
        """Returns the names of the archive's files after checking all of them."""
        entries = self._archive.infolist()
        if len(entries) > MAX_FILES:
            raise too_many_files()
        total = sum(entry.file_size for entry in entries)
        if total > MAX_TOTAL_BYTES:
            raise TrainerError("too_large", "trainer.archives.tooLarge", fullBytes=total)
        for entry in entries:
            check_entry(entry, self._max_entry_bytes)
            if entry.is_dir() or any(IGNORED.match(part) for part in entry.filename.split("/")):
                continue
            if entry.filename in self._entries:
                raise hostile("trainer.archives.twice", entry.filename)
            self._entries[entry.filename] = entry
        return list(self._entries)

    def read(self, location: str) -> bytes:
        """Returns the bytes of one file, never more than the archive declared."""
        entry = self._entries[location]
        try:
            with self._archive.open(entry) as file:
                content = file.read(entry.file_size + 1)
        except ZIP_ERRORS as error:
            raise TrainerError(
                "unreadable_file", "trainer.chips.notUnpacked", reason=str(error)
            ) from error
        if len(content) != entry.file_size:
            raise TrainerError("unreadable_file", "trainer.chips.sizeDiffers")
        return content

    def size_of(self, location: str) -> int:
        """Returns the size that the archive declares for one file, in bytes."""
        return self._entries[location].file_size

    def extract(self, location: str, target: Path) -> None:
        """Writes one file to `target`, never more than the archive declared.

        Raises:
            TrainerError: The file cannot be unpacked, or is not of the declared size.
        """
        entry = self._entries[location]
        written = 0
        try:
            with self._archive.open(entry) as file, target.open("wb") as copy:
                while piece := file.read(COPY_BYTES):
                    written += len(piece)
                    if written > entry.file_size:
                        break
                    copy.write(piece)
        except ZIP_ERRORS as error:
            raise TrainerError(
                "unreadable_file", "trainer.archives.notUnpacked", name=location, reason=str(error)
            ) from error
        if written != entry.file_size:
            raise TrainerError("unreadable_file", "trainer.archives.sizeDiffers", name=location)

    def close(self) -> None:
        """Closes the archive."""
        self._archive.close()


def open_source(path: Path) -> ChipSource:
    """Opens a folder or a zip archive of chips.

    Raises:
        TrainerError: `invalid_input` when it is neither.
    """
    if path.is_dir():
        return FolderSource(path)
    if not path.is_file():
        raise TrainerError("invalid_input", "trainer.chips.nothingThere", name=path.name)
    with path.open("rb") as file:
        head = file.read(4)
    if not head:
        raise TrainerError("unreadable_file", "trainer.files.empty", name=path.name)
    if head[:2] != b"PK":
        raise TrainerError("unsupported", "trainer.chips.notAZip", name=path.name)
    return ZipSource(path)


def check_entry(entry: zipfile.ZipInfo, max_bytes: int) -> None:
    """Refuses the whole archive for one entry that no honest program writes."""
    name = entry.orig_filename
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if name.startswith(("/", "\\")) or re.match(r"^[A-Za-z]:", name) or ".." in parts:
        raise hostile("trainer.archives.leadsOut", name)
    if "\x00" in name or any(ord(character) < 32 for character in name):
        raise hostile("trainer.archives.controlCharacters", name)
    if len(name) > 4 * MAX_NAME or any(len(part) > MAX_NAME for part in parts) or len(parts) > 8:
        raise hostile("trainer.archives.absurdName", name)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise hostile("trainer.archives.link", name)
    if entry.flag_bits & 0x1:
        raise TrainerError("unsupported", "trainer.chips.encrypted")
    if PurePosixPath(name).suffix.lower() in ARCHIVE_SUFFIXES:
        raise hostile("trainer.archives.archive", name)
    if entry.file_size > max_bytes and PurePosixPath(name).suffix.lower() in IMAGE_SUFFIXES:
        raise TrainerError(
            "too_large",
            "trainer.archives.largeEntry",
            name=name[:80],
            fullBytes=entry.file_size,
        )
    if entry.file_size > RATIO_FREE_BYTES and entry.file_size > MAX_RATIO * entry.compress_size:
        raise TrainerError(
            "too_large",
            "trainer.archives.bomb",
            name=name[:80],
            times=entry.file_size // max(entry.compress_size, 1),
        )


def hostile(reason: SentenceKey, name: str) -> TrainerError:
    """Returns the refusal of an archive that was made to do harm, or by a broken program."""
    shown = "".join(c if c.isprintable() else "?" for c in name)[:80]
    return TrainerError("invalid_input", reason, name=shown)


def too_many_files() -> TrainerError:
    """Returns the refusal of more files than a contact sheet can hold."""
    return TrainerError("too_large", "trainer.chips.tooManyFiles", limit=MAX_FILES)


def sort_chips(paths: Iterable[str], skipped: list[SkippedChip]) -> list[ChipFile]:
    """Reads class and split from folder names and sorts by (split, class, name).

    Args:
        paths: Relative paths of everything that was found.
        skipped: Receives what is not a chip, with the reason.

    Raises:
        TrainerError: `invalid_input` when no layout fits.
    """
    images: list[str] = []
    for path in paths:
        if PurePosixPath(path).suffix.lower() in IMAGE_SUFFIXES:
            images.append(path)
        else:
            skipped.append({"name": path, "reason": "It is not a TIFF, PNG or JPEG."})
    if not images:
        raise TrainerError("invalid_input", "trainer.chips.noImages")
    first = 1 if is_wrapped([path.split("/") for path in images]) else 0
    layout = [(path, path.split("/")[first:]) for path in images]
    has_splits = any(len(parts) == 3 and parts[0].lower() in SPLITS for _, parts in layout)
    chips: list[ChipFile] = []
    for path, parts in layout:
        if has_splits and len(parts) == 3 and parts[0].lower() in SPLITS:
            chips.append(ChipFile(parts[2], parts[1], SPLITS[parts[0].lower()], path))
        elif not has_splits and len(parts) == 2:
            chips.append(ChipFile(parts[1], parts[0], None, path))
        else:
            skipped.append({"name": path, "reason": "It does not lie in a class folder."})
    if not chips:
        raise TrainerError("invalid_input", "trainer.chips.noClassFolders")
    order = {"train": 0, "val": 1, "test": 2, None: 3}
    chips.sort(key=lambda c: (order[c.split], natural(c.class_name), natural(c.name), c.location))
    return chips


def is_wrapped(images: list[list[str]]) -> bool:
    """Says whether one folder wraps everything, and is not itself the only class or split."""
    tops = {parts[0] for parts in images}
    depth = max(len(parts) for parts in images)
    if len(tops) != 1 or depth < 3:
        return False
    return not (depth == 3 and next(iter(tops)).lower() in SPLITS)


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Returns a key that sorts chip_2 before chip_10."""
    pieces = re.findall(r"\d+|\D+", name.casefold())
    return tuple((0, int(p), p) if p.isdecimal() else (1, 0, p) for p in pieces)
