"""One provider as a value: where it is, which dialects it speaks, how it wants a credential."""

from __future__ import annotations

from openclaw_auth.codes import Reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, Literal, TypeAlias

    from openclaw_auth.credentials import CredentialType

    BillingClass: TypeAlias = Literal["subscription", "metered", "free"]

ANTHROPIC = "anthropic-messages"
OPENAI = "openai"

# What a caller's dialect is called, where it lives below a base URL, and whose family it is
# (ruling 24: chat completions, responses and embeddings are one family).
PATHS = {
    ANTHROPIC: "/v1/messages",
    "anthropic-count-tokens": "/v1/messages/count_tokens",
    "openai-completions": "/chat/completions",
    "openai-responses": "/responses",
    "openai-embeddings": "/embeddings",
}
_BY_PATH = {path: dialect for dialect, path in PATHS.items()}
_FAMILY_ALIASES = {
    "openai-codex-responses": OPENAI,
    "azure-openai-responses": OPENAI,
    "google-generative-ai": OPENAI,
}


def family(dialect: str) -> str | None:
    """Return the family of a dialect or of a config `api`; None for one that we do not speak.

    `google-generative-ai` counts as OpenAI: ruling 24 reaches it by that endpoint.
    """
    if dialect in _FAMILY_ALIASES:
        return _FAMILY_ALIASES[dialect]
    if dialect.startswith("anthropic-"):
        return ANTHROPIC
    return OPENAI if dialect == OPENAI or dialect.startswith("openai-") else None


def join(base: str, path: str) -> str:
    """Join a base URL and a path, without doubling what a user's base already ends in.

    `https://host/v1` + `/v1/messages` is `https://host/v1/messages`; a base that is the
    whole address already stays as it is.
    """
    base = base.rstrip("/")
    if base.endswith(path):
        return base
    first, rest = path[1:].partition("/")[::2]
    return f"{base}/{rest}" if rest and base.endswith("/" + first) else base + path


