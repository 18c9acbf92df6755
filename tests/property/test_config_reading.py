"""Whatever a config holds, judging it and reading from it does not fail."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from openclaw_auth.codes import render
from openclaw_auth.config.keypath import same
from openclaw_auth.config.schema import (
    OWN,
    REFERENCE,
    legacy_paths,
    reference_keys,
    target_file_for,
    unknown_sections,
    validate,
    validate_as_reference,
)
from openclaw_auth.config.secret_keys import masked
from openclaw_auth.config.substitute import substitute
from openclaw_auth.config.view import ConfigView

words = sorted({word.strip("[]*") for key in reference_keys() for word in key.split(".")} - {""})
keys = st.one_of(st.sampled_from(words), st.text(max_size=3))
values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=4),
        st.sampled_from(["token", "local", "${X}", "$${X}", "env"]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=4)),
    max_leaves=30,
)  # fmt: skip
configs = st.dictionaries(st.sampled_from([*REFERENCE, *OWN, "agent", "x"]), values, max_size=5)


@given(configs)
@settings(max_examples=300, deadline=None)
def test_any_data_is_judged_and_every_problem_has_words(data):
    for problem in [*validate(data), *validate_as_reference(data)]:
        for lang in ("en", "zh"):
            assert problem.path in render(problem.reason, lang)
    unknown_sections(data)
    legacy_paths(data)


@given(configs)
@settings(max_examples=300, deadline=None)
def test_any_data_can_be_read_by_name(data):
    view = ConfigView(data)
    for name in dir(ConfigView):
        if name.startswith("_") or name in ("data", "section"):
            continue
        method = getattr(view, name)
        method(*(["main"] if name in ("agent", "agent_dir", "is_isolated") else []))


@given(configs)
def test_what_the_reference_accepts_we_accept(data):
    if not validate_as_reference(data):
        assert validate({k: v for k, v in data.items() if k in REFERENCE}) == []


@given(values, st.dictionaries(st.just("X"), st.text(), max_size=1))
def test_filling_in_leaves_data_without_variables_alone(data, env):
    filled, problems = substitute(data, env.get)
    if "${" not in str(data):
        assert same(filled, data)
        assert problems == []


@given(st.lists(st.one_of(keys, st.integers(0, 3)), max_size=6))
def test_every_place_has_a_file(path):
    assert target_file_for(tuple(path)) in ("openclaw.json", "openclaw-auth.json5")


@given(st.text(min_size=1).filter(lambda text: not text.startswith("${")))
def test_no_secret_is_shown_whole(secret):
    shown = masked({"apiKey": secret, "list": [{"FOO_TOKEN": secret}]})
    assert shown == {"apiKey": shown["apiKey"], "list": [{"FOO_TOKEN": shown["apiKey"]}]}
    assert shown["apiKey"] != secret or secret == "****"
