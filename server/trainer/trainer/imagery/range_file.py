"""A file that lies elsewhere, read through the process that started this one.

The trainer never goes to the network, nor does GDAL: who starts a command hands it one end of a
socket pair, whose number is in the environment, and answers what is asked for there. Only files
that this command is about can be asked for. A request is one line of JSON; the answer is another
one, followed by the bytes:

    {"source": "scn_1", "offset": 0, "length": 16384}
    {"ok": true, "length": 16384, "byteSize": 4854786}

    {"ok": false, "error": {"code": ..., "message": ..., "hint": ..., "sentence": ...}}
"""

from __future__ import annotations

import io
import json
import os
import socket
import threading
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from trainer.errors import TrainerError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CHANNEL_VARIABLE = "TILEWRIGHT_RANGES_FD"
PREFIX = "reference:"
BUFFER_BYTES = 64 * 1024
MAX_LINE_BYTES = 64 * 1024


class RangeChannel:
    """The socket on which byte ranges are asked for; one question at a time.

    GDAL reads from C, where an exception ends as "cannot read": what really happened is kept in
    `problem`.
    """

    problem: TrainerError | None = None

    def __init__(self, connection: socket.socket) -> None:
        self._stream = connection.makefile("rwb", buffering=BUFFER_BYTES)
        self._lock = threading.Lock()

    def ask(self, source: str, offset: int, length: int) -> tuple[bytes, int]:
        """Returns the bytes of a range, fewer at the file's end, and the size of the file.

        Raises:
            TrainerError: What the studio said is wrong, or that it is gone.
        """
        question = {"source": source, "offset": offset, "length": length}
        with self._lock:
            try:
                self._stream.write(json.dumps(question).encode() + b"\n")
                self._stream.flush()
                line = self._stream.readline(MAX_LINE_BYTES)
                answer: dict[str, Any] = json.loads(line) if line else {}
                content = self._stream.read(answer["length"]) if answer.get("ok") else b""
            except (OSError, ValueError) as error:
                raise cut_off(source) from error
        if answer.get("ok") and len(content) == answer["length"]:
            return content, int(answer["byteSize"])
        if "error" in answer:
            raise TrainerError.from_record(answer["error"])
        raise cut_off(source)


class RangeFile(io.RawIOBase):
    """One file behind a channel, read-only."""

    def __init__(self, channel: RangeChannel, source: str) -> None:
        super().__init__()
        self._channel = channel
        self._source = source
        self._place = 0
        self._size: int | None = None

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """Returns the byte that is read next."""
        return self._place

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Moves to a byte and returns it."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._place}.get(whence)
        self._place = max(0, offset + (self.byte_size if start is None else start))
        return self._place

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fills a buffer, or what the file has left of it."""
        view = memoryview(buffer).cast("B")
        content = self._ask(self._place, len(view))
        view[: len(content)] = content
        self._place += len(content)
        return len(content)

    @property
    def byte_size(self) -> int:
        """Size of the file in bytes."""
        if self._size is None:
            self._ask(0, 1)
        return self._size or 0

    def _ask(self, offset: int, length: int) -> bytes:
        if self._size is not None and offset >= self._size:
            return b""
        try:
            content, self._size = self._channel.ask(self._source, offset, length)
        except TrainerError as error:
            self._channel.problem = error
            raise OSError(error.message) from error
        return content


@cache
def open_channel() -> RangeChannel:
    """Returns the channel of this process.

    Raises:
        TrainerError: Nobody gave it one.
    """
    number = os.environ.get(CHANNEL_VARIABLE, "")
    if not number.isdecimal():
        raise cut_off("")
    try:
        return RangeChannel(socket.socket(fileno=int(number)))
    except OSError as error:
        raise cut_off("") from error


def find_problem() -> TrainerError | None:
    """Returns what the studio last said is wrong, where GDAL only knows that it could not read."""
    return open_channel().problem if os.environ.get(CHANNEL_VARIABLE) else None


def check_problem() -> None:
    """Raises what the studio said is wrong: GDAL may have read on as if nothing had been."""
    problem = find_problem()
    if problem is not None:
        raise problem


def find_source(path: object) -> str | None:
    """Returns the source that a raster's path names, or None where it is an ordinary path."""
    text = str(path)
    return text.removeprefix(PREFIX) if text.startswith(PREFIX) else None


def cut_off(source: str) -> TrainerError:
    """Returns the failure of a channel whose other end went away."""
    name = PurePosixPath(source).name or "?"
    return TrainerError("unreadable_file", "trainer.references.cutOff", name=name)