class Provider:
    """A row of the catalogue, or a provider that the config defines.

    Attributes:
        id: canonical id.
        label: its name for people.
        kind: `llm`, `local` (a server of the user; works without a key), or `audio`.
        aliases: other ids that people use for it.
        env: variables that hold its key, first one wins.
        detect: groups of variables that together are a credential we only show (AWS, Google).
        api: the dialect used when nobody asks for one.
        endpoints: family (`anthropic-messages`, `openai`) to base URL.
        paths: dialect to path, where it is not the usual one; then only those are offered.
        auth: credential type to the name of a header shape, or to one by family.
        by_prefix: how a secret begins to the credential type that it really is.
        billing: credential type to `subscription`, `metered` or `free`.
        ethics: `ok`, `warn` or `leave_out`.
        why: code of the reason for `ethics`, or for being without an endpoint.
        instead: provider id to name as the alternative.
        recalled: which of these facts rest on memory or a secondary source.
        headers: configured headers, sent with every request. May hold secrets: not in repr.
        auth_header: the config's `authHeader`: False sends no credential, True sends a bearer.
        custom: whether the config defines or changes it.
        models: models that the config lists for it.
        proxy: the config's proxy for it alone. May hold a password: not in repr.
    """

    __slots__ = (
        "aliases",
        "api",
        "auth",
        "auth_header",
        "billing",
        "by_prefix",
        "custom",
        "detect",
        "endpoints",
        "env",
        "ethics",
        "headers",
        "id",
        "instead",
        "kind",
        "label",
        "models",
        "paths",
        "proxy",
        "recalled",
        "why",
    )

    def __init__(self, provider_id: str, row: Mapping[str, Any]) -> None:
        self.id = provider_id
        self.label: str = row.get("label", provider_id)
        self.kind: str = row.get("kind", "llm")
        self.aliases: tuple[str, ...] = tuple(row.get("aliases", ()))
        self.env: tuple[str, ...] = tuple(row.get("env", ()))
        self.detect: tuple[Sequence[str], ...] = tuple(row.get("detect", ()))
        self.api: str = row.get("api", "openai-completions")
        self.endpoints: Mapping[str, str] = row.get("endpoints", {})
        self.paths: Mapping[str, str] = row.get("paths", {})
        self.auth: Mapping[str, Any] = row.get("auth", {})
        self.by_prefix: Mapping[str, CredentialType] = row.get("by_prefix", {})
        self.billing: Mapping[str, BillingClass] = row.get("billing", {})
        self.ethics: str = row.get("ethics", "ok")
        self.why: str | None = row.get("why")
        self.instead: str | None = row.get("instead")
        self.recalled: tuple[str, ...] = tuple(row.get("recalled", ()))
        self.headers: Mapping[str, str] = row.get("headers", {})
        self.auth_header: bool | None = row.get("auth_header")
        self.custom: bool = row.get("custom", False)
        self.models: Sequence[Mapping[str, Any]] = row.get("models", ())
        self.proxy: str | None = row.get("proxy")

    def replace(self, **changes: object) -> Provider:
        """Return a copy with some attributes changed."""
        copy = Provider.__new__(Provider)
        for name in Provider.__slots__:
            setattr(copy, name, changes.get(name, getattr(self, name)))
        return copy

    def offers(self, dialect: str) -> bool:
        """Return whether a request in this dialect can go there."""
        if self.paths and dialect in PATHS and dialect not in self.paths:
            return False
        return family(dialect) in self.endpoints

    def base_url(self, dialect: str) -> str | None:
        """Return the base URL for a dialect; None when it is not offered.

        It may hold placeholders such as `{accountId}`; `url` fills them.
        """
        return self.endpoints.get(family(dialect) or "") if self.offers(dialect) else None

    def url(self, dialect: str, values: Mapping[str, object] | None = None) -> str | None:
        """Return the address of a request in a dialect; None when it is not offered.

        Args:
            dialect: a key of `PATHS`, or `openai` for the family's default.
            values: for the placeholders, from the profile's `metadata`. An unfilled one stays,
                and `placeholders` names it beforehand.
        """
        if dialect == OPENAI:  # the family's name alone means its default member
            dialect = self.api if self.api in PATHS else "openai-completions"
        base = self.base_url(dialect)
        if base is None:
            return None
        for name in placeholders(base):
            value = (values or {}).get(name)
            if isinstance(value, str) and value:
                base = base.replace("{" + name + "}", value)
        return join(base, self.paths.get(dialect) or PATHS[dialect])

    def address(self, path: str, values: Mapping[str, object] | None = None) -> str | None:
        """Return the address for a path of `PATHS` (`/chat/completions`); as `url` otherwise."""
        dialect = _BY_PATH.get(path)
        return self.url(dialect, values) if dialect else None

    def credential_type(self, secret: str, said: CredentialType) -> CredentialType:
        """Return what a secret really is: its prefix decides where the provider defines one."""
        for prefix, found in self.by_prefix.items():
            if secret.startswith(prefix):
                # An OAuth access token has the same prefix as a setup-token.
                return said if said == "oauth" and found == "token" else found
        return said

    def env_type(self, variable: str) -> CredentialType:
        """Return the credential type of a variable's value: OAuth tokens there are static."""
        return "token" if variable.endswith("OAUTH_TOKEN") else "api_key"

    def billing_class(self, credential_type: str) -> BillingClass:
        """Return `subscription`, `metered` or `free`; metered where nothing is known."""
        return self.billing.get(credential_type) or self.billing.get("api_key") or "metered"

    @property
    def keyless(self) -> bool:
        """Whether a request without a credential makes sense: the user's own server."""
        return self.kind == "local" or self.auth_header is False

    @property
    def callable(self) -> bool:
        """Whether requests may be sent there at all."""
        return self.blocked is None

    @property
    def blocked(self) -> Reason | None:
        """Why no request is sent there: left out on purpose, or no endpoint that we can reach."""
        params = {"provider": self.id, "label": self.label, "instead": self.instead or ""}
        if self.ethics == "leave_out":
            return Reason(self.why or "provider_terms_forbid", params)
        if not self.endpoints:
            return Reason(self.why or "provider_needs_base_url", params)
        return None

    @property
    def warning(self) -> Reason | None:
        """What to tell the user once when a login of this provider is stored."""
        if self.ethics != "warn":
            return None
        return Reason(self.why or "provider_shared_client_id", {"label": self.label})

    def __repr__(self) -> str:
        return f"Provider({self.id!r})"


def placeholders(base: str) -> tuple[str, ...]:
    """Return the names in braces of a base URL."""
    return tuple(part.partition("}")[0] for part in base.split("{")[1:])
