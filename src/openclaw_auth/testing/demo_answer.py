"""What the built-in demo provider says: plainly that it is no model, and what it was told."""

from __future__ import annotations

import re

ECHO_LIMIT = 400
_CJK = re.compile(r"[\u3400-\u9fff]")


def demo_answer(user_text: str) -> str:
    """Answer in 简体中文 when the message has CJK characters, else in English; the same question, the same answer."""
    said = " ".join(user_text.split())
    if len(said) > ECHO_LIMIT:
        said = said[:ECHO_LIMIT] + "…"
    if _CJK.search(said):
        return (
            f"你好！我是内置的演示服务，背后没有真正的模型。你刚才说：“{said}”。"
            "想和真正的模型对话，请运行 `openclaw models auth add` 添加凭据。"
        )
    heard = f"You said: “{said}”." if said else "You said nothing that I can read."
    return (
        f"Hello! This is the built-in demo provider, with no real model behind it. {heard} "
        "To talk to a real model, add a credential with `openclaw models auth add`."
    )
