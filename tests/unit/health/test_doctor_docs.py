"""The page about doctor has a row for every check, in both languages, as the code has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from openclaw_auth.codes import Reason, render
from openclaw_auth.health.check_list import CHECKS
from openclaw_auth.health.fixes import GROUPS

DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGES = {"en": DOCS / "doctor.md", "zh": DOCS / "zh-CN/doctor.md"}
HEADS = {
    "en": "| `id` | looks at | may be | `--fix` |",
    "zh": "| `id` | 检查内容 | 级别 | `--fix` |",
}
SEVERITIES = {
    "en": {"error": "error", "warning": "warning", "info": "note"},
    "zh": {"error": "错误", "warning": "警告", "info": "提示"},
}
FIXES = {
    "move": ("moves it", "移动"),
    "modes": ("sets the mode", "设置权限"),
    "set_aside": ("with `--force`: sets it aside", "加 `--force`：移开"),
    "import": ("imports them, reads them back", "导入并读回核对"),
    "config": ("moves them, comments included", "移动，保留注释"),
    "unknown_keys": ("takes them out", "移除"),
    "orders": ("takes out what is gone", "去掉已不存在的"),
    "pins": ("unpins", "取消固定"),
    "statistics": ("sets the times back", "改回现在"),
    "journals": ("stores them", "保存"),
    "token": ("makes one", "生成"),
    "renewal": ("renews now", "立即续期"),
    "service": (
        "starts it, with its file written anew where its program is gone",
        "启动；程序已不存在时重写文件",
    ),
    "service_file": ("with `--force`: writes it anew", "加 `--force`：重写"),
}


def rows(lang):
    """Return the table of one language, line by line."""
    number = list(PAGES).index(lang)
    comma = ", " if lang == "en" else "、"
    lines = [HEADS[lang], "| --- | --- | --- | --- |"]
    for check in CHECKS:
        about = render(Reason(f"doctor_check_{check.id}"), lang)
        may_be = comma.join(SEVERITIES[lang][severity] for severity in check.severities)
        fixes = ("; " if lang == "en" else "；").join(FIXES[fix][number] for fix in check.fixes)
        lines.append(f"| `{check.id}` | {about} | {may_be} | {fixes or '-'} |")
    return lines


def test_every_group_of_fixes_has_words():
    assert set(FIXES) == set(GROUPS)
    assert {fix for check in CHECKS for fix in check.fixes} == set(GROUPS)


@pytest.mark.parametrize("lang", PAGES)
def test_the_table_is_that_of_the_code(lang):
    wanted = "\n".join(rows(lang))
    assert wanted in PAGES[lang].read_text(encoding="utf-8"), f"the table should be:\n{wanted}"
