"""Commands that edit: what they say, what the files hold afterwards, and what is refused."""

from __future__ import annotations

import pytest

from behaviour import ABSENT, WORK, Case, holds, ids, key, model, snapshot_of, stored

OPUS = "anthropic/claude-opus-4-5"
ALIASES = {
    "openrouter/auto": {"alias": "fast"},
    "openai/gpt-5.2": {"alias": "big", "params": {"x": 1}},
}
BIG = {"openai/gpt-5.2": {"alias": "big"}}


def defaults(**members):
    return {"agents": {"defaults": members}}


class Edit(Case):
    """One editing command; `after` is what the config holds then, `order` the store's orders."""

    def __init__(self, name, argv, *, after=None, order=None, **more):
        super().__init__(name, argv, **more)
        self.after = after
        self.order = order

    def check(self, host):
        done = super().check(host)
        if self.after is not None:
            assert holds(self.after, host.config()), host.config()
        if self.order is not None:
            assert host.store().get("order", {}) == self.order
        return done


SET = [
    Edit("keeps fallbacks", "models set openrouter/auto", config=model(OPUS, ["a/b"]),
         after=model("openrouter/auto", ["a/b"], models={"openrouter/auto": {}}),
         says="Default model: openrouter/auto"),
    Edit("by alias", "models set FAST", config=defaults(models=ALIASES),
         after=defaults(model={"primary": "openrouter/auto"}, models=ALIASES)),
    Edit("old spelling", "models set Z.AI/glm-4.7", after=model("zai/glm-4.7"),
         says="Default model: zai/glm-4.7"),
    Edit("a text becomes an object", "models set a/b", config=defaults(model="c/d"),
         after=model("a/b")),
    Edit("image keeps its fallbacks", "models set-image a/b", says="Image model: a/b",
         config=defaults(imageModel={"primary": "c/d", "fallbacks": ["e/f"]}),
         after=defaults(imageModel={"primary": "a/b", "fallbacks": ["e/f"]}, model=ABSENT)),
]  # fmt: skip

ALIAS = [
    Edit("list", "models aliases list", config=defaults(models=ALIASES),
         says=("fast -> openrouter/auto", "big -> openai/gpt-5.2")),
    Edit("keeps what the entry holds", "models aliases add q openai/gpt-5.2",
         config=defaults(models=ALIASES), says="Alias q -> openai/gpt-5.2",
         after=defaults(models={"openai/gpt-5.2": {"alias": "q", "params": {"x": 1}}})),
    Edit("all characters", "models aliases add a.b_c:d-1 x/y", says="Alias a.b_c:d-1 -> x/y"),
    Edit("remove", "models aliases remove BIG", config=defaults(models=ALIASES),
         after=defaults(models={"openai/gpt-5.2": {"alias": ABSENT, "params": {"x": 1}}})),
    Edit("remove the last", "models aliases remove big", config=defaults(models=BIG),
         says="No aliases configured.", after=defaults(models={"openai/gpt-5.2": {"alias": ABSENT}})),
]  # fmt: skip


def lists(slot, words, said):
    """Return the rows of one of the two lists of fallbacks."""
    two = {"primary": OPUS, "fallbacks": ["a/b", "openai/gpt-5.2"]}
    start = f"models {words}"
    return [
        Edit(f"{words} add", f"{start} add e/f", config=defaults(**{slot: two}),
             says=f"{said}s: a/b, openai/gpt-5.2, e/f",
             after=defaults(**{slot: two | {"fallbacks": [*two["fallbacks"], "e/f"]}},
                            models={"e/f": {}})),
        Edit(f"{words} add what is there", f"{start} add big",
             config=defaults(**{slot: two}, models=BIG), after=defaults(**{slot: two})),
        Edit(f"{words} add to a text", f"{start} add a/b", config=defaults(**{slot: OPUS}),
             after=defaults(**{slot: {"primary": OPUS, "fallbacks": ["a/b"]}})),
        Edit(f"{words} remove by alias", f"{start} remove big",
             config=defaults(**{slot: two}, models=BIG), says=f"{said}s: a/b",
             after=defaults(**{slot: two | {"fallbacks": ["a/b"]}}, models=BIG)),
        Edit(f"{words} clear", f"{start} clear", config=defaults(**{slot: two}),
             says=f"{said} list cleared.", after=defaults(**{slot: {"fallbacks": []}})),
        Edit(f"{words} list", f"{start} list", config=defaults(**{slot: two}),
             says=f"{said}s: a/b, openai/gpt-5.2"),
    ]  # fmt: skip


ZAI = stored(("zai:a", key(provider="zai")), ("zai:b", key(2, provider="z.ai")),
             order={"z.ai": ["zai:a"]})  # fmt: skip
