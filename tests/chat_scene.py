"""A gateway to chat with: two providers with their keys, and what they answer."""

from __future__ import annotations

import contextlib
import json
import time

from gateway_process import GatewayProcess
from openclaw_auth.testing import Answer, ProviderEmulator

ANN, BOB, EVE = "key-of-ann-000000", "key-of-bob-000000", "key-of-eve-000000"
NAMES = {"anthropic:ann@example.org": ANN, "anthropic:bob": BOB, "openai:eve": EVE}

RICH = """\
# Leases, briefly

A **lease** is *one* credential lent for ~~ever~~ one request. See `broker.lease`, and
[the design](https://example.org/design "page").

## What happens
1. `select` orders the candidates
   - each with its reason
   - none is *guessed*
2. a lease is made
3. the outcome is reported

- [x] asked
- [ ] answered twice

| step | who | ms |
| :--- | :-: | ---: |
| select | broker | 0.2 |
| send | client | 180 |

> A refusal is a fact, not an accident.

```python
async def ask(broker, request):
    lease = broker.lease(request)  # headers to send, and where to report the outcome, all of it
    return await send(lease, request)
```

---

AT&amp;T says 5 &lt; 6.
"""

EVIL = """\
<script>document.title = "stolen"</script>
<img src=x onerror="document.title='stolen'">
<iframe src="javascript:alert(1)"></iframe>
<svg onload="document.title='stolen'"></svg>

[one](javascript:document.title='stolen') [two](JaVaScRiPt:alert(1)) [three](data:text/html,<script>1</script>)
[four](vbscript:x) [five](java&#115;cript:alert(1)) [six](/api/chat/stop) [seven](//evil.example/x)
<a href="javascript:alert(1)" onclick="document.title='stolen'">eight</a> <javascript:alert(1)>
![nine](https://evil.example/pixel.png) ![ten](javascript:alert(1)) ![eleven](data:image/svg+xml,<svg/>)
<style>body { display: none }</style><base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example">
<form action="https://evil.example"><button formaction="javascript:alert(1)">twelve</button></form>

[thirteen][ref]

[ref]: javascript:alert(1) "x\\" onmouseover=\\"document.title='stolen'"

```html"><script>document.title='stolen'</script>
<script>document.title = "stolen"</script>
```

| <img src=x onerror=alert(1)> | `<b>x</b>` |
| --- | --- |
| <script>1</script> | **<i>y</i>** |

<p id="app">end</p>
"""


def compose(said):
    """Answer by the last word that was said."""
    for word, answer in (("rich", RICH), ("evil", EVIL)):
        if word in said:
            return answer
    if "long" in said:
        return "\n\n".join(f"Paragraph {n} of many, with some **words** in it." for n in range(60))
    return f"You said: {said}"


def write_host(state, upstream):
    """Write the config and credentials of a host whose providers are the emulator."""
    key = {"api": "anthropic-messages", "baseUrl": upstream.base_url}
    chat = {"api": "openai-completions", "baseUrl": upstream.openai_base_url}
    image = {"input": ["text", "image"]}
    models = {
        "anthropic": {
            **key,
            "models": [
                {"id": "claude-opus-4-5", "name": "Claude Opus 4.5", **image},
                {"id": "claude-haiku-4-5", "name": "Claude Haiku 4.5", **image},
            ],
        },
        "openai": {**chat, "models": [{"id": "gpt-5.2", "name": "GPT-5.2", "input": ["text"]}]},
    }
    allowed = {
        "anthropic/claude-opus-4-5": {"alias": "opus"},
        "anthropic/claude-haiku-4-5": {"alias": "haiku"},
        "openai/gpt-5.2": {"alias": "gpt"},
    }
    primary = {"primary": "anthropic/claude-opus-4-5", "fallbacks": ["openai/gpt-5.2"]}
    config = {
        "models": {"providers": models},
        "agents": {
            "defaults": {"model": primary, "models": allowed},
            "list": [{"id": "main"}, {"id": "work"}],
        },
    }
    (state / "openclaw.json").write_text(json.dumps(config))
    profiles = {
        name: {"type": "api_key", "provider": name.partition(":")[0], "key": key}
        for name, key in NAMES.items()
    }
    folder = state / "agents/main/agent"
    folder.mkdir(parents=True)
    order = {"anthropic": ["anthropic:ann@example.org", "anthropic:bob"]}
    store = {"version": 1, "profiles": profiles, "order": order}
    (folder / "auth-profiles.json").write_text(json.dumps(store))
    (folder / "auth-profiles.json").chmod(0o600)


@contextlib.contextmanager
def chat_gateway(tmp_path):
    """Yield the gateway; its `provider` is the emulator behind every model."""
    pace = Answer(chunk_delay_s=0.004)
    with ProviderEmulator(keys=NAMES.values(), behaviour=pace, compose=compose) as upstream:
        gateway = GatewayProcess(tmp_path)
        write_host(gateway.state, upstream)
        gateway.provider = upstream
        with gateway:
            yield gateway


def write_session(gateway, turns, *, key="agent:main:main", session_id="longone"):
    """Write a session as OpenClaw keeps it: texts, the user's and the model's by turns."""
    folder = gateway.state / "agents/main/sessions"
    folder.mkdir(parents=True, exist_ok=True)
    now_ms = int(time.time() * 1000)
    lines = [{"type": "session", "version": 3, "id": session_id}]
    for place, text in enumerate(turns):
        message = {
            "role": "assistant" if place % 2 else "user",
            "content": [{"type": "text", "text": text}],
            "timestamp": now_ms - 60_000 + place,
        }
        if place % 2:
            message |= {"provider": "anthropic", "model": "claude-opus-4-5", "stopReason": "stop"}
        entry = {"type": "message", "id": f"e{place}", "message": message}
        lines.append({**entry, "parentId": f"e{place - 1}" if place else None})
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (folder / f"{session_id}.jsonl").write_text(text)
    entry = {"sessionId": session_id, "updatedAt": now_ms}
    (folder / "sessions.json").write_text(json.dumps({key: entry}))
