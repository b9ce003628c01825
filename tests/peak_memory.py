"""Tell the most memory that this process has held."""

import resource
import sys
from pathlib import Path

STATUS = Path("/proc/self/status")


def peak_bytes():
    """Return the peak of resident memory, bytes.

    Linux hands the peak of `getrusage` down from the process that started this one: a test runner
    that has compiled kernels would be counted. The high-water mark of the process is its own.
    """
    if STATUS.exists():
        (line,) = (line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
