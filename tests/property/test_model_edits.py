from hypothesis import assume, given
from hypothesis import strategies as st

from openclaw_auth.config.edit import edit_data
from openclaw_auth.errors import OpenclawAuthError
from openclaw_auth.models import edits as model_edits
from openclaw_auth.providers.model_ref import parse_ref

REFS = st.sampled_from(["a/b", "A/b", "zai/m", "z.ai/m", "opus", "fast", "x", "openrouter/a/b"])
SLOT_VALUES = st.one_of(
    st.none(),
    REFS,
    st.fixed_dictionaries(
        {}, optional={"primary": REFS, "fallbacks": st.lists(REFS, max_size=3, unique=True)}
    ),
)
ENTRIES = st.dictionaries(
    REFS, st.fixed_dictionaries({}, optional={"alias": st.sampled_from(["fast", "f", "opus"])})
)
SLOTS = st.sampled_from(["model", "imageModel"])


@st.composite
def configs(draw):
    defaults = {"models": draw(ENTRIES), "other": {"kept": 1}}
    for slot in ("model", "imageModel"):
        value = draw(SLOT_VALUES)
        if value is not None:
            defaults[slot] = value
    return {"agents": {"defaults": defaults, "list": []}, "gateway": {"port": 1}}


def applied(data, edits):
    for edit in edits:
        data = edit_data(data, edit)
    return data


def untouched(data):
    rest = {k: v for k, v in data["agents"]["defaults"].items() if k not in model_edits_keys}
    return {**data, "agents": {**data["agents"], "defaults": rest}}


model_edits_keys = {"model", "imageModel", "models"}


@given(configs(), SLOTS, REFS)
def test_set_is_done_in_one_step_and_keeps_the_fallbacks(data, slot, text):
    ref, edits = model_edits.set_primary(data, slot, text)
    new = applied(data, edits)
    assert new["agents"]["defaults"][slot]["primary"] == ref.key
    assert model_edits.fallbacks(new, slot) == model_edits.fallbacks(data, slot)
    assert model_edits.set_primary(new, slot, ref.key)[1] == []
    assert untouched(new) == untouched(data)


@given(configs(), SLOTS, REFS)
def test_add_then_remove_leaves_no_trace_in_the_list(data, slot, text):
    ref, edits = model_edits.add_fallback(data, slot, text)
    new = applied(data, edits)
    assert model_edits.add_fallback(new, slot, ref.key)[1] == []
    removed = applied(new, model_edits.remove_fallback(new, slot, ref.key)[1])
    left = [parse_ref(one, {}).key for one in model_edits.fallbacks(removed, slot)]
    assert model_edits.fallbacks(removed, slot) == [
        one
        for one in model_edits.fallbacks(data, slot)
        if one in model_edits.fallbacks(removed, slot)
    ]
    assert ref.key not in left
    assert untouched(removed) == untouched(data)


@given(configs(), st.text(alphabet="abF.:_-/ ", max_size=4), REFS)
def test_an_added_alias_means_its_model(data, alias, text):
    try:
        name, ref, edits = model_edits.add_alias(data, alias, text)
    except OpenclawAuthError:
        return
    new = applied(data, edits)
    models = new["agents"]["defaults"]["models"]
    spelt = [str(entry.get("alias")) for entry in models.values()]
    assert name in spelt
    assume([other.lower() for other in spelt].count(name.lower()) == 1)  # the config's own clash
    assert ref.key == model_edits.add_alias(new, name, ref.key)[1].key
    assert untouched(new) == untouched(data)
