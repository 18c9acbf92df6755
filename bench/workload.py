"""What is sent, and what comes back: the same for every peer."""

import json
from dataclasses import dataclass

UPSTREAM_KEY = "sk-bench-upstream-key-0123456789abcdef"
GATEWAY_TOKEN = "bench-gateway-token-0123456789abcdef"
PATH = "/v1/chat/completions"
BODY_BYTES = 1024
ANSWER_BYTES = 570
STREAM_CHUNKS = 50
PACED_CHUNKS = 5
PACE_S = 0.002
DONE = b"data: [DONE]\n\n"


@dataclass(frozen=True)
class Workload:
    """One kind of request; `provider` is the name under which the gateway knows its upstream."""

    provider: str
    model: str
    stream: bool = False

    def body(self) -> bytes:
        """Return a chat request of 1 KB."""
        padding = BODY_BYTES - len(self._body(""))
        return self._body("x" * padding).encode()

    def _body(self, content: str) -> str:
        request: dict[str, object] = {
            "model": f"{self.provider}/{self.model}",
            "messages": [{"role": "user", "content": content}],
        }
        if self.stream:
            request["stream"] = True
        return json.dumps(request)


PLAIN = Workload("benchplain", "m1")
TLS = Workload("benchtls", "m1")
STREAM = Workload("benchstream", "m1", stream=True)
PACED = Workload("benchstream", "paced", stream=True)


def _completion(content: str) -> str:
    message = {"role": "assistant", "content": content}
    return json.dumps(
        {
            "id": "chatcmpl-bench",
            "object": "chat.completion",
            "created": 1780000000,
            "model": "m1",
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 250, "completion_tokens": 60, "total_tokens": 310},
        }
    )


def answer() -> str:
    """Return a chat completion of 570 bytes, without a character that nginx would interpret."""
    return _completion("y" * (ANSWER_BYTES - len(_completion(""))))


def stream_chunk(content: str) -> bytes:
    """Return one streamed event."""
    event = {
        "id": "chatcmpl-bench",
        "object": "chat.completion.chunk",
        "created": 1780000000,
        "model": "m1",
        "choices": [{"index": 0, "delta": {"content": content}, "finish_reason": None}],
    }
    return b"data: " + json.dumps(event).encode() + b"\n\n"
