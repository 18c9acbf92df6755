"""Logging out and purging revoke the login at its provider where that is possible (RFC 7009)."""

from __future__ import annotations

import json


def configure(host, provider, *left_out, **oauth):
    said = {**provider.config, **oauth}
    for name in left_out:
        del said[name]
    host.state.mkdir(parents=True, exist_ok=True)
    own = host.state / "openclaw-auth.json5"
    own.write_text(json.dumps({"models": {"providers": {"acme": {"oauth": said}}}}))


def login(provider, account="a@example.com"):
    pair = provider.issue(account)
    return {
        "type": "oauth",
        "provider": "acme",
        "access": pair.access,
        "refresh": pair.refresh,
        "expires": 1_900_000_000_000,
    }


KEY = {"type": "api_key", "provider": "acme", "key": "sk-acme-1234567890"}


def test_logout_deletes_every_credential_of_a_provider_and_revokes_its_logins(host, provider):
    configure(host, provider)
    one, two = login(provider), login(provider, "b@example.com")
    other = {**KEY, "provider": "openai"}
    host.write_store({"profiles": {"acme:a": one, "acme:b": two, "acme:k": KEY, "o:x": other}})
    done = host.auth("logout", "--provider", "acme", "--yes")
    assert done.code == 0, done.err
    assert list(host.store()["profiles"]) == ["o:x"]
    assert sorted(provider.revoked) == sorted([one["refresh"], two["refresh"]])
    assert not provider.accepts(one["access"])
    assert "It was revoked at acme." in done.out
    assert "not revoked at acme: that can only be done" in done.out
    assert one["refresh"] not in done.out + done.err
    again = host.auth("logout", "--provider", "acme", "--yes")
    assert (again.code, "No stored credentials for acme" in again.err) == (1, True)


def test_purge_revokes_the_login_and_what_a_replacement_kept(host, provider):
    configure(host, provider)
    old, new = login(provider), login(provider)
    host.write_store({"profiles": {"acme:a": old}})
    assert host.auth("remove", "acme:a").code == 0
    assert provider.revoked == []
    host.write_store({"profiles": {"acme:a": new}})
    done = host.auth("remove", "acme:a", "--purge", "--yes", "--json")
    assert done.json()["revocation"] == ["revoked", "revoked"]
    assert provider.revoked == [new["refresh"], old["refresh"]]


def test_purging_what_was_removed_before_revokes_it_now(host, provider):
    configure(host, provider)
    host.write_store({"profiles": {"acme:a": login(provider)}})
    assert host.auth("remove", "acme:a").code == 0
    done = host.auth("remove", "acme:a", "--purge", "--json")
    assert done.json()["revocation"] == ["revoked"]
    assert len(provider.revoked) == 1


def test_a_login_that_another_agent_holds_is_not_taken_from_it(host, provider):
    configure(host, provider)
    host.write_config({"agents": {"list": [{"id": "main"}, {"id": "work"}]}})
    shared = login(provider)
    host.write_store({"profiles": {"acme:a": shared}})
    host.write_store({"profiles": {"acme:a": shared}}, agent="work")
    done = host.auth("logout", "--provider", "acme", "--agent", "work", "--yes")
    assert (done.code, provider.revoked) == (0, [])
    assert "holds the same login" in done.out
    done = host.auth("logout", "--provider", "acme", "--yes")
    assert provider.revoked == [shared["refresh"]]


def test_the_revocation_endpoint_is_discovered(host, provider):
    configure(host, provider, "revocationUrl", issuer=provider.issuer)
    mine = login(provider)
    host.write_store({"profiles": {"acme:a": mine}})
    assert "It was revoked" in host.auth("logout", "--provider", "acme", "--yes").out
    assert provider.revoked == [mine["refresh"]]


def test_what_cannot_be_revoked_is_deleted_all_the_same_and_said(host, provider):
    configure(host, provider, revocationUrl="http://127.0.0.1:9/revoke")
    host.write_store({"profiles": {"acme:a": login(provider)}})
    done = host.auth("logout", "--provider", "acme", "--yes")
    assert (done.code, host.store()["profiles"]) == (0, {})
    assert "It was not revoked at acme: cannot connect" in done.err
    configure(host, provider, "revocationUrl")
    host.write_store({"profiles": {"acme:a": login(provider)}})
    assert "not revoked at acme" in host.auth("logout", "--provider", "acme", "--yes").out


def test_logout_wants_a_yes(host, provider):
    configure(host, provider)
    host.write_store({"profiles": {"acme:a": login(provider)}})
    assert host.auth("logout", "--provider", "acme").code == 1
    screen = host.on_terminal("models", "auth", "logout", "--provider", "acme")
    screen.see("acme:a")
    screen.send("n\r")
    assert screen.ended() == 130
    assert list(host.store()["profiles"]) == ["acme:a"]
    assert provider.revoked == []
