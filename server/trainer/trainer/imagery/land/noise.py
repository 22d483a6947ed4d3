"""Random fields: fractal noise by spectral synthesis, hashes of integers, blurs."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]
Ints = NDArray[np.int64]


def make_rng(seed: int, name: str) -> np.random.Generator:
    """Returns a generator of its own for each purpose, so that adding one changes no other."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def frequencies(size: int) -> Field:
    """Returns the radial frequency of each real-FFT coefficient in cycles per pixel."""
    rows = np.fft.fftfreq(size)[:, None]
    cols = np.fft.rfftfreq(size)[None, :]
    return np.sqrt(rows**2 + cols**2).astype(np.float32)


def fractal(size: int, rng: np.random.Generator, beta: float, largest_px: float) -> Field:
    """Returns noise whose power falls with frequency to the power of `-beta`, mean 0, std 1.

    Args:
        size: Side in pixels.
        rng: Source of randomness.
        beta: 0 is white noise, 2 is rough terrain, 4 is smooth hills.
        largest_px: Features larger than this are damped.
    """
    radius = frequencies(size)
    floor = 1.0 / largest_px
    amplitude = (radius**2 + np.float32(floor**2)) ** np.float32(-beta / 4)
    amplitude[0, 0] = 0
    white = rng.standard_normal((size, size), dtype=np.float32)
    field = np.fft.irfft2(np.fft.rfft2(white) * amplitude, s=(size, size))
    return standardize(field)


def blur(field: NDArray[Any], sigma_px: float) -> Field:
    """Returns a field blurred by a Gaussian; edges wrap around."""
    size = field.shape[0]
    kernel = np.exp(-2 * (np.pi * sigma_px * frequencies(size)) ** 2).astype(np.float32)
    blurred = np.fft.irfft2(np.fft.rfft2(field) * kernel, s=field.shape)
    return np.asarray(blurred, np.float32)


def standardize(field: NDArray[Any]) -> Field:
    """Returns a field with mean 0 and standard deviation 1."""
    centred = field - field.mean()
    return np.asarray(centred / (centred.std() or 1.0), np.float32)


def ramp(field: NDArray[Any], low: float, high: float) -> Field:
    """Returns 0 below `low`, 1 above `high`, and a smooth step between (Perlin's smoothstep)."""
    t = np.clip((field - low) / (high - low), 0, 1)
    return (t * t * (3 - 2 * t)).astype(np.float32)


def hash01(salt: int, *keys: NDArray[Any]) -> Field:
    """Returns a repeatable number in [0, 1) for each tuple of integers.

    Mixes as in the finalizer of MurmurHash3.
    """
    value = np.full(np.broadcast_shapes(*(key.shape for key in keys)), salt, np.uint32)
    value *= np.uint32(0x9E3779B1)
    for key in keys:
        value ^= key.astype(np.int64).astype(np.uint32)
        value ^= value >> np.uint32(16)
        value *= np.uint32(0x85EBCA6B)
        value ^= value >> np.uint32(13)
        value *= np.uint32(0xC2B2AE35)
        value ^= value >> np.uint32(16)
    return (value >> np.uint32(8)).astype(np.float32) / np.float32(1 << 24)


def voronoi(x: Field, y: Field, spacing_px: float, salt: int) -> Ints:
    """Returns the id of the nearest of the seeds that lie one to a square of `spacing_px`."""
    col, row = np.floor(x / spacing_px), np.floor(y / spacing_px)
    best = np.full(x.shape, np.inf, np.float32)
    nearest = np.zeros(x.shape, np.int64)
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            seed_col, seed_row = col + right, row + down
            seed_x = (seed_col + 0.1 + 0.8 * hash01(salt, seed_col, seed_row)) * spacing_px
            seed_y = (seed_row + 0.1 + 0.8 * hash01(salt + 1, seed_col, seed_row)) * spacing_px
            distance = (x - seed_x) ** 2 + (y - seed_y) ** 2
            closer = distance < best
            best = np.where(closer, distance, best)
            code = (seed_row.astype(np.int64) + 4096) * 8192 + seed_col.astype(np.int64) + 4096
            nearest = np.where(closer, code, nearest)
    return nearest


def shift(field: NDArray[Any], rows: int, cols: int) -> NDArray[Any]:
    """Returns a field moved down and right; edges wrap around."""
    return np.roll(field, (rows, cols), axis=(0, 1))
