"""Keys of a terminal and the line they edit, however the bytes arrive."""

from hypothesis import given
from hypothesis import strategies as st

from openclaw_auth.cli.line_editor import MAX_CHARACTERS, Field, Keys, window
from openclaw_auth.cli.style import cells


def pressed(data):
    """Return the events, pieces of text joined."""
    joined = []
    for kind, text in data:
        if joined and kind in ("text", "paste") and joined[-1][0] == kind:
            joined[-1] = (kind, joined[-1][1] + text)
        else:
            joined.append((kind, text))
    return joined


def test_a_paste_is_text_whatever_is_in_it():
    events = Keys().feed(b"\x1b[200~a\r\nb\rc\x03d\x1b[201~\r")
    assert pressed(events) == [("paste", "a\nb\nc\x03d"), ("enter", "")]


def test_unknown_sequences_and_controls_are_passed_over():
    events = Keys().feed(b"a\x1b[1;5C\x1bOP\x1b[15~\x00\x07\tb\x1bx\x1b\x7f")
    assert pressed(events) == [("text", "ab"), ("word", "")]


def test_the_escape_key_alone_is_forgotten():
    keys = Keys()
    assert keys.feed(b"\x1b") == []
    assert keys.is_open
    keys.drop_open_sequence()
    assert keys.feed(b"[A") == [("text", "[A")]


TYPED = st.lists(
    st.sampled_from(
        ["密钥", "a", "b c", "\r", "\x7f", "\x15", "\x1b[D", "\x1b[C", "\x1b[3~", "\x1bOH", "é"]
    )
    | st.text(st.characters(codec="utf-8", exclude_characters="\x1b"), max_size=9).map(
        lambda text: f"\x1b[200~{text}\x1b[201~"
    ),
    max_size=12,
)


@given(TYPED, st.data())
def test_how_the_bytes_are_cut_up_does_not_matter(typed, data):
    whole = "".join(typed).encode()
    cuts = sorted(data.draw(st.sets(st.integers(0, len(whole)), max_size=6)))
    keys, events = Keys(), []
    for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True):
        events += keys.feed(whole[start:end])
    assert pressed(events) == pressed(Keys().feed(whole))


KEYS = ("left", "right", "home", "end", "back", "delete", "eof", "kill", "clear", "word", "other")


@given(st.lists(st.sampled_from(KEYS) | st.tuples(st.text(max_size=5)), max_size=40))
def test_the_cursor_stays_inside_whatever_is_pressed(steps):
    field = Field()
    for step in steps:
        if isinstance(step, tuple):
            before = field.text, field.cursor
            field.insert(step[0])
            assert field.text[: field.cursor].endswith(step[0])
            assert len(field.text) == len(before[0]) + len(step[0])
        else:
            field.press(step)
        assert 0 <= field.cursor <= len(field.text)


def test_editing_keys_do_what_they_say():
    field = Field("one two")
    for key, text, cursor in (
        ("left", "one two", 6),
        ("back", "one to", 5),
        ("delete", "one t", 5),
        ("word", "one ", 4),
        ("home", "one ", 0),
        ("right", "one ", 1),
        ("kill", "o", 1),
        ("clear", "", 0),
        ("back", "", 0),
    ):
        field.press(key)
        assert (field.text, field.cursor) == (text, cursor), key


def test_a_film_pasted_by_mistake_is_cut():
    field = Field("a")
    field.insert("b" * (2 * MAX_CHARACTERS))
    assert len(field.text) == MAX_CHARACTERS


@given(st.text("ab密é•", max_size=80), st.integers(0, 80), st.integers(4, 40))
def test_the_window_fits_and_holds_the_cursor(text, cursor, room):
    cursor = min(cursor, len(text))
    before, after = window(text, cursor, room)
    assert cells(before + after) <= room
    assert text[:cursor].endswith(before)
    assert text[cursor:].startswith(after)
