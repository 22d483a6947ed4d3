"""Refuses imagery whose values are on another scale than those a model learned from.

The studio has the same rule (lib/compare-scale.ts); both are tested with the same cases.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from trainer.contract.run_spec import BandScale
from trainer.errors import TrainerError

# Scenes of one sensor are darker or brighter than others, by ten times at most; units differ by a
# hundred.
WILD_RATIO = 30.0
# Where the files name different units, less is enough.
WILD_RATIO_OTHER_UNIT = 3.0
# Kelvin and degrees Celsius: of the same size, but this many spans apart.
WILD_GAP = 4.0
WILD_STEP = 1.5


def check_scale(model: Sequence[BandScale], scene: Sequence[BandScale], name: str) -> None:
    """Compares what a model learned from with what an image holds, band by band.

    Raises:
        TrainerError: They are on another scale; the message says how far.
    """
    pairs = [
        (seen, found)
        for seen, found in zip(model, scene, strict=False)
        if seen.high > seen.low and found.high > found.low
    ]
    for seen, found in pairs:
        if seen.scale is None or found.scale is None:
            continue
        step = abs(found.scale / seen.scale)
        if step > WILD_STEP or step < 1 / WILD_STEP:
            raise TrainerError(
                "invalid_input",
                "trainer.predictions.otherStep",
                name=name,
                modelStep=f"{seen.scale:g}",
                sceneStep=f"{found.scale:g}",
            )
    middle = middle_of([math.log(size(found) / size(seen)) for seen, found in pairs])
    other_unit = any(is_other_unit(seen.unit, found.unit) for seen, found in pairs)
    allowed = math.log(WILD_RATIO_OTHER_UNIT if other_unit else WILD_RATIO)
    if abs(middle) > allowed:
        raise TrainerError(
            "invalid_input",
            "trainer.predictions.otherScale",
            name=name,
            factor=f"{math.exp(abs(middle)):.0f}",
            direction="larger" if middle > 0 else "smaller",
        )
    if pairs and all(is_apart(seen, found) for seen, found in pairs):
        raise TrainerError("invalid_input", "trainer.predictions.otherRange", name=name)


def middle_of(values: list[float]) -> float:
    """Returns the middle of a list; of two middles the one nearer to 0, of none 0."""
    if not values:
        return 0.0
    ordered = sorted(values)
    pair = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return min(pair, key=abs)


def size(band: BandScale) -> float:
    """Returns how large the values of a band are."""
    return max(abs(band.low), abs(band.high))


def is_apart(seen: BandScale, found: BandScale) -> bool:
    """Tells whether two ranges lie several of their spans apart."""
    gap = max(found.low - seen.high, seen.low - found.high)
    return gap > WILD_GAP * max(seen.high - seen.low, found.high - found.low)


def is_other_unit(one: str | None, other: str | None) -> bool:
    """Tells whether two units are both known and differ in more than spelling."""
    if one is None or other is None:
        return False
    plain_one, plain_other = (re.sub(r"[\s^*·.]", "", unit.lower()) for unit in (one, other))
    return plain_one != plain_other
