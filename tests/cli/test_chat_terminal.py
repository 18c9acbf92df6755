"""`openclaw chat` as a person sees it: on a real terminal, in two widths and two languages."""

from __future__ import annotations

import json
import stat

from openclaw_auth.testing.steps import HangMidStream
from talking_host import asked, entry, talking, transcript

TABLE = "| 名称 | n |\\\r|---|--:|\\\r| 中文 | 7 |"


def chat_between_stty(*argv):
    """Say what the terminal's settings are before and after a chat."""
    return f"unset COLUMNS; stty -g >before; openclaw_auth {' '.join(argv)}; echo code $?; stty -g >after"


def kept(host, key="agent:main:main"):
    path = host.state / "agents/main/sessions/.chat-history.jsonl"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_person_talks_completes_pins_and_leaves_the_terminal_as_it_was(host):
    with talking(host, "anthropic:a", "anthropic:b"):
        screen = host.on_terminal_shell(chat_between_stty("chat"), columns=80)
        screen.see("Ctrl-D ends.")
        screen.see("main · anthropic/m1")
        screen.send("say **loud** `code`\\\rtwo\r")
        screen.see("re: say loud code\ntwo\nmain>")
        assert b"\x1b[1mloud\x1b[0m \x1b[36mcode\x1b[0m" in screen.raw
        screen.send("/model anthropic/m1@anthropic:b")
        screen.see("/model anthropic/m1@anthropic:b")
        screen.send("\r")
        screen.see("Auth profile set to anthropic:b.\nmain>")
        screen.see("main · anthropic/m1 · anthropic:b")
        screen.send("/usa\t")
        screen.see("main> /usage")
        screen.send(" f\t\r\r")
        screen.see("Usage footer: full\nmain>")
        screen.paste("three\nlines\nof a paste")
        screen.see("      of a paste")
        screen.send("\r")
        screen.see("re: three\nlines\nof a paste\nUsage: ")
        screen.see("session agent:main:main\nmain>")
        screen.send("my key is sk-ant-api03-abcdefghijklmnop\r")
        screen.see("re: my key is")
        screen.see("session agent:main:main\nmain>")
        screen.send("\x1b[A\x1b[A")  # past the paste's first line: what was said before it
        screen.see("main> three\n")
        screen.send("\x03")
        screen.send("\x04")
        screen.see("code 0")
        assert screen.ended() == 0
        assert [m["content"] for m in asked(host)[0]["messages"]] == ["say **loud** `code`\ntwo"]
        assert asked(host)[1]["messages"][-1]["content"] == "three\nlines\nof a paste"
    assert (host.home / "before").read_text() == (host.home / "after").read_text()
    assert screen.raw.rindex(b"\x1b[?2004l") > screen.raw.rindex(b"\x1b[?2004h")
    assert kept(host) == [
        "say **loud** `code`\ntwo",
        "/model anthropic/m1@anthropic:b",
        "/usage full",
        "three\nlines\nof a paste",
    ]
    assert entry(host)["authProfileOverride"] == "anthropic:b"


def test_on_a_small_screen_in_chinese_everything_fits_and_ctrl_c_twice_leaves(host):
    with talking(host, "anthropic:a"):
        screen = host.on_terminal("--lang", "zh", "chat", columns=40, COLUMNS="")
        screen.see("Tab 补全。")
        screen.send("这是一个很长很长的段落，用来测试在很窄的终端里的换行，标点不在行首。\\\r")
        screen.send(TABLE + "\r")
        screen.see("名称 │ n\n─────┼──\n中文 │ 7\nmain>")
        assert (
            "re: 这是一个很长很长的段落，用来测试在很\n窄的终端里的换行，标点不在行首。"
            in screen.text
        )
        screen.send("\x03")
        screen.see("再按一次 Ctrl-C")
        screen.send("\x03")
        assert screen.ended() == 0


def test_what_another_client_chose_is_seen_below_the_line(host):
    with talking(host, "anthropic:a", "anthropic:b"):
        screen = host.on_terminal("chat", columns=30, COLUMNS="")
        screen.see("main · anthropic/m1")
        host.run("chat", "--message", "/model anthropic/m1@anthropic:b")
        screen.see("m1 · anthropic:b")  # as much as there is room for
        screen.send("\x04")
        assert screen.ended() == 0


def test_ctrl_c_stops_an_answer_and_the_talk_goes_on(host):
    hang = {"anthropic:a": HangMidStream(after_chunks=3)}
    with talking(host, "anthropic:a", behaviours=hang):
        screen = host.on_terminal("chat", columns=80, NO_COLOR="1", COLUMNS="")
        screen.see("main · anthropic/m1")
        screen.send("one two three four five\r")
        screen.see("five\nre:")  # an answer that has not ended
        screen.send("\x03")
        screen.see("Stopped.\nmain>")
        screen.send("\x04")
        assert screen.ended() == 0
        assert b"\x1b[1m" not in screen.raw
    assert entry(host)["abortedLastRun"] is True
    assert transcript(host)[-1]["message"]["stopReason"] == "aborted"


def test_ctrl_c_ends_one_message_and_keeps_what_came(host):
    hang = {"anthropic:a": HangMidStream(after_chunks=2)}
    with talking(host, "anthropic:a", behaviours=hang):
        screen = host.on_terminal("chat", "--message", "one two three four")
        screen.see("re:")
        screen.send("\x03")
        assert screen.ended() == 130
    assert entry(host)["abortedLastRun"] is True
    last = transcript(host)[-1]["message"]
    assert last["stopReason"] == "aborted"
    assert last["content"][0]["text"].startswith("re:")


def test_an_image_goes_with_the_first_message(host):
    picture = host.home / "dot.txt"  # the name says nothing
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 20)
    with talking(host, "anthropic:a"):
        done = host.run("chat", "--image", str(picture), "--message", "what is it?")
        assert done.code == 0, done.err
        image, text = sorted(asked(host)[0]["messages"][0]["content"], key=lambda p: p["type"])
        assert (text["text"], image["source"]["media_type"]) == ("what is it?", "image/png")
        said = ("agent", "--agent", "main", "--message", "and this?", "--image")
        done = host.run(*said, str(picture), "--json")
        assert done.code == 0, done.err
        content = asked(host)[-1]["messages"][-1]["content"]
        assert {part["type"] for part in content} == {"image", "text"}
        refused = host.run(*said, __file__, "--json")
        assert refused.json()["error"]["code"] == "chat_image_type"
        wrong = host.run("chat", "--image", __file__, "--message", "x")
        assert (wrong.code, wrong.out) == (1, "")
        assert "is no PNG, JPEG, GIF or WebP image" in wrong.err
        assert len(asked(host)) == 2
