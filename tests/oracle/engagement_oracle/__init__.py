"""Run the engagement specification in slow, plain Python: the oracle of the compiled kernel.

Written from docs/theory/engagement.md and the specification behind it, never from the kernel's
source: one object per threat, unit, group and pair, every draw made, nothing looked up beforehand.
Each floating-point expression stands in the order of the specification, because the kernel must
agree bit for bit.
"""

from .draws import philox4x32, philox_draws, stdlib_draws
from .play import DTYPES, play, run
from .raid import read

__all__ = ["DTYPES", "philox4x32", "philox_draws", "play", "read", "run", "stdlib_draws"]
