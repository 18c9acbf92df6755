"""The credential that status shows as next is the one that the gateway sends (ruling 8)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from evidence import make_settings
from openclaw_auth.agents import Agent
from openclaw_auth.errors import NoCredential, ProviderNotCallable
from openclaw_auth.events import Spine
from openclaw_auth.health.status import auth_json, models_asked, provider_rows
from openclaw_auth.lending.broker import Broker
from openclaw_auth.lending.usage import Usage
from openclaw_auth.providers.model_ref import ModelRef
from openclaw_auth.testing.virtual import VirtualClock, virtual_ports
from openclaw_auth.world import World
from property.credential_views import MODELS, NOW_MS, PROVIDERS, snapshots

CALLS = {"anthropic": "anthropic-messages"}


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return make_settings(tmp_path_factory.mktemp("host"))


def shown(snapshot):
    """Return what status shows as next, with the models in use, by provider."""
    refs = [ModelRef(provider, model) for provider, model in MODELS.items()]
    rows = provider_rows(snapshot, PROVIDERS, NOW_MS, models_asked(snapshot, refs))
    document = auth_json(
        snapshot,
        rows,
        (),
        NOW_MS,
        store_path="/s",
        shown_store_path="/s",
        models_json_path="/m",
        login_shell={},
    )
    return {entry["provider"]: entry["next"] for entry in document["providers"]}


def sent(snapshot, provider, settings):
    """Return where the credential lies that a gateway over the same view lends."""
    agent = Agent("main", settings.paths.agent_dir("main"))
    world = World(
        generation=1,
        settings=settings,
        main_dir=agent.dir,
        agents={"main": agent},
        snapshots={"main": snapshot},
    )
    broker = Broker(world, virtual_ports(VirtualClock(NOW_MS)), Spine(), Usage())
    call = CALLS.get(provider, "openai-completions")
    try:
        lease = broker.lease(provider=provider, model=MODELS[provider], agent_id="main", call=call)
    except (NoCredential, ProviderNotCallable):
        return None, None
    return lease.profile_id, lease.source


@how(max_examples=250)
@given(snapshots(), st.sampled_from(["anthropic"] * 4 + [*PROVIDERS]))
def test_what_status_shows_is_what_the_broker_lends(settings, snapshot, provider):
    row = shown(snapshot).get(provider)
    if row is not None:
        assert (row["profileId"], row["source"]) == sent(snapshot, provider, settings)
