"""Map what a posture covers: shots, stops and intercepts by aim point, threat and approach."""

from airshield.coverage.compute import compute
from airshield.coverage.contours import contours, to_geojson
from airshield.coverage.files import write_geojson, write_geotiff, write_netcdf

__all__ = [
    "compute",
    "contours",
    "to_geojson",
    "write_geojson",
    "write_geotiff",
    "write_netcdf",
]
