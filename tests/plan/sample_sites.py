"""A small siting file whose answer is seen at once, and its coverage by hand."""

import numpy as np

from airshield.plan.files import parse_plan, read_text
from airshield.plan.raids import approaches
from airshield.plan.site_coverage import SiteCoverage, stands_of
from airshield.plan.sites_file import SitesFile, check_sites

TEXT = read_text("march-2020")[1]


def mine(*changes, end=""):
    """Return the bundled file with (old, new) changes and text put at its end."""
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return parse_plan("mine", text + end, SitesFile, check_sites)


def by_site(plan, catalogue):
    """Return a coverage in which a battery covers all axes of the asset of its own site."""
    stands, demands = stands_of(plan), approaches(plan, catalogue)
    shots = [[float(stand.site == demand.asset) for demand in demands] for stand in stands]
    return SiteCoverage(stands, demands, np.array(shots))
