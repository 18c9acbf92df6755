"""What the board shows that lies in files: how logins were renewed, and what `doctor` finds."""

from __future__ import annotations

from openclaw_auth.errors import OpenclawAuthError
from openclaw_auth.gateway.page_api.board import Facts
from openclaw_auth.health.examine import examine
from openclaw_auth.health.gather import gather
from openclaw_auth.refresh.facts import renewals
from openclaw_auth.settings import load_settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.ports import Ports
    from openclaw_auth.refresh.facts import Renewal
    from openclaw_auth.world import World


def read_facts(world: World, ports: Ports) -> Facts:
    """Return them. What cannot be read is left out: the world's problems say so already."""
    known = read_renewals(world, ports)
    try:
        # The gateway that asks has its token, else nobody would see the answer.
        evidence = gather(load_settings(world.settings.paths, ports), ports, gateway_token=True)
        return Facts(known, examine(evidence))
    except (OpenclawAuthError, OSError):
        return Facts(known)


def read_renewals(world: World, ports: Ports) -> dict[str, dict[str, Renewal]]:
    """Return what is known of logins, by agent and profile id."""
    known = {}
    for agent_id, agent in world.agents.items():
        profiles = world.snapshots[agent_id].data.profiles.values()
        if any(profile.type == "oauth" for profile in profiles):
            known[agent_id] = renewals(world.settings, profiles, agent.dir, world.main_dir, ports)
    return known
