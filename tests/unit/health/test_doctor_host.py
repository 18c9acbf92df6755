"""What surrounds a state directory, judged: port, service, other versions, what providers say."""

from __future__ import annotations

import pytest

from evidence import NOW, codes
from openclaw_auth.codes import Reason
from openclaw_auth.health.checks import alerts, deep, gateway, host, service
from openclaw_auth.health.evidence import Evidence
from openclaw_auth.health.host_facts import (
    Asked,
    HostFacts,
    OtherProgram,
    PortFact,
    ServiceFact,
)
from openclaw_auth.host.plan import ServiceState

UNIT = "/u/openclaw-gateway.service"


def seen(settings, config=None, **facts):
    return Evidence(settings(config or {}), NOW, host=HostFacts(**facts))


def state(running=True, stale=()):
    return ServiceState(
        kind="systemd-user", installed=True, running=running, pid=None, path=UNIT, stale=stale
    )


def test_nothing_is_said_where_nobody_looked(settings):
    evidence = Evidence(settings(), NOW)
    checks = (gateway.port, gateway.view, service.running, service.environment, host.state_dirs)
    assert [check(evidence) for check in checks] == [[]] * 5


def test_a_port_is_told_with_its_holder_and_a_free_one(settings):
    port = PortFact(18_789, taken=True, owner="process 7 (node)", free=18_791)
    (found,) = gateway.port(seen(settings, port=port))
    assert found.reason.params == {"port": 18_789, "owner": "process 7 (node)", "free": 18_791}
    remote = {"gateway": {"mode": "remote"}}
    assert gateway.port(seen(settings, remote, port=port)) == []


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (ServiceFact(state(), ours=True), []),
        (ServiceFact(state(running=False), ours=True), [("error", UNIT, "doctor_service_stopped")]),
        (ServiceFact(state(running=None), ours=True), []),
        (
            ServiceFact(state(running=None), ours=True, unmanaged=Reason("service_none")),
            [("warning", UNIT, "doctor_service_unmanaged")],
        ),
    ],
)
def test_a_service_is_judged_by_who_runs_it(settings, fact, expected):
    assert codes(service.running(seen(settings, service=fact))) == expected


@pytest.mark.parametrize(
    ("monitor", "told"),
    [
        ({}, True),
        ({"targets": {}}, True),
        ({"targets": ["ntfys://host/topic"]}, False),
        ({"enabled": False}, False),
    ],
)
def test_a_service_that_tells_nobody_is_noted(settings, monitor, told):
    config, fact = {"monitor": monitor}, ServiceFact(state(), ours=True)
    expected = [("info", "monitor.targets", "doctor_alerts_nowhere")] if told else []
    assert codes(alerts.targets(seen(settings, config, service=fact))) == expected
    assert alerts.targets(seen(settings, config)) == []


def test_what_is_not_ours_is_written_over_by_force_only(settings):
    differs = Reason("service_differs", {"path": UNIT})
    gone = Reason("service_program_gone", {"program": "/x"})
    fact = ServiceFact(state(stale=(gone, differs)), ours=True)
    found = service.environment(seen(settings, service=fact))
    assert [finding.fix.forced for finding in found] == [True, True]
    fact = ServiceFact(state(stale=(gone,)), ours=True)
    (found,) = service.environment(seen(settings, service=fact))
    assert not found.fix.forced
    (foreign,) = service.environment(seen(settings, service=ServiceFact(state(), ours=False)))
    assert foreign.fix.forced
    nobody = ServiceFact(state(stale=(gone,)), ours=True, unmanaged=Reason("service_none"))
    (found,) = service.environment(seen(settings, service=nobody))
    assert found.fix is None


@pytest.mark.parametrize(
    ("version", "severity"),
    [
        ("2026.2.9", None),
        ("2026.1.30-beta", None),
        ("v2026.3.0", "warning"),
        ("2027.1", "warning"),
        ("tomorrow", None),
        (5, None),
    ],
)
def test_a_newer_version_is_told(settings, version, severity):
    config = {"meta": {"lastTouchedVersion": version}}
    found = host.versions(seen(settings, config))
    assert [finding.severity for finding in found] == ([severity] if severity else [])


def test_another_program_is_a_note_and_a_newer_one_a_warning(settings):
    for version, severity in (("2026.2.3", "info"), (None, "info"), ("2026.9.1", "warning")):
        program = OtherProgram("/usr/bin/openclaw", version)
        (found,) = host.versions(seen(settings, other_program=program))
        assert found.severity == severity


def test_a_silent_provider_is_told_once_and_a_refused_key_each(settings):
    silent, refused = Reason("upstream_unresolved"), Reason("probe_key_blocked")
    asked = [
        Asked("a:1", "a", "timeout", silent, None),
        Asked("a:2", "a", "timeout", silent, None),
        Asked("b:1", "b", "auth", refused, None),
        Asked("b:2", "b", "billing", refused, None),
        Asked("c:1", "c", "ok", None, 0),
        Asked("d:1", "d", "inconclusive", refused, None),
    ]
    assert codes(deep.check(Evidence(settings(), NOW, deep=asked))) == [
        ("warning", "a", "doctor_refused"),
        ("error", "b:1", "doctor_refused"),
        ("error", "b:2", "doctor_refused"),
    ]
