"""The one spine of events. Log, metrics, page and monitor only subscribe; publishing never blocks.

Events are frozen and versioned: `kind` and `version` say which fields to expect, and fields are
only ever added. They never hold a secret; a credential is named by its profile id.
"""

from __future__ import annotations

from collections import deque

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

KINDS = (
    "access",  # a request was answered or refused
    "lease",  # a credential was handed out to a process, or refused to it
    "outcome",  # what came of a lease
    "failure",  # the same, of those alone that failed: there are few, and many want to know
    "credential",  # a profile was added, changed or removed
    "penalty",  # a cooldown or disable began or ended
    "refresh",  # a step of a token refresh
    "reload",  # config, environment or stores were read anew
    "stop",  # the gateway ends
    "health",  # something became usable, unusable, or is about to end
)


class Event:
    """One thing that happened, at `at_ms` (epoch ms)."""

    __slots__ = ("at_ms", "fields", "kind", "version")

    def __init__(self, kind: str, at_ms: int, fields: Mapping[str, object]) -> None:
        self.kind = kind
        self.version = 1
        self.at_ms = at_ms
        self.fields = fields

    def to_json(self) -> dict[str, object]:
        """Return the event as a JSON object."""
        return {"kind": self.kind, "v": self.version, "atMs": self.at_ms, **self.fields}

    def __repr__(self) -> str:
        return f"Event({self.kind!r}, {dict(self.fields)!r})"


class Subscription:
    """A bounded queue between the spine and one slow reader.

    When the reader falls behind, the oldest events go and `gap` counts them, so that it can
    re-read the state instead of believing a broken sequence.
    """

    __slots__ = ("_events", "gap")

    def __init__(self, capacity: int) -> None:
        self._events: deque[Event] = deque(maxlen=capacity)
        self.gap = 0

    def put(self, event: Event) -> None:
        """Add one event; drops the oldest when full."""
        if len(self._events) == self._events.maxlen:
            self.gap += 1
        self._events.append(event)

    def take(self) -> tuple[list[Event], int]:
        """Return and forget what has come, and how many were lost before it."""
        events, gap = list(self._events), self.gap
        self._events.clear()
        self.gap = 0
        return events, gap


class Spine:
    """Publishes events to direct subscribers and bounded queues."""

    def __init__(self) -> None:
        self._direct: dict[str, list[Callable[[Event], None]]] = {kind: [] for kind in KINDS}
        self._unqueue: dict[Subscription, Callable[[], None]] = {}

    def wants(self, kind: str) -> bool:
        """Whether anyone listens to events of a kind; who makes many may ask first."""
        return bool(self._direct[kind])

    def publish(self, event: Event) -> None:
        """Hand the event to everyone. Subscribers called directly must be quick and not raise."""
        for subscriber in self._direct[event.kind]:
            subscriber(event)

    def subscribe(
        self, subscriber: Callable[[Event], None], kinds: Iterable[str] = KINDS
    ) -> Callable[[], None]:
        """Call `subscriber` for events of these kinds from now on; returns how to stop it."""
        lists = [self._direct[kind] for kind in kinds]
        for subscribers in lists:
            subscribers.append(subscriber)

        def stop() -> None:
            for subscribers in lists:
                subscribers.remove(subscriber)

        return stop

    def queue(self, capacity: int = 1024, kinds: Iterable[str] = KINDS) -> Subscription:
        """Return a queue of events of these kinds, which a reader empties at its own pace."""
        queue = Subscription(capacity)
        self._unqueue[queue] = self.subscribe(queue.put, kinds)
        return queue

    def unqueue(self, queue: Subscription) -> None:
        """Stop filling a queue."""
        self._unqueue.pop(queue)()
