"""The options of `openclaw onboard`: OpenClaw's, and two more ways of giving each key."""

from __future__ import annotations

from argparse import SUPPRESS

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from openclaw_auth.onboarding.choices import Choices

# Accepted for scripts written for OpenClaw; nothing here does what they are about.
_ACCEPTED = ("--skip-channels", "--skip-skills", "--skip-ui")
# Secrets that have an option of their own each, besides the providers' keys.
_SECRETS = {
    "token": "the token of `--auth-choice token`",
    "custom-api-key": "the key for --custom-base-url",
    "gateway-token": "what clients must show",
    "gateway-password": "the same as a password, for OpenClaw's own gateway",
    "remote-token": "the token of the gateway elsewhere",
}


def key_flags() -> dict[str, str]:
    """Return flag to choice id, for every option that carries a provider's key."""
    return {flag: choice.id for flag, choice in _shipped().by_flag().items()}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add them all."""
    parser.add_argument("--non-interactive", action="store_true", help="ask nothing")
    parser.add_argument(
        "--accept-risk",
        action="store_true",
        help="I know that agents may do what I may (needed with --non-interactive)",
    )
    parser.add_argument(
        "--flow", choices=["quickstart", "manual", "advanced"], help="how many questions"
    )
    parser.add_argument("--mode", choices=["local", "remote"], help="where the gateway runs")
    parser.add_argument("--workspace", metavar="DIR", help="where the agent works")
    parser.add_argument("--json", action="store_true", help="one JSON document at the end")
    _add_access(parser)
    _add_gateway(parser)
    _add_service(parser)
    parser.add_argument("--skip-health", action="store_true", help="no probe, no check at the end")
    for option in _ACCEPTED:
        parser.add_argument(option, action="store_true", help=SUPPRESS)
    parser.add_argument("--node-manager", metavar="NAME", help=SUPPRESS)
    parser.add_argument("--reset", action="store_true", help=SUPPRESS)


def _add_access(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("access to models")
    group.add_argument(
        "--auth-choice", metavar="CHOICE", help="such as apiKey, token, skip; `list` shows them all"
    )
    group.add_argument("--token-provider", metavar="ID", help="with --auth-choice token")
    group.add_argument("--token-profile-id", metavar="ID", help="default: <provider>:default")
    group.add_argument("--token-expires-in", metavar="TIME", help="365d, 12h, a number: days")
    group.add_argument("--custom-base-url", metavar="URL", help="with --auth-choice custom")
    group.add_argument("--custom-provider-id", metavar="ID", help="default: by its host")
    group.add_argument("--custom-model-id", metavar="MODEL", help="default: what it lists")
    group.add_argument(
        "--custom-compatibility", choices=["openai", "anthropic"], help="what it speaks"
    )
    group.add_argument("--keep-in", choices=["profile", "env"], help="where a key goes")
    group.add_argument("--model", metavar="MODEL", help="the default model")
    group.add_argument("--require-valid", action="store_true", help="fail on a refused key")
    for name in ("account", "gateway"):
        group.add_argument(f"--cloudflare-ai-gateway-{name}-id", metavar="ID", help=SUPPRESS)
    for flag in (*key_flags(), *_SECRETS):
        said = _SECRETS.get(flag)
        group.add_argument(f"--{flag}", metavar="SECRET", help=said or SUPPRESS)
        group.add_argument(f"--{flag}-file", metavar="PATH", help=SUPPRESS)
        group.add_argument(f"--{flag}-stdin", action="store_true", help=SUPPRESS)


def _add_gateway(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("gateway")
    group.add_argument("--gateway-port", metavar="N", help="default: 18789")
    group.add_argument(
        "--gateway-bind", metavar="WHERE", help="loopback, lan, tailnet, auto, address"
    )
    group.add_argument("--gateway-auth", choices=["token", "password"], help="what clients show")
    group.add_argument("--remote-url", metavar="URL", help="with --mode remote")
    group.add_argument("--tailscale", choices=["off", "serve", "funnel"], help=SUPPRESS)
    group.add_argument("--tailscale-reset-on-exit", action="store_true", help=SUPPRESS)


def _add_service(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("service")
    group.add_argument(
        "--install-daemon", action="store_true", default=None, help="install the gateway's service"
    )
    group.add_argument(
        "--no-install-daemon",
        "--skip-daemon",
        dest="install_daemon",
        action="store_false",
        help="do not",
    )
    group.add_argument("--daemon-runtime", metavar="NAME", help=SUPPRESS)


def _shipped() -> Choices:
    """Return the choices of the catalogue as shipped; logins have no options."""
    from openclaw_auth.onboarding.choices import every_choice
    from openclaw_auth.providers.catalogue import load_catalogue

    return every_choice(load_catalogue(), ())
