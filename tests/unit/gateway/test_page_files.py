"""The page's files: whole, small, without a word from elsewhere."""

from __future__ import annotations

import gzip
import posixpath
import re

from openclaw_auth.gateway.page_api.page_files import HEADERS, page_files, preloaded

FILES = page_files()
OWN = {n: f.decode() for n, f in FILES.items() if n.endswith(".js") and "/" not in n}
WORDS = ("words.js", "board_words.js", "chat_words.js")


def test_every_import_leads_to_a_file_of_ours():
    for name, content in FILES.items():
        if name.endswith(".js"):
            for target in re.findall(r'(?:from|import)\s*"([^"]+)"', content.decode()):
                assert target.startswith("./"), (name, target)
                assert posixpath.join(posixpath.dirname(name), target[2:]) in FILES, (name, target)


def test_the_index_names_files_that_are_there_and_runs_nothing_inline():
    index = FILES["index.html"].decode()
    for target in re.findall(r'(?:src|href)="([^"]+)"', index):
        assert target.removeprefix("/page/") in FILES
    assert re.findall(r"<script(?![^>]*src=)|<style|\son\w+=|style=", index) == []


def test_nothing_comes_from_another_host():
    known = {"http://www.w3.org/"}  # names of XML vocabularies
    for name, content in FILES.items():
        text = content.decode()
        for start in known:
            text = text.replace(start, "")
        assert not re.search(r"""["'(]https?://\w""", text), name
    assert "unsafe" not in HEADERS["content-security-policy"]
    assert HEADERS["content-security-policy"].startswith("default-src 'none'")


def test_every_file_of_ours_is_checked_and_short():
    for name, text in OWN.items():
        assert text.startswith("// @ts-check\n"), name
        assert text.count("\n") <= 400, name


def test_every_word_is_there_in_both_languages_and_used():
    words = {}
    for name in WORDS:
        table = OWN[name].partition("WORDS = {")[2].partition("\n};")[0]
        words |= re.findall(r"^  (\w+): (\[.*?\],)$", table, re.MULTILINE | re.DOTALL)
    assert len(words) > 100
    for name, both in words.items():
        texts = re.findall(r'"((?:[^"\\]|\\.)*)"', both)
        assert len(texts) == 2, name
        holes = [sorted(re.findall(r"\{\w+\}", text)) for text in texts]
        assert holes[0] == holes[1], name
    rest = "".join(text for name, text in OWN.items() if name not in WORDS)
    asked = set(re.findall(r'\bt\(\s*"(\w+)"', rest))
    assert asked <= set(words)
    beginnings = tuple(re.findall(r"\bt\(`(\w+_)\$", rest))
    quoted = set(re.findall(r'"(\w+)"', rest))
    unused = [w for w in words if w not in quoted and not w.startswith(beginnings)]
    assert unused == []


def test_the_first_load_is_small():
    size = sum(len(gzip.compress(content)) for content in FILES.values())
    assert size < 120_000


def test_the_index_names_every_module_that_is_needed_at_once_and_no_other():
    named = preloaded(FILES)

    assert len(named) == len(set(named))
    assert {"app.js", "words.js", "vendor/preact.js", "vendor/signals-core.js"} <= set(named)
    assert "chat.js" not in named  # fetched when somebody goes there
    for name in named:
        for target in re.findall(r'(?:from|import)\s*"([^"]+)"', FILES[name].decode()):
            assert posixpath.join(posixpath.dirname(name), target[2:]) in named, (name, target)
