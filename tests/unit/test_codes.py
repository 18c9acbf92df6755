"""Every code has words in both languages, and every code that is used exists."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import openclaw_auth
from openclaw_auth import codes, errors
from openclaw_auth.codes import Reason

SOURCE = Path(openclaw_auth.__file__).parent
ERRORS = {n for n, v in vars(errors).items() if isinstance(v, type) and issubclass(v, Exception)}
TAKES_A_CODE = {"Reason", "Problem", "Refusal", "Text", *ERRORS}


def trees():
    for path in sorted(SOURCE.rglob("*.py")):
        if path.parent.name != "codes":
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def code_arguments(tree):
    """Yield the string literals that stand where a code belongs."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in TAKES_A_CODE:
            continue
        for argument in node.args[:2]:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield node.lineno, argument.value
                break


def literals():
    """Return every string in the source and data files, and the beginnings of made-up ones."""
    found, beginnings = set(), set()
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(node.values[0].value)
    for path in SOURCE.rglob("*.json"):
        found.update(path.read_text(encoding="utf-8").split('"'))
    return found, {b for b in beginnings if b.endswith("_")}


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_code_that_is_raised_has_words():
    known = codes.table()
    unknown = [
        f"{path.relative_to(SOURCE)}:{line}: {code}"
        for path, tree in trees()
        for line, code in code_arguments(tree)
        if code not in known
    ]
    assert unknown == []


def test_every_code_is_used():
    found, beginnings = literals()
    unused = [
        code
        for code in codes.table()
        if code not in found and not any(code.startswith(b) for b in beginnings)
    ]
    assert unused == []


def test_both_languages_say_the_same():
    for code, text in codes.table().items():
        assert text.severity in ("info", "warning", "error"), code
        assert text.en, code
        assert text.zh, code
        assert placeholders(text.zh) <= placeholders(text.en) | placeholders(text.remedy_en), code
        assert placeholders(text.en) <= placeholders(text.zh) | {"nearest"}, code


def test_texts_render_even_when_a_parameter_is_forgotten():
    assert "{profile}" in codes.render(Reason("secret_empty"))


def test_the_language_is_that_of_the_user():
    assert codes.language({"LANG": "zh_CN.UTF-8"}) == "zh"
    assert codes.language({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}) == "en"
    assert codes.language({}, "zh-CN") == "zh"
    assert codes.language({"LANG": "zh_CN"}, "en") == "en"
