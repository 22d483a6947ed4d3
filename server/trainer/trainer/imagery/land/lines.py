"""Curves on the land and the distance of each pixel to them."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from trainer.imagery.land.noise import Field

Points = NDArray[np.float64]  # [n, 2] as (x, y) in pixels


def meander(
    start: tuple[float, float],
    end: tuple[float, float],
    wavelength_px: float,
    swing: float,
    rng: np.random.Generator,
) -> Points:
    """Returns a meandering line from `start` to `end`, a point about every pixel.

    A sine-generated curve with skewness and flatness (Kinoshita; Parker and others 1983):
    the direction swings by `swing` radians; wavelength and swing wander along the way.
    """
    length = math.dist(start, end)
    steps = int(length * (1.6 + swing))
    s = np.arange(steps, dtype=np.float64)
    wander = smooth_walk(steps, wavelength_px * 2.5, rng)
    phase = np.cumsum(2 * np.pi / (wavelength_px * (1 + 0.35 * wander)))
    size = swing * (1 + 0.45 * smooth_walk(steps, wavelength_px * 3, rng))
    angle = size * np.sin(phase) + size**3 * (0.03 * np.cos(3 * phase) - 0.02 * np.sin(3 * phase))
    angle += 0.25 * smooth_walk(steps, wavelength_px * 6, rng)
    x, y = np.cumsum(np.cos(angle)), np.cumsum(np.sin(angle))
    # Turn and scale the line so that it ends where it should.
    turn = math.atan2(end[1] - start[1], end[0] - start[0]) - math.atan2(y[-1], x[-1])
    scale = length / math.hypot(x[-1], y[-1])
    line = np.stack([x, y], axis=1) * scale
    cos, sin = math.cos(turn), math.sin(turn)
    points: Points = line @ np.array([[cos, sin], [-sin, cos]]) + np.array(start) + 0 * s[:1]
    return points


def smooth_walk(steps: int, scale_px: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Returns noise along a line, about within -1..1, that changes over `scale_px` steps."""
    knots = max(4, int(steps / scale_px) + 3)
    values = rng.uniform(-1, 1, knots)
    t = np.linspace(0, knots - 1.001, steps)
    base = np.floor(t).astype(int)
    f = t - base
    f = f * f * (3 - 2 * f)
    result: NDArray[np.float64] = (
        values[base] * (1 - f) + values[np.minimum(base + 1, knots - 1)] * f
    )
    return result


def bent_line(
    start: tuple[float, float], end: tuple[float, float], bend: float, rng: np.random.Generator
) -> Points:
    """Returns a gently bent road from `start` to `end`, a point every half pixel."""
    length = math.dist(start, end)
    steps = max(2, int(length * 2))
    t = np.linspace(0, 1, steps)
    side = np.array([-(end[1] - start[1]), end[0] - start[0]]) / max(length, 1e-6)
    sway = smooth_walk(steps, steps / 4, rng) * np.sin(np.pi * t) * bend * length
    straight = np.outer(1 - t, start) + np.outer(t, end)
    points: Points = straight + sway[:, None] * side
    return points


def draw_distance(size: int, points: Points, reach_px: int, field: Field | None = None) -> Field:
    """Returns each pixel's distance to a line in pixels, infinite beyond `reach_px`.

    Args:
        size: Side of the square in pixels.
        points: The line, dense enough that neighbours are about a pixel apart.
        reach_px: How far from the line distances are needed.
        field: A field to lower further, for several lines.
    """
    distance = np.full((size, size), np.inf, np.float32) if field is None else field
    offsets = np.arange(-reach_px, reach_px + 1)
    for x, y in points[:: max(1, reach_px // 24)]:
        col, row = int(x), int(y)
        if not (-reach_px <= col < size + reach_px and -reach_px <= row < size + reach_px):
            continue
        rows = offsets[max(0, reach_px - row) : max(0, reach_px - row + size)] + row
        cols = offsets[max(0, reach_px - col) : max(0, reach_px - col + size)] + col
        if not rows.size or not cols.size:
            continue
        squares = (rows[:, None] + 0.5 - y) ** 2 + (cols[None, :] + 0.5 - x) ** 2
        view = distance[rows[0] : rows[-1] + 1, cols[0] : cols[-1] + 1]
        np.minimum(view, np.sqrt(squares, dtype=np.float32, casting="same_kind"), out=view)
    return distance
