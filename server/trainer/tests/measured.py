"""Runs a command and writes its exit code, processor time and peak memory as JSON.

`python measured.py USAGE.json COMMAND ...`. Linux hands the peak of the process that calls down to
the program it starts; from a small process like this one the figure is the program's own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path


def main() -> None:
    """Starts the command, waits for it and reports."""
    process = subprocess.Popen(sys.argv[2:])
    _, status, usage = os.wait4(process.pid, 0)
    record = {
        "code": os.waitstatus_to_exitcode(status),
        "cpuSeconds": usage.ru_utime + usage.ru_stime,
        "peakBytes": usage.ru_maxrss * 1024,
    }
    with Path(sys.argv[1]).open("w", encoding="utf-8") as file:
        json.dump(record, file)


if __name__ == "__main__":
    main()
