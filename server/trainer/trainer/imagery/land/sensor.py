"""What lies between the land and the file: clouds, air, optics, detector noise, quantization."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trainer.imagery.land.noise import Field, blur, fractal, make_rng, ramp, shift

SCALE = 10_000
# Haze adds most in the blue. Optical blur in pixels; the short-wave bands are sharpened from 20 m.
HAZE = (0.020, 0.012, 0.007, 0.003, 0.001, 0.0005)
BLUR_PX = (0.55, 0.55, 0.55, 0.6, 0.95, 0.95)
NOISE = (0.0011, 0.0010, 0.0011, 0.0016, 0.0014, 0.0014)
CLOUD = (0.62, 0.61, 0.62, 0.66, 0.50, 0.38)


def observe(
    surface: NDArray[np.float32], seed: int, cloud_share: float
) -> tuple[NDArray[np.uint16], NDArray[np.bool_]]:
    """Turns surface reflectance [6, rows, cols] into what a satellite would deliver.

    Args:
        surface: Reflectance 0..1; used as working space.
        seed: Source of randomness.
        cloud_share: Share of the scene under clouds, 0..1.

    Returns:
        Reflectance times 10,000 as uint16 [6, rows, cols], and where clouds or their shade are.
    """
    size = surface.shape[1]
    rng = make_rng(seed, "sensor")
    air = 0.9 + 0.25 * fractal(size, rng, 4.0, size)
    thickness, shade = make_clouds(size, seed, cloud_share)
    digital = np.empty(surface.shape, np.uint16)
    for band in range(surface.shape[0]):
        plane = surface[band] * (1 - 0.6 * shade)
        plane = plane * (1 - thickness) + CLOUD[band] * thickness
        plane = blur(plane, BLUR_PX[band]) + HAZE[band] * air
        noise = rng.standard_normal((size, size), dtype=np.float32)
        plane += noise * (NOISE[band] + 0.006 * np.maximum(plane, 0))
        digital[band] = np.clip(np.rint(plane * SCALE), 1, 65535).astype(np.uint16)
    return digital, (thickness > 0.15) | (shade > 0.15)


def make_clouds(size: int, seed: int, share: float) -> tuple[Field, Field]:
    """Returns the thickness of clouds and the strength of their shade, 0..1."""
    nothing = np.zeros((size, size), np.float32)
    if share <= 0:
        return nothing, nothing
    rng = make_rng(seed, "clouds")
    field = fractal(size, rng, 3.6, size / 5) + 0.2 * fractal(size, rng, 2.6, size / 18)
    level = float(np.quantile(field[::4, ::4], 1 - min(share, 1.0)))
    thickness = ramp(field, level - 0.15, level + 0.9)
    # The sun stands in the south-south-east: shade falls to the north-north-west.
    shade = blur(shift(thickness, -max(4, size // 60), -max(2, size // 130)), 2.0)
    return thickness, np.clip(shade, 0, 1).astype(np.float32)
