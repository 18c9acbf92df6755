"""Who we are to an authorization server and where it is: the catalogue's row under the config's.

`models.providers.<id>.oauth` overrides key by key, so that a user's own app needs its client id
and nothing else. A provider that reserves its login for its own product has no client.
"""

from __future__ import annotations

import os

from openclaw_auth.codes import Reason
from openclaw_auth.errors import LoginNotOffered, OpenclawAuthError
from openclaw_auth.providers.catalogue import details
from openclaw_auth.secret import Secret
from openclaw_auth.sources.config_keys import secret_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, Literal, TypeAlias

    from openclaw_auth.settings import Settings

    AuthMethod: TypeAlias = Literal["none", "client_secret_basic", "client_secret_post"]
    Flow: TypeAlias = Literal["code", "device"]
    Encoding: TypeAlias = Literal["form", "json"]

# The config's word for each address, and ours.
_URLS = {
    "authorizationUrl": "authorization_url",
    "tokenUrl": "token_url",
    "deviceAuthorizationUrl": "device_url",
    "revocationUrl": "revocation_url",
    "userinfoUrl": "userinfo_url",
    "issuer": "issuer",
}
# How a confidential client shows its secret (RFC 6749, 2.3.1), in OpenID's words.
BASIC = "client_secret_basic"  # a method's name
POST = "client_secret_post"  # a method's name
_DEFAULT_PATH = "/oauth/callback"


