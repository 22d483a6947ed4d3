"""Finds the files that make up one scene: the bands of a folder or a zip archive."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from trainer.errors import TrainerError
from trainer.imagery.band_names import BandName, is_side_file, read_band_name, spectral_order
from trainer.imagery.chip_source import FolderSource, ZipSource, natural, open_source
from trainer.imagery.raw import RAW_SUFFIXES, find_header_name

RASTER_SUFFIXES = frozenset(
    {".tif", ".tiff", ".jp2", ".j2k", ".png", ".jpg", ".jpeg", ".img", ".nc"}
)
# A product's folder holds its bands up to five folders down.
MAX_DEPTH = 6
MAX_BAND_BYTES = 16 * 1024**3
MAX_RASTERS = 64
MAX_NAMED = 8


@dataclass(frozen=True)
class BandFile:
    """One file of a scene.

    Attributes:
        location: Relative path within the folder or archive.
        name: What its name says, if it is that of a known product.
        path: Where its bytes are on the disk.
    """

    location: str
    name: BandName | None = None
    path: Path = Path()

    @property
    def label(self) -> str:
        """Returns what its band is called."""
        if self.name is None:
            return PurePosixPath(self.location).stem
        return f"{self.name.band} {self.name.colour}" if self.name.colour else self.name.band


@dataclass(frozen=True)
class BandSet:
    """The files of one scene, in the order of its bands, and what was left out."""

    files: tuple[BandFile, ...]
    left_out: tuple[str, ...] = ()


@contextmanager
def open_band_files(source: Path, scratch: Path) -> Iterator[BandSet]:
    """Yields the files of the one scene in a folder or archive.

    Files of an archive are unpacked, under names of our own, into a folder within `scratch` that
    is removed afterwards.

    Raises:
        TrainerError: There is no scene in it, or more than one, or the archive is hostile.
    """
    if source.is_dir():
        chosen = choose_bands(FolderSource(source, MAX_DEPTH).list_files([]))
        yield replace(
            chosen,
            files=tuple(replace(file, path=source / file.location) for file in chosen.files),
        )
        return
    archive = ZipSource(source, MAX_BAND_BYTES)
    try:
        names = archive.list_files([])
        chosen = choose_bands(names)
        with tempfile.TemporaryDirectory(dir=scratch) as folder:
            check_room(archive, chosen, Path(folder))
            files = tuple(
                unpack(archive, file, names, Path(folder) / f"{number:04}")
                for number, file in enumerate(chosen.files)
            )
            yield replace(chosen, files=files)
    finally:
        archive.close()


def unpack(archive: ZipSource, file: BandFile, names: list[str], stem: Path) -> BandFile:
    """Unpacks one file, and the header that a raw raster cannot be read without."""
    target = stem.with_suffix(".raster")
    archive.extract(file.location, target)
    header = find_header_name(file.location, names)
    if header is not None:
        archive.extract(header, stem.with_suffix(".hdr"))
    return replace(file, path=target)


def check_room(archive: ZipSource, chosen: BandSet, folder: Path) -> None:
    """Refuses to unpack what the disk cannot hold."""
    needed = sum(archive.size_of(file.location) for file in chosen.files)
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise TrainerError(
            "storage_full", "trainer.scenes.needsSpace", neededBytes=needed, freeBytes=free
        )


def is_product(source: Path) -> bool:
    """Says whether a folder or archive holds the bands of one product and nothing else.

    Raises:
        TrainerError: It can be neither a product nor chips.
    """
    open_source(source).close()
    if source.is_dir():
        names = FolderSource(source, MAX_DEPTH).list_files([])
    else:
        archive = ZipSource(source, MAX_BAND_BYTES)
        try:
            names = archive.list_files([])
        finally:
            archive.close()
    rasters = [name for name in names if is_raster(name, names)]
    bands = [found for name in rasters if (found := read_band_name(name)) is not None]
    side = sum(is_side_file(name) for name in rasters)
    return (
        len({band.band for band in bands}) >= 2
        and len({band.product for band in bands}) == 1
        and len(bands) + side >= len(rasters)
    )


def choose_bands(locations: list[str]) -> BandSet:
    """Chooses the files of one scene among everything that was found.

    Names of a known product decide: one file per band, the finest where there are several,
    without quality layers and the panchromatic band. Else every raster is taken, by name.

    Raises:
        TrainerError: `invalid_input` for no raster, or several scenes.
    """
    rasters = sorted((path for path in locations if is_raster(path, locations)), key=natural)
    named = [BandFile(path, read_band_name(path)) for path in rasters]
    known = [file for file in named if file.name is not None and not is_side_file(file.location)]
    files = choose_product(known) if known else [BandFile(path) for path in rasters]
    if not files:
        raise TrainerError("invalid_input", "trainer.bands.none")
    if len(files) > MAX_RASTERS:
        raise TrainerError(
            "too_large", "trainer.bands.tooMany", count=len(files), limit=MAX_RASTERS
        )
    taken = {file.location for file in files}
    return BandSet(tuple(files), tuple(path for path in rasters if path not in taken))


def choose_product(files: list[BandFile]) -> list[BandFile]:
    """Returns one file per band of the one product among `files`, in the order of its bands."""
    products: dict[str, dict[str, BandFile]] = {}
    for file in files:
        assert file.name is not None
        if file.name.panchromatic:
            continue
        bands = products.setdefault(file.name.product, {})
        present = bands.get(file.name.band)
        if present is None or resolution(file) < resolution(present):
            bands[file.name.band] = file
    if len(products) > 1:
        names = [name or "?" for name in sorted(products)]
        raise TrainerError(
            "invalid_input",
            "trainer.bands.severalScenes",
            count=len(names),
            names=[*names[:MAX_NAMED], "..."] if len(names) > MAX_NAMED else names,
        )
    return [
        bands[band] for bands in products.values() for band in sorted(bands, key=spectral_order)
    ]


def resolution(file: BandFile) -> int:
    """Returns the metres in a file's name, a large number where it gives none."""
    return (file.name.metres if file.name else None) or 1000


def is_raster(path: str, locations: list[str]) -> bool:
    """Says whether a file may be a raster, by its name; raw ones need a header beside them."""
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in RASTER_SUFFIXES:
        return True
    return suffix in RAW_SUFFIXES and find_header_name(path, locations) is not None
