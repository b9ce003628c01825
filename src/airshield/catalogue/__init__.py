"""Hold open-source parameters with low, nominal, high, basis and source, and one site table."""

from airshield.catalogue.catalogue import Catalogue, Entry, Site
from airshield.catalogue.load import bundled, load_catalogue
from airshield.catalogue.quantity import Quantity

__all__ = ["Catalogue", "Entry", "Quantity", "Site", "bundled", "load_catalogue"]
