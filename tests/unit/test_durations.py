"""Lengths of time as people type them."""

import pytest

from openclaw_auth.durations import parse_duration_ms
from openclaw_auth.errors import UsageError

DAY = 86_400_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("500ms", 500),
        ("90s", 90_000),
        ("5m", 300_000),
        ("12h", 43_200_000),
        ("1.5d", 129_600_000),
        ("365", 365 * DAY),
        (".5", DAY // 2),
        (" 2 D ", 2 * DAY),
        ("36525d", 36_525 * DAY),
    ],
)
def test_what_people_type_is_understood(text, expected):
    assert parse_duration_ms(text) == expected


@pytest.mark.parametrize(
    "text", ["", "d", "1w", "-1d", "1d12h", "1e3", "inf", "nan", "٣d", "1,5d", "36526"]
)
def test_anything_else_is_refused_by_name(text):
    with pytest.raises(UsageError) as caught:
        parse_duration_ms(text)
    assert caught.value.reason.code == "invalid_duration"
    assert str(caught.value) == f"invalid duration: {text}"


@pytest.mark.parametrize("text", ["0", "0d", "0.0001ms"])
def test_nothing_ahead_is_refused(text):
    with pytest.raises(UsageError) as caught:
        parse_duration_ms(text)
    assert caught.value.reason.code == "duration_not_ahead"
