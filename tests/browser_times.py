"""How long a page's frames take, as the page itself sees them."""

from __future__ import annotations

FRAMES = """() => {
  const times = (window.frameTimes = []);
  let last = performance.now();
  const next = (now) => { times.push(now - last); last = now; requestAnimationFrame(next); };
  requestAnimationFrame(next);
}"""


class Times:
    """Frame times of a while, ms."""

    def __init__(self, found):
        self.found = sorted(found) or [0.0]

    @property
    def half_ms(self):
        """What half of the frames stay below."""
        return self.found[len(self.found) // 2]

    @property
    def most_ms(self):
        """What 95 of 100 frames stay below."""
        return self.found[int(len(self.found) * 0.95) - 1]

    @property
    def longest_ms(self):
        """The longest frame."""
        return self.found[-1]

    def __repr__(self):
        return (
            f"{len(self.found)} frames, median {self.half_ms:.0f} ms, 95% {self.most_ms:.0f} ms,"
            f" longest {self.longest_ms:.0f} ms"
        )


class Frames:
    """Measures from now on."""

    def __init__(self, page):
        self._page = page
        page.evaluate(FRAMES)

    def take(self):
        """Return and forget the times since the last call."""
        return Times(self._page.evaluate("window.frameTimes.splice(0)"))