GET = "models auth order get --json --provider"
AB = stored(("anthropic:a", key()), ("anthropic:b", key(2)), order={"anthropic": ["anthropic:b"]})
ORDER = [
    Edit("get by another spelling", f"{GET} Z.AI", store=ZAI,
         json={"provider": "zai", "order": ["zai:a"]}),
    Edit("get of nobody", f"{GET} nonesuch", json={"provider": "nonesuch", "order": None}),
    Edit("get as text", "models auth order get --provider openai", store=AB,
         says=("Agent: main", "Provider: openai", "Order override: (none)")),
    Edit("set under another spelling", "models auth order set --provider z.ai zai:b", store=ZAI,
         order={"zai": ["zai:b"]}),
    Edit("clear under another spelling", "models auth order clear --provider zai", store=ZAI,
         order={}, says="Cleared per-agent order override."),
    Edit("blanks around ids", ["models", "auth", "order", "set", "--provider", "anthropic",
                               " anthropic:a ", ""], store=AB, order={"anthropic": ["anthropic:a"]}),
    Edit("of main, seen by an agent", f"{GET} anthropic --agent work", store=AB, config=WORK,
         json={"agentId": "work", "order": ["anthropic:b"]}),
    Edit("of the configured default agent", f"{GET} anthropic",
         config={"agents": {"list": [{"id": "main"}, {"id": "work", "default": True}]}},
         work_store=stored(order={"anthropic": ["anthropic:a"]}),
         json={"agentId": "work", "order": ["anthropic:a"]}),
]  # fmt: skip

DONE = [
    *SET, *ALIAS, *ORDER,
    *lists("model", "fallbacks", "Fallback"),
    *lists("imageModel", "image-fallbacks", "Image fallback"),
]  # fmt: skip

NEW_AGENT = "--workspace ws --non-interactive"
PASTE = "models auth paste-token --provider anthropic"
REFUSED = [
    Case("model without a name", "models set openai/", 1),
    Case("alias taken", "models aliases add FAST a/b", 1, config=defaults(models=ALIASES),
         says="Alias fast already points to openrouter/auto."),
    Case("alias with a slash", "models aliases add a/b c/d", 1, says="Alias must use letters"),
    Case("alias unknown", "models aliases remove no", 1, says="Alias not found: no"),
    Case("fallback unknown", "models fallbacks remove a/b", 1, says="Fallback not found: a/b"),
    Case("image fallback unknown", "models image-fallbacks remove a/b", 1,
         says="Image fallback not found: a/b"),
    *(Case(f"{command} of a blank provider", [*command.split(), "--provider", " "], 1,
           says="--provider")
      for command in ("models auth order get", "models auth order clear", "models auth list",
                      "models auth paste-token --stdin")),
    Case("order of a blank id", ["models", "auth", "order", "set", "--provider", "x", " "], 1,
         says="profile ids"),
    Case("order of another provider", "models auth order set --provider openai anthropic:a", 1,
         store=AB, says='Auth profile "anthropic:a" is for anthropic, not openai.'),
    Case("order in a broken store", "models auth order set --provider anthropic anthropic:a", 1,
         store="{ not"),
    Case("order of an agent's, by main", "models auth order set --provider anthropic w", 1,
         config=WORK, work_store=stored(("w", key())), says='Auth profile "w" not found in'),
    *(Case(f"duration {text}", f"{PASTE} --expires-in={text}", 1,
           says=f"invalid duration: {text}") for text in ("-1d", "1w", "soon", "1d2h")),
    Case("agent main", f"agents add MAIN {NEW_AGENT}", 1,
         says='"main" is reserved. Choose another name.'),
    Case("agent without a name", f"agents add {NEW_AGENT}", 1, says="Agent name is required"),
    Case("agent without workspace", "agents add x --non-interactive", 1,
         says="requires --workspace"),
    Case("delete main", "agents delete main --force", 1, config=WORK,
         says='"main" cannot be deleted'),
    Case("delete unasked", "agents delete work", 1, config=WORK, says="Re-run with --force."),
    Case("clear of no order", "models auth order clear --provider anthropic",
         says="There was no order override."),
]  # fmt: skip


@pytest.mark.parametrize("case", DONE, ids=ids(DONE))
def test_it_is_done(host, case):
    case.check(host)


@pytest.mark.parametrize("case", REFUSED, ids=ids(REFUSED))
def test_it_is_refused_and_nothing_is_written(host, case):
    case.prepare(host)
    before = snapshot_of(host.home)
    case.check(host)
    assert snapshot_of(host.home) == before
    assert not (host.home / "ws").exists()


def test_an_agents_order_holds_no_secret_of_main(host):
    host.write_config(WORK)
    host.write_store({"profiles": {"anthropic:b": key()}})
    before = host.store_file().read_bytes()
    argv = ["order", "set", "--provider", "anthropic", "--agent", "work", "anthropic:b"]
    assert host.auth(*argv).code == 0
    expected = {"version": 1, "profiles": {}, "order": {"anthropic": ["anthropic:b"]}}
    assert host.store("work") == expected
    assert host.store_file("work").stat().st_mode & 0o777 == 0o600
    assert host.store_file().read_bytes() == before
