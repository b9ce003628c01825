"""Draw `ridge.tif`, a made-up ridge on a plain at the height of the example's site."""

from pathlib import Path

import numpy as np
import rasterio
from rasterio.transform import from_origin

WEST_DEG, NORTH_DEG, STEP_DEG, SIZE = 43.3, 36.7, 0.005, 240
PLAIN_M, RIDGE_M, RIDGE_EAST_DEG, WIDTH_DEG = 410.0, 260.0, 43.86, 0.012


def heights() -> np.ndarray:
    """Return the plain with a ridge from north to south, metres, shape (SIZE, SIZE)."""
    east = WEST_DEG + STEP_DEG * (np.arange(SIZE) + 0.5)
    ridge = RIDGE_M * np.exp(-0.5 * ((east - RIDGE_EAST_DEG) / WIDTH_DEG) ** 2)
    return np.tile((PLAIN_M + ridge).astype(np.float32), (SIZE, 1))


def main() -> None:
    """Write the file beside this one."""
    with rasterio.open(
        Path(__file__).with_name("ridge.tif"),
        "w",
        driver="GTiff",
        height=SIZE,
        width=SIZE,
        count=1,
        dtype="float32",
        crs="EPSG:4326",
        transform=from_origin(WEST_DEG, NORTH_DEG, STEP_DEG, STEP_DEG),
        compress="deflate",
    ) as file:
        file.write(heights(), 1)


if __name__ == "__main__":
    main()
