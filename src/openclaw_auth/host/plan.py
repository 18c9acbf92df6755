"""The values that service managers share: who manages, what shall run, which files and commands."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from openclaw_auth.codes import Reason

    Kind: TypeAlias = Literal[
        "systemd-user", "systemd-system", "launchd", "launchd-system", "termux"
    ]
    Command: TypeAlias = tuple[str, ...]

# What a file of ours says in its second line. One without it was written by somebody else.
MARK = "Written by `openclaw gateway install`"


class Manager:
    """Who keeps a service running on this host, and the name under which it keeps ours.

    Attributes:
        kind: which program that is.
        name: of the unit, label or service directory.
        path: the file that tells it about us, absolute.
        uid: of the user whose session it is (launchd's domain).
    """

    __slots__ = ("kind", "name", "path", "uid")

    def __init__(self, kind: Kind, name: str, path: str, uid: int = 0) -> None:
        self.kind = kind
        self.name = name
        self.path = path
        self.uid = uid


class ServiceFacts:
    """What the service is to run and where it may write. All paths are absolute.

    Attributes:
        program: the command line; the first word is an absolute path.
        environ: variables of the service, in order. Never a secret: paths, names, a port.
        user: who it runs as, for a manager that is root; None elsewhere.
        directory: where it starts (the state directory).
        writable: what it may write to.
        log_dir: where the output goes, for managers without a journal.
        version: of this program.
        stop_s: how long a stopping gateway may take.
        watchdog_s: after how many silent seconds it counts as hung.
    """

    __slots__ = (
        "directory",
        "environ",
        "log_dir",
        "program",
        "stop_s",
        "user",
        "version",
        "watchdog_s",
        "writable",
    )

    def __init__(
        self,
        *,
        program: tuple[str, ...],
        environ: dict[str, str],
        user: str | None,
        directory: str,
        writable: tuple[str, ...],
        log_dir: str,
        version: str,
        stop_s: int = 45,
        watchdog_s: int = 60,
    ) -> None:
        self.program = program
        self.environ = environ
        self.user = user
        self.directory = directory
        self.writable = writable
        self.log_dir = log_dir
        self.version = version
        self.stop_s = stop_s
        self.watchdog_s = watchdog_s


class ServiceFile:
    """One file to write: absolute path, text, mode."""

    __slots__ = ("mode", "path", "text")

    def __init__(self, path: str, text: str, mode: int) -> None:
        self.path = path
        self.text = text
        self.mode = mode


class ServicePlan:
    """What installing does: the files, then the commands, in this order.

    Attributes:
        manager: whose.
        files: the first one is the service itself.
        commands: argument vectors. One whose first word is `-` may fail (the rest is the command).
        folders: directories that must exist before the service starts, made 0700.
    """

    __slots__ = ("commands", "files", "folders", "manager")

    def __init__(
        self,
        manager: Manager,
        files: tuple[ServiceFile, ...],
        commands: tuple[Command, ...],
        folders: tuple[str, ...] = (),
    ) -> None:
        self.manager = manager
        self.files = files
        self.commands = commands
        self.folders = folders


class ServiceState:
    """How the service stands.

    Attributes:
        kind: of its manager.
        installed: whether its file is there.
        running: whether its manager runs it; None when the manager cannot be asked.
        pid: its process, None when it does not run or nobody says.
        path: its file.
        stale: why it should be installed anew; empty when it need not.
    """

    __slots__ = ("installed", "kind", "path", "pid", "running", "stale")

    def __init__(
        self,
        *,
        kind: str,
        installed: bool,
        running: bool | None,
        pid: int | None,
        path: str,
        stale: tuple[Reason, ...],
    ) -> None:
        self.kind = kind
        self.installed = installed
        self.running = running
        self.pid = pid
        self.path = path
        self.stale = stale
