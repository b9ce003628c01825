"""Make the assignment problems of the literature recipe from a stated random generator.

Recipe of Ahuja, Kumar, Jha and Orlin (Operations Research 55, 2007): worth uniform over whole
numbers, kill probability uniform over a range. The generator is written out in the case file, so
that anybody can make the same instances.
"""

import numpy as np


def recipe(weapons, targets, seed, chances=(0.60, 0.90), worths=(25, 100)):
    """Return (kill probability (W, T), worth (T,))."""
    x = seed

    def draw():
        nonlocal x
        x = (1103515245 * x + 12345) % 2**31
        return x / 2**31

    for _ in range(10):
        draw()
    low, high = worths
    value = np.array([float(low + int((high + 1 - low) * draw())) for _ in range(targets)])
    least, most = chances
    p = np.array(
        [[least + (most - least) * draw() for _ in range(targets)] for _ in range(weapons)]
    )
    return p, value
