"""What can be measured: the upstream itself, nginx, our gateway, and others."""

from dataclasses import dataclass

from bench.processes import Running
from bench.workload import Workload


@dataclass
class Target:
    """Something that answers chat requests. `origins` says where, for each provider name."""

    name: str
    origins: dict[str, str]
    token: str
    running: Running | None = None

    def origin(self, workload: Workload) -> str:
        return self.origins[workload.provider]

    @property
    def pid(self) -> int | None:
        return self.running.pid if self.running else None

    def stop(self) -> None:
        if self.running:
            self.running.stop()
