"""The environment in its layers: which value a variable has, and which layer gave it.

Precedence: process, `./.env`, `<state>/.env`, config `env.NAME`, config `env.vars.NAME`, login
shell. A variable that is set to "" in the process keeps `.env` files from filling it; the config
and the shell may still fill it.

`./.env` never gives provider credentials or base URLs: whoever owns the folder that a command
happens to run in must not choose where keys are sent (`env.trustWorkingDirectory: true` restores
the reference's behaviour).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PROCESS = "process"
WORKING_DIRECTORY = "./.env"
STATE = "state .env"
CONFIG = "config env"
CONFIG_VARS = "config env.vars"
SHELL = "login shell"
# The way to every provider: proxies in both spellings, trusted certificates, and what marks CGI.
# Who may use the gateway is not for the folder to say in which a command happens to run.
GATEWAY_VARIABLES = ("OPENCLAW_GATEWAY_TOKEN", "OPENCLAW_GATEWAY_PASSWORD")
_NETWORK = (
    *((f"{name}_proxy", f"{name}_proxy".upper()) for name in ("http", "https", "all", "no")),
    ("SSL_CERT_FILE",),
    ("SSL_CERT_DIR",),
    ("REQUEST_METHOD",),
)


class Variable:
    """A variable's value and the layer that gave it."""

    __slots__ = ("layer", "name", "value")

    def __init__(self, name: str, value: str, layer: str) -> None:
        self.name = name
        self.value = value
        self.layer = layer

    @property
    def source(self) -> str:
        """What status calls it: `env: NAME`, or `shell env: NAME` when the login shell gave it."""
        return f"shell env: {self.name}" if self.layer == SHELL else f"env: {self.name}"


class Environment:
    """The layers, strongest first; immutable by convention.

    Attributes:
        ignored: names that `./.env` holds and that it may not supply.
        shell_keys: names that the login shell supplied.
    """

    __slots__ = ("_fillers", "_strict", "ignored", "shell_keys")

    def __init__(
        self,
        process: Mapping[str, str],
        *,
        working_directory: Mapping[str, str] | None = None,
        state: Mapping[str, str] | None = None,
        config: Mapping[str, str] | None = None,
        config_vars: Mapping[str, str] | None = None,
        shell: Mapping[str, str] | None = None,
        ignored: Iterable[str] = (),
    ) -> None:
        self._strict = (
            (PROCESS, process),
            (WORKING_DIRECTORY, working_directory or {}),
            (STATE, state or {}),
        )
        self._fillers = (
            (CONFIG, config or {}),
            (CONFIG_VARS, config_vars or {}),
            (SHELL, shell or {}),
        )
        self.ignored = tuple(ignored)
        self.shell_keys = tuple(sorted(shell or {}))

    def get(self, name: str) -> Variable | None:
        """Return the variable, None when it is unset or blank everywhere it may come from."""
        for layer, values in self._strict:
            if name in values:
                if values[name].strip():
                    return Variable(name, values[name], layer)
                break
        for layer, values in self._fillers:
            value = values.get(name)
            if value is not None and value.strip():
                return Variable(name, value, layer)
        return None

    def value(self, name: str) -> str | None:
        """Return the plain value, None when unset or blank."""
        variable = self.get(name)
        return None if variable is None else variable.value

    def first(self, names: Iterable[str]) -> Variable | None:
        """Return the first of these variables that is set."""
        for name in names:
            variable = self.get(name)
            if variable is not None:
                return variable
        return None

    def without(self, *layers: str) -> Environment:
        """Return the environment as if these layers said nothing: what another process sees."""
        kept: dict[str, Mapping[str, str]] = {
            layer: {} if layer in layers else values
            for layer, values in (*self._strict, *self._fillers)
        }
        return Environment(
            kept[PROCESS],
            working_directory=kept[WORKING_DIRECTORY],
            state=kept[STATE],
            config=kept[CONFIG],
            config_vars=kept[CONFIG_VARS],
            shell=kept[SHELL],
            ignored=self.ignored,
        )

    def network(self) -> dict[str, str]:
        """Return the proxy and certificate variables, as `transport.route.plan_route` reads them.

        Of two spellings of a name only those of the strongest layer count; empty ones do: they
        say "none".
        """
        found: dict[str, str] = {}
        layers = [values for _, values in (*self._strict, *self._fillers)]
        for spellings in _NETWORK:
            for values in layers:
                here = {name: values[name] for name in spellings if name in values}
                if here:
                    found |= here
                    break
        return found

    def with_shell(self, shell: Mapping[str, str]) -> Environment:
        """Return the same layers with what the login shell gave behind them."""
        copy = Environment({}, shell=shell, ignored=self.ignored)
        copy._strict = self._strict
        copy._fillers = (*self._fillers[:-1], *copy._fillers[-1:])
        return copy


def without_credentials(
    values: Mapping[str, str], credential_names: frozenset[str]
) -> tuple[dict[str, str], list[str]]:
    """Split what `./.env` holds into what it may supply and the names it may not. Pure."""
    kept: dict[str, str] = {}
    ignored: list[str] = []
    for name, value in values.items():
        if is_provider_setting(name, credential_names):
            ignored.append(name)
        else:
            kept[name] = value
    return kept, ignored


def is_provider_setting(name: str, credential_names: frozenset[str]) -> bool:
    """Return whether a variable carries a provider's credential or says which way it is sent."""
    return (
        name in credential_names
        or name in GATEWAY_VARIABLES
        or name.endswith(("_API_KEY", "_OAUTH_TOKEN", "_BASE_URL", "_API_BASE", "_ENDPOINT"))
        or any(name in spellings for spellings in _NETWORK)
    )
