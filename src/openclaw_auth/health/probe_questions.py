"""Which requests check a credential: the free one that the catalogue knows, and a paid one. Pure.

A key goes only to where its requests go: with a base URL of the user's own, the provider's
address of the catalogue is not asked.
"""

from __future__ import annotations

import json

from openclaw_auth.health.probe_target import Question
from openclaw_auth.providers.catalogue import data_file, details
from openclaw_auth.providers.headers import (
    CLIENT_CREDENTIALS,
    auth_headers,
    probe_headers,
    real_type,
)
from openclaw_auth.providers.provider import ANTHROPIC, OPENAI, family, join, placeholders
from openclaw_auth.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from openclaw_auth.health.probe_target import Field
    from openclaw_auth.providers.models import Model, Models
    from openclaw_auth.providers.provider import Provider
    from openclaw_auth.selection.decision import Candidate

# The list of models of each family, asked where nothing better is known (Anthropic "List models",
# OpenAI "List models").
_LISTS = {ANTHROPIC: "/v1/models?limit=1", OPENAI: "/models"}
_ANY_LIST: Mapping[str, Any] = {"ok": "key", "expect": "data"}
_PAID_DIALECTS = ("anthropic-messages", "openai-completions", "openai-responses")
_LEAST_OF_RESPONSES = 16  # OpenAI's lower bound of `max_output_tokens`
_OWN: tuple[Field, ...] = (
    (b"accept", b"application/json"),
    (b"accept-encoding", b"identity"),
    (b"user-agent", f"openclaw-auth/{__version__}".encode()),
)


def free_questions(
    provider: Provider, candidate: Candidate, values: Mapping[str, object]
) -> list[Question]:
    """Return the requests that check this credential for nothing, best first; maybe none.

    Args:
        provider: whose credential.
        candidate: the credential.
        values: account and gateway ids for addresses that have them.

    Raises:
        CredentialRefused: no header can carry the secret.
    """
    proof = _proof_for(provider.id, real_type(provider, candidate.type, candidate.secret))
    if not is_moved(provider):
        # Of a provider without a dialect that we speak, a base URL of the user's is not kept.
        if proof is None or (provider.custom and not provider.endpoints):
            return []
        return [_question(proof["url"], _shipped_headers(provider, candidate, proof), proof)]
    spoken = family(provider.api)
    dialect = spoken if spoken in provider.endpoints else next(iter(provider.endpoints), None)
    base_url = _filled(provider.endpoints[dialect], values) if dialect else ""
    if dialect is None or placeholders(base_url):
        return []
    headers = _headers(provider, candidate, dialect)
    asked = []
    path = _path_below(provider.id, dialect, proof) if proof else None
    if path is not None and proof is not None:
        asked.append(_question(join(base_url, path), headers, proof))
    listed = join(base_url, _LISTS[dialect])
    if listed not in [question.url for question in asked]:
        asked.append(_question(listed, headers, _ANY_LIST))
    return asked


def list_question(
    provider: Provider, candidate: Candidate, values: Mapping[str, object]
) -> Question | None:
    """Return the request for the models that this credential sees; None where none is known.

    Raises:
        CredentialRefused: no header can carry the secret.
    """
    spoken = family(provider.api)
    dialect = spoken if spoken in provider.endpoints else next(iter(provider.endpoints), None)
    base_url = _filled(provider.endpoints[dialect], values) if dialect else ""
    if dialect is None or placeholders(base_url):
        return None
    url = join(base_url, _LISTS[dialect].replace("limit=1", "limit=1000"))
    return _question(url, _headers(provider, candidate, dialect), _ANY_LIST)


def control_question(provider: Provider, asked: Question) -> Question | None:
    """Return the same request without a credential, None where its answer would tell nothing.

    Needed for lists of models only, and only where no document says that they ask for a key: at a
    base URL of the user's own, and where the catalogue's fact is recalled. What speaks of an
    account or a balance cannot be public.
    """
    if asked.proof.get("ok") not in ("key", "reachable"):
        return None
    if not is_moved(provider) and not asked.proof.get("recalled"):
        return None
    own = {name.strip().lower().encode() for name in provider.headers}
    bare = [f for f in asked.headers if f[0] not in CLIENT_CREDENTIALS and f[0] not in own]
    return Question("control", asked.url, bare, proof=asked.proof)


