"""Alerts reach what people use, in its own format; nothing of an address ever shows."""

from __future__ import annotations

import email
import io
import logging
from email import policy

import pytest

from alert_receiver import MailReceiver, Receiver
from openclaw_auth.codes import Reason, render
from openclaw_auth.monitor.alert import Message
from openclaw_auth.monitor.config import Target
from openclaw_auth.monitor.send import send_all
from openclaw_auth.ports import Ports, system_ports
from openclaw_auth.secret import Secret
from openclaw_auth.version import __version__

BAD = Message(
    "host: anthropic:work 已到期", "anthropic:work ended.\n→ openclaw models auth", "error"
)


@pytest.fixture
def ports():
    """The real clock; pauses between tries are not waited for, only counted."""
    real, pauses = system_ports(), []
    return Ports(
        now_ms=real.now_ms,
        monotonic_s=real.monotonic_s,
        sleep_s=pauses.append,
        random_bytes=real.random_bytes,
        environ={"pauses": pauses},  # where the tests find them
        cwd=real.cwd,
    )


def sent(ports, message=BAD, deadline_s=10.0, **addresses):
    targets = {name: Target(name, Secret(url)) for name, url in addresses.items()}
    return send_all({n: (t, message) for n, t in targets.items()}, ports, deadline_s=deadline_s)


def test_ntfy_gets_its_own_format_with_priority_and_tags(ports):
    with Receiver() as receiver:
        url = f"ntfy://tk_secrettoken@127.0.0.1:{receiver.port}/my-topic"
        assert sent(ports, phone=url) == {"phone": None}
        (post,) = receiver.posts
        assert post.as_ntfy() == ("my-topic", BAD.title, BAD.body, "high", ["key", "warning"])
        assert post.headers["authorization"] == "Bearer tk_secrettoken"
        assert post.headers["user-agent"] == f"openclaw-auth/{__version__}"


def test_ntfy_levels_follow_the_alert_and_the_address_wins(ports):
    well = Message("t", "b", "info", recovered=True)
    with Receiver() as receiver:
        sent(ports, well, phone=receiver.ntfy())
        sent(ports, BAD, phone=receiver.ntfy(query="?priority=low&xtags=skull"))
        first, second = (post.as_ntfy() for post in receiver.posts)
        assert first[3:] == ("default", ["key", "white_check_mark"])
        assert second[3:] == ("low", ["skull"])


def test_a_webhook_gets_a_document_and_a_mailbox_a_mail(ports):
    with Receiver() as receiver, MailReceiver() as mail:
        assert sent(ports, hook=receiver.webhook(), mail=mail.address) == {
            "hook": None,
            "mail": None,
        }
        assert receiver.posts[0].path == "/hook"
        document = receiver.posts[0].document
        assert (document["title"], document["message"]) == (BAD.title, BAD.body)
        assert document["type"] == "failure"
        sender, to, text = mail.mails[0]
        assert "openclaw@example.org" in sender
        assert to == ["ops@example.org"]
        read = email.message_from_bytes(text, policy=policy.default)
        assert BAD.title in read["subject"]
        assert "openclaw models auth" in read.as_string()


def test_a_target_that_fails_stops_no_other_and_is_tried_again(ports):
    with Receiver() as good, Receiver(status=503) as bad:
        outcomes = sent(ports, good=good.ntfy(), bad=bad.ntfy(), gone="ntfy://127.0.0.1:1/topic")
        assert outcomes["good"] is None
        assert outcomes["bad"] == Reason("monitor_target_refused", {"target": "bad", "status": 503})
        assert outcomes["gone"] == Reason("monitor_target_unreachable", {"target": "gone"})
        assert len(good.posts) == 1
        assert len(bad.posts) == 3
    assert sorted(ports.environ["pauses"]) == [1.0, 1.0, 2.0, 2.0]


def test_a_refusal_is_not_asked_again(ports):
    with Receiver(status=401) as receiver:
        outcomes = sent(ports, phone=receiver.ntfy())
        assert outcomes["phone"].params["status"] == 401
        assert len(receiver.posts) == 1


def test_a_target_that_never_answers_is_given_up_at_the_deadline(ports):
    with Receiver() as slow, Receiver() as good:
        slow.stalls.clear()
        outcomes = sent(ports, deadline_s=1.0, slow=slow.ntfy(), good=good.ntfy())
        assert outcomes["good"] is None
        assert outcomes["slow"].code == "monitor_target_slow"


@pytest.mark.parametrize("url", ["nonsense://x/secretpart", "slack://bad"])
def test_what_the_library_does_not_know_is_said_without_the_address(ports, url):
    outcome = sent(ports, phone=url)["phone"]
    assert outcome.code == "monitor_target_unknown"
    assert "secretpart" not in render(outcome)
    assert render(outcome).count(url.partition(":")[0]) == 1


def test_nothing_is_logged_anywhere(ports, capfd):
    log = io.StringIO()
    handler, root = logging.StreamHandler(log), logging.getLogger()
    root.addHandler(handler)
    level = root.level
    root.setLevel(logging.DEBUG)
    try:
        with Receiver(status=403) as receiver:
            url = f"ntfy://tk_secrettoken@127.0.0.1:{receiver.port}/hiddentopic"
            outcome = sent(ports, phone=url)
            logging.getLogger("other").debug("the log is open")
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
    written = log.getvalue() + "".join(capfd.readouterr()) + render(outcome["phone"])
    assert "the log is open" in written
    assert "hiddentopic" not in written
    assert "tk_secrettoken" not in written
    assert "127.0.0.1" not in written
