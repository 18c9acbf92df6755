from __future__ import annotations

import pytest

from openclaw_auth.selection.error_object import error_object
from openclaw_auth.selection.stated_wait import stated_wait_ms

NOW_MS = 1_800_000_000_000  # 2027-01-15T08:00:00Z
DAY_MS = 86_400_000


def wait(headers=None, **error):
    return stated_wait_ms(error_object({"error": error}), headers or {}, NOW_MS)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"retry-after": "3"}, 3000),
        ({"retry-after": "0"}, 0),
        ({"retry-after": "1.5"}, 1500),
        ({"retry-after": "2m"}, 120_000),
        ({"retry-after": "Fri, 15 Jan 2027 08:01:00 GMT"}, 60_000),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1500),
        ({"anthropic-ratelimit-tokens-remaining": "0", "anthropic-ratelimit-tokens-reset": "2027-01-15T08:00:30Z"}, 30_000),
        ({"anthropic-ratelimit-unified-reset": "1800000100"}, 100_000),
        ({"anthropic-ratelimit-unified-7d-status": "rejected", "anthropic-ratelimit-unified-7d-reset": "1800000200"}, 200_000),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "6m0s"}, 360_000),
        ({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "7.66s"}, 7660),
        ({"x-ratelimit-reset-requests": "120ms"}, 120),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1800000060000"}, 60_000),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1800000060"}, 60_000),
        ({"x-codex-primary-used-percent": "100", "x-codex-primary-reset-after-seconds": "55"}, 55_000),
        ({"x-codex-secondary-used-percent": "100", "x-codex-secondary-reset-at": "1800000060"}, 60_000),
    ],
)  # fmt: skip
def test_headers_say_how_long(headers, expected):
    assert wait(headers) == expected


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"retry-after": "-1"},
        {"retry-after": "nan"},
        {"retry-after": "1e400"},
        {"retry-after": "soon"},
        {"retry-after": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"x-ratelimit-remaining-tokens": "5000", "x-ratelimit-reset-tokens": "7.66s"},
        {"x-codex-primary-used-percent": "40", "x-codex-primary-reset-after-seconds": "55"},
        {"anthropic-ratelimit-unified-reset": "1700000000"},
    ],
)
def test_nonsense_the_past_and_windows_with_room_say_nothing(headers):
    assert wait(headers) is None


def test_ten_years_are_returned_as_stated_for_the_caller_to_cap():
    assert wait({"retry-after": "315360000"}) == 3650 * DAY_MS


def test_of_two_windows_that_are_used_up_the_longer_one_counts():
    headers = {
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-reset-requests": "1s",
        "x-ratelimit-remaining-tokens": "0",
        "x-ratelimit-reset-tokens": "9s",
    }
    assert wait(headers) == 9000


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ({"resets_at": 1800000060}, 60_000),
        ({"resets_at": 1700000000, "resets_in_seconds": 5}, 5000),
        ({"metadata": {"resets_at": "2027-01-15T08:01:00Z"}}, 60_000),
        ({"metadata": {"headers": {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1800000060000"}}}, 60_000),
        ({"details": [{"@type": "x/google.rpc.RetryInfo", "retryDelay": "38.5s"}]}, 38_500),
        ({"details": [{"retryDelay": {"seconds": "38"}}]}, 38_000),
        ({"details": [{"violations": [{"quotaId": "RequestsPerDayPerModel"}]}]}, DAY_MS),
        ({"message": "Please try again in 1m30s."}, 90_000),
        ({"message": "Please try again in 20ms."}, 20),
        ({"message": "Try again in ~231 min."}, 13_860_000),
        ({"message": "Please retry after 7 seconds."}, 7000),
        ({"message": "Please wait 2 hours and 5 minutes"}, 7_500_000),
        ({"message": "You will regain access on 2027-01-16 at 08:00 UTC."}, DAY_MS),
        ({"message": "Your limit will reset at 2027-01-15T08:01:00Z"}, 60_000),
        ({"message": "您的限额将在 2027-01-15 16:01:00 重置。"}, 60_000),
    ],
)  # fmt: skip
def test_bodies_say_how_long(error, expected):
    assert wait(**error) == expected


@pytest.mark.parametrize(
    "message",
    ["messages.5: bad", "Limit 6000, Used 5800", "resets 3pm", "in 5 days there is a party"],
)
def test_numbers_in_a_sentence_are_not_waits(message):
    assert wait(message=message) is None
