"""The API asked as its own OpenAPI description allows: whatever comes, never a bug of ours.

Event streams do not end by themselves and are tested apart; the borders take no parameter.
"""

import hypothesis
import schemathesis
from served import serving
from web_server import LIMITS

from airshield.web.settings import Settings


def test_no_request_ends_in_a_server_error(tmp_path):
    limits = type(LIMITS)(replications=200, runs_waiting=1, run_s=5.0)
    with serving(Settings(tmp_path, limits=limits)) as where:
        asked = 0
        for found in schemathesis.openapi.from_url(
            f"{where}/api/openapi.json"
        ).get_all_operations():
            operation = found.ok()
            if operation.path.endswith(("/events", "/borders")):
                continue

            @hypothesis.given(case=operation.as_strategy())
            @hypothesis.settings(
                max_examples=15,
                deadline=None,
                database=None,
                derandomize=True,
                suppress_health_check=list(hypothesis.HealthCheck),
            )
            def ask(case):
                nonlocal asked
                asked += 1
                assert case.call(base_url=where).status_code < 500, case

            ask()
    assert asked > 100