class OAuthClient:
    """One client of one authorization server; immutable by convention.

    Attributes:
        provider_id: canonical id of the provider whose credentials come of it.
        token_url: None until discovery, where only an issuer is known.
        authorization_url, device_url, revocation_url, userinfo_url: None where there is none.
        issuer: discovery starts from it, and answers that name another are refused (RFC 9207).
        client_id: None where the server knows no clients (OpenRouter) or the user has to say.
        client_secret: of a confidential client.
        scopes: what is asked for.
        token_auth_method: how the client says who it is at the token endpoint (RFC 6749, 2.3.1).
        redirect_host, redirect_port, redirect_path: of the registered redirect; port 0 is any
            free one (RFC 8252, 7.3).
        flow: the usual one of this provider, `code` or `device`.
        extra_params: added to the authorization request.
        resource: what the token is for (RFC 8707).
        encoding: of the token request's body.
        proxy: the config's proxy for this provider alone. May hold a password: not in repr.
        environ: proxy and certificate variables for the way there.
    """

    __slots__ = (
        "authorization_url", "client_id", "client_secret", "device_url", "encoding", "environ",
        "extra_params", "flow", "issuer", "provider_id", "proxy", "redirect_host", "redirect_path",
        "redirect_port", "resource", "revocation_url", "scopes", "token_auth_method", "token_url",
        "userinfo_url",
    )  # fmt: skip

    def __init__(
        self,
        provider_id: str,
        token_url: str | None,
        *,
        authorization_url: str | None = None,
        device_url: str | None = None,
        revocation_url: str | None = None,
        userinfo_url: str | None = None,
        issuer: str | None = None,
        client_id: str | None = None,
        client_secret: Secret | None = None,
        scopes: Sequence[str] = (),
        token_auth_method: AuthMethod = "none",  # noqa: S107 # a method's name
        redirect_host: str = "127.0.0.1",
        redirect_port: int = 0,
        redirect_path: str = _DEFAULT_PATH,
        flow: Flow = "code",
        extra_params: Mapping[str, str] | None = None,
        resource: Sequence[str] = (),
        encoding: Encoding = "form",
        proxy: str | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.provider_id = provider_id
        self.token_url = token_url
        self.authorization_url = authorization_url
        self.device_url = device_url
        self.revocation_url = revocation_url
        self.userinfo_url = userinfo_url
        self.issuer = issuer
        self.client_id = client_id
        self.client_secret = client_secret
        self.scopes = tuple(scopes)
        self.token_auth_method: AuthMethod = token_auth_method
        self.redirect_host = redirect_host
        self.redirect_port = redirect_port
        self.redirect_path = redirect_path
        self.flow: Flow = flow
        self.extra_params = dict(extra_params or {})
        self.resource = tuple(resource)
        self.encoding: Encoding = encoding
        self.proxy = proxy
        self.environ = dict(environ or {})

    def replace(self, **changes: object) -> OAuthClient:
        """Return a copy with some attributes changed."""
        copy = OAuthClient.__new__(OAuthClient)
        for name in OAuthClient.__slots__:
            setattr(copy, name, changes.get(name, getattr(self, name)))
        return copy

    def __repr__(self) -> str:
        return f"OAuthClient({self.provider_id!r}, {self.token_url or self.issuer!r})"


def client_for(settings: Settings, provider_id: str) -> OAuthClient | None:
    """Return the client for a provider's logins and refreshes; None when it has none.

    None also for a provider that reserves them for its own product: what is stored is shown and
    never renewed here (rulings 14 and 17).

    Args:
        settings: a valid config, as read.
        provider_id: any spelling.

    Raises:
        LoginNotOffered: `oauth_secret_missing`, the client secret is not where the config says.
    """
    values = login_row(settings, provider_id)
    if values is None:
        return None
    provider_id = values.pop("provider_id")
    secret = values.get("client_secret")
    if isinstance(secret, Reason):
        raise LoginNotOffered("oauth_secret_missing", provider=provider_id, why=secret)
    if secret is not None and "token_auth_method" not in values:
        values["token_auth_method"] = BASIC
    return OAuthClient(
        provider_id, values.pop("token_url", None), environ=settings.environment.network(), **values
    )


def login_row(settings: Settings, provider_id: str) -> dict[str, Any] | None:
    """Return what is known of a provider's login, in the words of `OAuthClient`; None for nothing.

    `client_secret` is a Reason where the config's reference leads nowhere.
    """
    catalogue = settings.catalogue.with_custom(settings.view.providers())
    provider_id = catalogue.canonical(provider_id)
    shipped = details(provider_id)
    if "no_login" in shipped:
        return None
    entry = _entry(settings, provider_id, catalogue.canonical)
    row, said = shipped.get("oauth"), entry.get("oauth")
    if not isinstance(row, dict) and not isinstance(said, dict):
        return None
    proxy = entry.get("proxy")
    return {
        **_from_row(row if isinstance(row, dict) else {}, settings),
        **_from_config(_object(said), settings),
        "proxy": proxy if isinstance(proxy, str) else None,
        "provider_id": provider_id,
    }


def is_offered(settings: Settings, provider_id: str) -> bool:
    """Return whether logins of a provider are made and renewed here, with the config as it is.

    Args:
        settings: as read; a config with problems offers none.
        provider_id: any spelling.
    """
    if settings.config.problems:
        return False
    try:
        return client_for(settings, provider_id) is not None
    except OpenclawAuthError:  # its secret is missing: whoever logs in or refreshes says so
        return False


def redirect_uri(client: OAuthClient, port: int) -> str:
    """Return the redirect exactly as it is registered, with the port that is listened on."""
    return f"http://{client.redirect_host}:{port}{client.redirect_path}"


def _entry(settings: Settings, provider_id: str, canonical: Any) -> Mapping[str, object]:
    """Return what `models.providers` says of a provider, under whichever of its names."""
    for name, entry in settings.view.providers().items():
        if canonical(name) == provider_id:
            return entry
    return {}


def _from_row(row: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    """Return the catalogue's row in the constructor's words; variables fill what users own."""
    values = {name: value for name, value in row.items() if not name.endswith("_env")}
    for name, meaning in _FROM_TEXT.items():
        variable = row.get(f"{name}_env")
        found = settings.environment.value(variable) if variable else None
        if found is not None:
            values |= meaning(found.strip())
    return values


def _redirect(text: str) -> dict[str, Any]:
    """Return the parts of a registered redirect; nothing of one that does not lead to this host."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return {}
    if parts.scheme != "http" or host not in ("127.0.0.1", "localhost", "::1"):
        return {}
    shown = f"[{host}]" if ":" in host else host
    return {"redirect_host": shown, "redirect_port": port or 80, "redirect_path": parts.path or "/"}


# What a variable of the user's says, by the row's key that names the variable.
_FROM_TEXT: dict[str, Callable[[str], dict[str, Any]]] = {
    "client_id": lambda text: {"client_id": text},
    "client_secret": lambda text: {"client_secret": Secret(text)},
    "scopes": lambda text: {"scopes": text.split()},
    "redirect_uri": _redirect,
}


def _from_config(said: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    values: dict[str, Any] = {ours: said[word] for word, ours in _URLS.items() if word in said}
    if "issuer" in values and "tokenUrl" not in said:
        # Another server: what the catalogue knows of its own would be the wrong one.
        values = dict.fromkeys(_URLS.values()) | values
    for word, ours in (
        ("clientId", "client_id"),
        ("scopes", "scopes"),
        ("flow", "flow"),
        ("tokenAuthMethod", "token_auth_method"),
        ("redirectHost", "redirect_host"),
        ("redirectPath", "redirect_path"),
        ("redirectPort", "redirect_port"),
        ("extraParams", "extra_params"),
    ):
        if word in said:
            values[ours] = said[word]
    if "redirect_port" in values:
        values["redirect_port"] = int(values["redirect_port"])
    resource = said.get("resource")
    if resource is not None:
        values["resource"] = [resource] if isinstance(resource, str) else resource
    if "clientSecret" in said:
        base_dir = os.path.dirname(settings.paths.config_path)
        secret, why = secret_of(said["clientSecret"], settings.environment, base_dir)
        values["client_secret"] = secret or why
    return values


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
