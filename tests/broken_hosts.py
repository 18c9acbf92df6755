"""Hosts that are broken in one way each: at least one for every check of `doctor`."""

from __future__ import annotations

import broken_ways as ways
from doctor_place import KEY, NAME, SECRET


class Broken:
    """One broken host.

    Attributes:
        break_it: breaks a `Place`.
        check, code: who finds it, and what is said.
        fix: what `--fix` reports; None where only a person can mend it.
        args: what `doctor` needs to see it.
        forced: whether only `--force` mends it.
    """

    def __init__(self, break_it, check, code, fix=None, *, args=(), forced=False):
        self.break_it = break_it
        self.check, self.code, self.fix = check, code, fix
        self.args = args
        self.forced = forced


_OLDER_PIN = ("session_pin", "doctor_pin_gone", "doctor_fixed_pins")
_GONE = "anthropic:gone"

HOSTS: dict[str, Broken] = {
    "open file": Broken(ways.open_file, "file_mode", "doctor_open_to_others", "doctor_fixed_mode"),
    "older agent directory": Broken(
        ways.older_agent_dir, "older_version", "doctor_older_agent_dir", "doctor_fixed_move"
    ),
    "older config name": Broken(
        ways.older_config_name, "older_version", "doctor_older_config_name", "doctor_fixed_move"
    ),
    "both agent directories": Broken(
        ways.both_agent_dirs, "older_version", "doctor_older_agent_dir_beside"
    ),
    "auth.json beside a store": Broken(
        ways.auth_beside_store, "older_version", "doctor_legacy_beside"
    ),
    "legacy store": Broken(
        ways.legacy_store, "store", "doctor_legacy_waiting", "doctor_fixed_import"
    ),
    "broken store": Broken(
        ways.broken_store, "store", "doctor_store_broken", "doctor_fixed_aside", forced=True
    ),
    "leftover": Broken(
        lambda place: place.write("agents/main/agent/.auth-profiles.json.999999999.01ab.tmp", "{"),
        "leftover",
        "doctor_leftover",
    ),
    "unreadable config": Broken(
        ways.unreadable_config,
        "config",
        "doctor_config_unreadable",
        "doctor_fixed_backup",
        forced=True,
    ),
    "unreadable config, no backup": Broken(
        ways.unreadable_config_without_backup, "config", "doctor_config_unreadable"
    ),
    "unknown key": Broken(
        ways.config_of(prot=1), "config", "doctor_config_key", "doctor_fixed_key"
    ),
    "unknown key in our own file": Broken(
        ways.own_file_at_fault, "config", "doctor_config_key", "doctor_fixed_key"
    ),
    "unknown section": Broken(
        ways.config_of({"nonsense": 1}),
        "config_section",
        "doctor_unknown_section",
        "doctor_fixed_key",
    ),
    "older sections": Broken(
        ways.older_sections, "config_legacy", "doctor_config_legacy", "doctor_fixed_legacy"
    ),
    "older keys": Broken(
        ways.older_keys, "config_legacy", "doctor_config_legacy", "doctor_fixed_legacy"
    ),
    "older keys in conflict": Broken(
        ways.older_keys_in_conflict, "config_legacy", "doctor_config_legacy_conflict"
    ),
    "our own key": Broken(
        ways.config_of({"auth": {"billing": "never"}}),
        "config_own_key",
        "doctor_own_key",
        "doctor_fixed_config",
    ),
    "glued line": Broken(
        lambda place: place.write(".env", f"A_KEY=xGROQ_API_KEY={SECRET}\n"),
        "environment",
        "doctor_env_glued",
    ),
    "no credential": Broken(
        ways.config_of({"agents": {"defaults": {"model": {"primary": "openai/gpt-5.2"}}}}),
        "model",
        "doctor_no_credential",
    ),
    "expired": Broken(ways.expired, "expiry", "doctor_expired"),
    "resting": Broken(ways.resting, "time_out", "doctor_cooldown"),
    "taken over": Broken(
        ways.store_of({"anthropic:claude-cli": ways.login()}), "taken_over", "doctor_taken_over"
    ),
    "rejected login": Broken(ways.rejected_login, "renewal", "refresh_rejected"),
    "refresh that died": Broken(
        ways.refresh_that_died,
        "renewal_unfinished",
        "doctor_refresh_unfinished",
        "doctor_fixed_journals",
    ),
    "due login": Broken(
        ways.due_login, "renewal_due", "doctor_renewal_due", "doctor_fixed_renewal_until"
    ),
    "running OpenClaw": Broken(ways.running_openclaw, "shared_login", "doctor_openclaw_runs"),
    "refused key": Broken(ways.refusing_provider, "probe", "doctor_refused", args=("--deep",)),
    "clock behind": Broken(
        ways.clock_behind, "clock_skew", "doctor_clock_behind", args=("--deep",)
    ),
    "other login": Broken(ways.other_login, "other_login", "doctor_other_login_until"),
    "pinned to what is gone": Broken(ways.pinned_to_what_is_gone, *_OLDER_PIN),
    "broken sessions": Broken(
        lambda place: place.write("agents/main/sessions/sessions.json", "{"),
        "session_file",
        "doctor_sessions_broken",
        "doctor_fixed_aside",
        forced=True,
    ),
    "open gateway": Broken(ways.config_of(bind="lan"), "gateway_bind", "doctor_bind_open"),
    "odd bind": Broken(ways.config_of(bind="the moon"), "gateway_bind", "bind_unknown"),
    "open gateway without a token": Broken(
        ways.config_of(bind="lan", auth={}),
        "gateway_token",
        "doctor_token_missing_open",
        "doctor_fixed_token",
    ),
    "odd port": Broken(
        lambda place: place.write(".env", "OPENCLAW_GATEWAY_PORT=99999\n"),
        "gateway_port",
        "port_invalid",
    ),
    "port taken": Broken(ways.port_taken, "gateway_port", "doctor_port_taken"),
    "gateway sees otherwise": Broken(
        ways.gateway_sees_otherwise, "gateway_view", "gateway_lacks_variable"
    ),
    "stopped service": Broken(
        ways.stopped_service, "service", "doctor_service_stopped", "doctor_fixed_service"
    ),
    "service of a program that is gone": Broken(
        ways.service_of_a_program_that_is_gone,
        "service_file",
        "doctor_service_stale",
        "doctor_fixed_service_file",
    ),
    "service with a secret": Broken(
        ways.service_with_a_secret,
        "service_file",
        "doctor_service_stale",
        "doctor_fixed_service_file",
        forced=True,
    ),
    "service that tells nobody": Broken(ways.running_service, "alerts", "doctor_alerts_nowhere"),
    "older service": Broken(ways.older_service, "service", "doctor_service_older"),
    "foreign service": Broken(
        ways.foreign_service,
        "service_file",
        "doctor_service_foreign",
        "doctor_fixed_service_file",
        forced=True,
    ),
    "written in the future": Broken(
        ways.written_in_the_future, "clock_files", "doctor_files_ahead"
    ),
    "used in the future": Broken(
        ways.used_in_the_future, "clock_statistics", "doctor_times_ahead", "doctor_fixed_times"
    ),
    "older state directory": Broken(ways.older_state_dir, "state_dir", "doctor_other_state_dir"),
    "two state directories": Broken(ways.usual_state_dir, "state_dir", "doctor_usual_state_dir"),
    "newer OpenClaw": Broken(ways.newer_openclaw, "other_version", "doctor_other_program_newer"),
    "written by a newer OpenClaw": Broken(
        ways.config_of({"meta": {"lastTouchedVersion": "2026.11.2"}}),
        "other_version",
        "doctor_newer_version",
    ),
    "another provider's key": Broken(
        ways.store_of({"openai:a": {"type": "api_key", "provider": "openai", "key": SECRET + "x"}}),
        "key_shape",
        "lint_key_other_provider",
    ),
    "one key twice": Broken(
        ways.store_of({"anthropic:b": KEY}), "duplicate_secret", "lint_same_key_twice"
    ),
    "shared refresh token": Broken(
        ways.shared_refresh_token, "shared_refresh_token", "lint_refresh_token_isolated"
    ),
    "shadowed": Broken(ways.shadowed, "shadowed", "lint_variable_two_values"),
    "reference to nowhere": Broken(
        ways.config_of(
            {
                "models": {
                    "providers": {
                        "corp": {
                            "baseUrl": "http://127.0.0.1:9",
                            "apiKey": {"source": "env", "id": "NOT_SET"},
                            "models": [],
                        }
                    }
                }
            }
        ),
        "reference",
        "lint_reference_broken",
    ),
    "order names what is gone": Broken(
        ways.store_of({}, order={"anthropic": [_GONE, NAME]}),
        "order",
        "lint_order_names_gone",
        "lint_fixed_order",
    ),
    "config order names what is gone": Broken(
        ways.config_of({"auth": {"order": {"anthropic": [_GONE, NAME]}}}),
        "order",
        "lint_config_order_names_gone",
        "lint_fixed_config_order",
    ),
    "other type": Broken(
        ways.config_of(ways.named(**{NAME: ("anthropic", "token")})),
        "named_by_config",
        "mode_mismatch",
    ),
    "hidden": Broken(
        lambda place: (
            place.store({NAME: KEY, "anthropic:b": {**KEY, "key": SECRET + "b"}}),
            place.config(ways.named(**{NAME: ("anthropic", "api_key")})),
        ),
        "hidden_by_config",
        "doctor_hidden",
    ),
}
