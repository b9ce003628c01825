"""Time the inference on generated ledgers: 10,000 claims over 200 sites."""

from __future__ import annotations

import datetime as dt
import time

import numpy as np

from airshield.posture import Loaded, adopt, chains, infer, track
from airshield.posture.models import Claim, Document, Ledger, Site

N_CLAIMS = 10_000
N_SITES = 200
START = dt.date(2020, 1, 1)
END = dt.date(2020, 12, 31)
STATUSES = ("planned", "in transit", "arriving", "being assembled", "present", "operational")


def generated(n_claims: int = N_CLAIMS, n_sites: int = N_SITES, seed: int = 1) -> Loaded:
    """Return a random ledger over one year: a fifth of the claims are copies, a tenth denials.

    The sites lie in one country, whose chain takes every presence reported at one of them.
    """
    draw = np.random.default_rng(seed)
    sites = tuple(Site(id=f"site-{k}", name=f"Site {k}", lat_deg=30.0, lon_deg=40.0, within="iraq")
                  for k in range(n_sites))  # fmt: skip
    span = (END - START).days
    days = np.sort(draw.integers(0, span, n_claims))
    documents, claims = [], []
    for number, day in enumerate(days.tolist()):
        published = START + dt.timedelta(days=day)
        documents.append(Document(id=f"d{number}", publisher="press", published=published))
        copies = number > 0 and draw.random() < 0.2
        status = STATUSES[draw.integers(len(STATUSES))]
        negative = draw.random() < 0.1
        claims.append(
            Claim(
                id=f"c{number}",
                document=f"d{number}",
                text="generated",
                system="patriot",
                sites=("iraq" if number == 0 else f"site-{draw.integers(n_sites)}",),
                status="present" if negative else status,
                polarity="negative" if negative else "positive",
                origin=f"o{draw.integers(n_claims)}",
                party=f"p{draw.integers(5)}",
                channel=f"n{draw.integers(20)}",
                derived_from=f"d{draw.integers(number)}" if copies else None,
                source_reliability="ABCDEF"[draw.integers(6)],
                information_credibility=int(draw.integers(2, 7)),
            )
        )
    ledger = Ledger(
        schema_version=1,
        title="generated",
        coverage_start=START,
        coverage_end=END,
        site=sites,
        document=tuple(documents),
        claim=tuple(claims),
    )
    return adopt(ledger)


def run() -> dict[str, float]:
    """Return seconds of one date, of a year of days, and of checking the ledger."""
    start = time.perf_counter()
    loaded = generated()
    checked = time.perf_counter()
    infer(loaded, END, END)
    one = time.perf_counter()
    days = [START + dt.timedelta(days=k) for k in range(366)]
    track(chains(loaded), days, END)
    year = time.perf_counter()
    track(chains(loaded), days, days)
    moving = time.perf_counter()
    return {
        "check_s": checked - start,
        "one_date_s": one - checked,
        "year_s": year - one,
        "year_both_clocks_s": moving - year,
    }


def main() -> None:
    """Print them."""
    found = run()
    print(f"posture: {N_CLAIMS:,} claims over {N_SITES} sites")
    print(f"  generate and check    {found['check_s']:.2f} s")
    print(f"  one date              {found['one_date_s']:.2f} s (bar 1)")
    print(f"  366 days, known since {found['year_s']:.2f} s (bar 5)")
    print(f"  366 days, known then  {found['year_both_clocks_s']:.2f} s")


if __name__ == "__main__":
    main()
