"""What importing each file of the shared test data leads to, as docs/imports.md shows it.

`PYTHONPATH=. python tests/imports_table.py` imports all of them and writes the two tables; the
tests check, file by file, that what they see is what the tables say.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from imagery_support import DATA, TRAINER, run_trainer

DOCUMENT = TRAINER.parents[1] / "docs" / "imports.md"
HEAD = "| file | outcome | what is said about it |\n|---|---|---|\n"
EXACT = "pixels equal"
# How the pixels of a scene follow from those of the file, by what is noted about it.
PIXELS = {
    "rotated": "pixels interpolated",
    "warped_from_points": "pixels interpolated",
    "palette_expanded": "colours equal",
}


def make_row(name: str, result: Mapping[str, Any]) -> str:
    """Returns the line of one file from the result of its import."""
    if not result.get("ok", True):
        error = result["error"]
        return line(name, f"refused: {error['code']}", f"{error['message']} {error['hint']}")
    scene = result["scene"]
    bands = "1 band" if scene["bandCount"] == 1 else f"{scene['bandCount']} bands"
    crs = scene["crs"]
    place = "pixel space" if crs["wkt"] is None else crs["code"] or "own coordinate system"
    codes = [note["code"] for note in scene["notes"]]
    pixels = next((PIXELS[code] for code in codes if code in PIXELS), EXACT)
    size = f"{scene['widthPx']} x {scene['heightPx']} px"
    outcome = f"{size}, {bands}, {scene['dtype']}, {place}; {pixels}"
    return line(name, outcome, " ".join(note["message"] for note in scene["notes"]))


def line(name: str, outcome: str, said: str) -> str:
    """Returns one line of a table.

    Which piece of a truncated file is missed first depends on which thread was faster.
    """
    said = re.sub(r"Cannot read \d+ bytes at offset \d+", "Cannot read n bytes at offset m", said)
    safe = [re.sub(r"[|\n]", " ", text).strip() for text in (f"`{name}`", outcome, said)]
    return f"| {' | '.join(safe)} |"


def is_documented(name: str, result: Mapping[str, Any]) -> bool:
    """Says whether the document has the very line for this result."""
    return make_row(name, result) in DOCUMENT.read_text(encoding="utf-8").splitlines()


def import_file(path: Path) -> dict[str, Any]:
    """Imports one file as the studio does and returns the result file."""
    command = "import-chips" if path.suffix == ".zip" else "import-scene"
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "out"
        outcome = run_trainer(command, "--source", path, "--output", output, folder=Path(folder))
        return outcome.result


def write_tables() -> None:
    """Writes both tables into the document, between their marks."""
    text = DOCUMENT.read_text(encoding="utf-8")
    for folder in ("awkward", "hostile"):
        files = sorted((DATA / folder).iterdir())
        rows = "\n".join(make_row(path.name, import_file(path)) for path in files)
        start, end = f"<!-- {folder} -->\n", f"<!-- end of {folder} -->"
        before, _, rest = text.partition(start)
        text = f"{before}{start}\n{HEAD}{rows}\n\n{end}{rest.partition(end)[2]}"
        print(f"{len(files)} files of {folder}")
    DOCUMENT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_tables()