def paid_question(
    provider: Provider,
    candidate: Candidate,
    models: Models,
    values: Mapping[str, object],
    max_tokens: int,
) -> Question | None:
    """Return a completion of a token or so; None where no dialect or no model is known.

    Raises:
        CredentialRefused: no header can carry the secret.
    """
    if provider.paths:  # a dialect of its own (Codex: streams only); its free check shows the quota
        return None
    own = provider.api if provider.api in _PAID_DIALECTS else ""
    dialect = next((d for d in (own, *_PAID_DIALECTS) if d and provider.offers(d)), None)
    model = smallest(models.models_of(provider.id), details(provider.id).get("models", ()))
    if dialect is None or model is None:
        return None
    url = provider.url(dialect, values)
    if url is None or placeholders(url):
        return None
    headers = auth_headers(
        provider,
        candidate.type or "api_key",
        candidate.secret,
        dialect=dialect,
        account_id=candidate.account_id,
    )
    body = json.dumps(_body(dialect, models.wire_id(provider.id, model.id), max_tokens)).encode()
    return Question(
        "paid",
        url,
        [*_OWN, (b"content-type", b"application/json"), *headers],
        method=b"POST",
        body=body,
        model=model.key,
    )


def smallest(models: Sequence[Model], current: Sequence[str]) -> Model | None:
    """Return the cheapest model among those known to be current; else any; None without one.

    Args:
        models: of one provider, configured ones first.
        current: ids that the catalogue lists as offered today: a cheaper one that was switched off
            answers nobody.
    """
    priced = [m for m in models if m.cost and sum(m.cost[:2]) > 0]
    for some in ([m for m in priced if m.id in current], priced):
        if some:
            return min(some, key=lambda m: sum((m.cost or ())[:2]))
    return models[0] if models else None


def is_moved(provider: Provider) -> bool:
    """Whether the user gave this provider another address than the catalogue's, or made it up."""
    shipped = data_file("catalogue.json")["providers"].get(provider.id)
    return shipped is None or dict(shipped.get("endpoints", {})) != dict(provider.endpoints)


def _proof_for(provider_id: str, credential_type: str) -> Mapping[str, Any] | None:
    """Return the catalogue's free check for this type; a subscription's is its usage page."""
    entry = details(provider_id)
    for name in ("probe", "usage"):
        found: Mapping[str, Any] | None = entry.get(name)
        if found is None or (name == "usage" and "types" not in found):
            continue
        types = found.get("types")
        if types is None or credential_type in types:
            return found
    return None


def _path_below(provider_id: str, dialect: str, proof: Mapping[str, Any]) -> str | None:
    """Return what follows the provider's own base URL in a check's address; None if nothing does."""
    shipped = data_file("catalogue.json")["providers"].get(provider_id, {}).get("endpoints", {})
    base, url = shipped.get(dialect, "").rstrip("/") + "/", proof["url"]
    return url[len(base) - 1 :] if len(base) > 1 and url.startswith(base) else None


def _shipped_headers(
    provider: Provider, candidate: Candidate, proof: Mapping[str, Any]
) -> list[Field]:
    secret = candidate.secret
    if not secret or provider.auth_header is not None or "auth" not in proof:
        return _headers(provider, candidate, None)
    lent = probe_headers(provider, proof["auth"], secret, candidate.account_id)
    return [*_OWN, *lent]


def _headers(provider: Provider, candidate: Candidate, spoken: str | None) -> list[Field]:
    dialect = "openai-completions" if spoken == OPENAI else spoken
    lent = auth_headers(
        provider,
        candidate.type or "api_key",
        candidate.secret,
        dialect=dialect,
        account_id=candidate.account_id,
    )
    return [*[field for field in _OWN if field[0] not in dict(lent)], *lent]


def _question(url: str, headers: list[Field], proof: Mapping[str, Any]) -> Question:
    return Question("free", url, headers, proof=proof)


def _filled(base: str, values: Mapping[str, object]) -> str:
    for name in placeholders(base):
        value = values.get(name)
        if isinstance(value, str) and value:
            base = base.replace("{" + name + "}", value)
    return base


def _body(dialect: str, model: str, max_tokens: int) -> dict[str, Any]:
    if dialect == "openai-responses":
        most = max(max_tokens, _LEAST_OF_RESPONSES)
        return {"model": model, "input": ".", "max_output_tokens": most, "store": False}
    said = [{"role": "user", "content": "."}]
    return {"model": model, "max_tokens": max_tokens, "messages": said}
