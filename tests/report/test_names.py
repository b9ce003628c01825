"""The public names of the report are there, and each is the function that draws or prints."""

from airshield import report


def test_every_public_name_is_resolved_when_it_is_used():
    assert report.__all__ == sorted(report._WHERE)
    for name in report.__all__:
        assert callable(getattr(report, name)), name
