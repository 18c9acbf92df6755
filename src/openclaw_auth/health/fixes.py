"""What `doctor --fix` can do, as values: made by checks, done by `mend`.

A fix belongs to a group; people are asked once for each group, in this order: what is moved or
made readable comes first, because later checks look at it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from openclaw_auth.config.edit import Edit


class Group:
    """Fixes that are agreed to together.

    Attributes:
        name: its code is `doctor_group_<name>`.
        safe: whether it loses nothing and asks nobody outside: made even with `--non-interactive`.
        forced: whether only `--force` makes it.
    """

    __slots__ = ("forced", "name", "safe")

    def __init__(self, name: str, *, safe: bool = True, forced: bool = False) -> None:
        self.name = name
        self.safe = safe
        self.forced = forced


GROUPS = {
    group.name: group
    for group in (
        Group("move"),
        Group("modes"),
        Group("set_aside", safe=False, forced=True),
        Group("import"),
        Group("config"),
        Group("unknown_keys", safe=False),
        Group("orders"),
        Group("pins"),
        Group("statistics"),
        Group("journals"),
        Group("token", safe=False),
        Group("renewal", safe=False),
        Group("service", safe=False),
        Group("service_file", safe=False, forced=True),
    )
}


class Fix:
    """Something that `--fix` does. `group` names one of `GROUPS`."""

    __slots__: tuple[str, ...] = ()
    group = ""

    def __repr__(self) -> str:
        """Say what is done to what: two fixes that say the same are the same."""
        names = [name for name in self.__slots__ if name != "group"]
        shown = ", ".join(repr(getattr(self, name)) for name in names)
        return f"{type(self).__name__}({shown})"

    @property
    def forced(self) -> bool:
        """Whether only `--force` makes it."""
        return GROUPS[self.group].forced


class Chmod(Fix):
    """Give a file of ours the mode it should have."""

    __slots__ = ("mode", "path")
    group = "modes"

    def __init__(self, path: str, mode: int) -> None:
        self.path = path
        self.mode = mode


class ImportLegacy(Fix):
    """Make an agent's legacy files its store."""

    __slots__ = ("agent_dir",)
    group = "import"

    def __init__(self, agent_dir: str) -> None:
        self.agent_dir = agent_dir


class PruneOrder(Fix):
    """Take ids that are stored nowhere out of an order; what is left decides as it did before."""

    __slots__ = ("agent_dir", "gone", "provider")
    group = "orders"

    def __init__(self, agent_dir: str, provider: str, gone: tuple[str, ...]) -> None:
        self.agent_dir = agent_dir
        self.provider = provider
        self.gone = gone


class Move(Fix):
    """Move a file or directory to where nothing is yet."""

    __slots__ = ("path", "target")
    group = "move"

    def __init__(self, path: str, target: str) -> None:
        self.path = path
        self.target = target


class EditConfig(Fix):
    """Edit the config, all edits or none; `done` is the code that tells of it."""

    __slots__ = ("done", "edits", "group", "path")

    def __init__(
        self,
        path: str,
        edits: tuple[Edit, ...],
        done: str = "doctor_fixed_config",
        *,
        group: str = "config",
    ) -> None:
        self.path = path
        self.edits = edits
        self.done = done
        self.group = group


class Unpin(Fix):
    """Take a profile that is gone out of the sessions that are pinned to it."""

    __slots__ = ("path", "profile_id")
    group = "pins"

    def __init__(self, path: str, profile_id: str) -> None:
        self.path = path
        self.profile_id = profile_id


class SetTimesBack(Fix):
    """Bring statistics that lie in the future back to the present."""

    __slots__ = ("agent_dir", "profile_id")
    group = "statistics"

    def __init__(self, agent_dir: str, profile_id: str) -> None:
        self.agent_dir = agent_dir
        self.profile_id = profile_id


class MakeToken(Fix):
    """Make the gateway's token and write it to `gateway.auth.token`."""

    __slots__ = ()
    group = "token"


class FinishRefreshes(Fix):
    """Store the token pairs that processes received before they died."""

    __slots__ = ()
    group = "journals"


class Renew(Fix):
    """Refresh a login now. It cannot be taken back: the old refresh token is spent."""

    __slots__ = ("agent_dir", "profile_id")
    group = "renewal"

    def __init__(self, agent_dir: str, profile_id: str) -> None:
        self.agent_dir = agent_dir
        self.profile_id = profile_id


class PutBack(Fix):
    """Put a backup in the place of a file that makes no sense, which is kept beside it."""

    __slots__ = ("backup", "path")
    group = "set_aside"

    def __init__(self, path: str, backup: str | None) -> None:
        self.path = path
        self.backup = backup


class MendService(Fix):
    """Start the installed service, or write its file anew: by force where it holds what is not ours."""

    __slots__ = ("anew", "group", "path")

    def __init__(self, path: str, *, anew: bool = False, by_force: bool = False) -> None:
        self.path = path
        self.anew = anew
        self.group = "service_file" if by_force else "service"
