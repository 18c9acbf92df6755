"""A value that must not be seen: shown masked, compared in constant time, never serialised."""

from __future__ import annotations

_LONG = 26
_MEDIUM = 17


def mask(value: str) -> str:
    """Return the part of a secret that may be shown.

    Eight characters at each end from 26 characters on, four from 17 on, nothing below:
    enough to tell two keys apart, never enough to use one.
    """
    length = len(value)
    if length >= _LONG:
        return f"{value[:8]}...{value[-8:]}"
    if length >= _MEDIUM:
        return f"{value[:4]}...{value[-4:]}"
    return "****" if value else "missing"


class Secret:
    """A secret string. Only `reveal` gives it back; repr, str and format show the mask."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the plain value. The callers of this are listed in a test."""
        return self._value

    def masked(self) -> str:
        """Return the mask of the trimmed value, `missing` when it is blank."""
        return mask(self._value.strip())

    def fingerprint(self, key: bytes) -> str:
        """Name this secret without telling it: keyed SHA-256, 16 hex digits.

        Args:
            key: the host's fingerprint key, so that fingerprints of two hosts do not compare.
        """
        import hashlib
        import hmac

        return hmac.new(key, self._bytes(), hashlib.sha256).hexdigest()[:16]

    def __bool__(self) -> bool:
        return bool(self._value.strip())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        import hmac

        return hmac.compare_digest(self._bytes(), other._bytes())

    def _bytes(self) -> bytes:
        # A broken file or environment may hold what is no UTF-8; an error would carry the secret.
        return self._value.encode("utf-8", "surrogatepass")

    __hash__ = None  # type: ignore[assignment] # a secret as a dict key would outlive its use

    def __repr__(self) -> str:
        return f"Secret({self.masked()})"

    def __str__(self) -> str:
        return self.masked()

    def __format__(self, spec: str) -> str:
        return format(self.masked(), spec)

    def __reduce__(self) -> str:
        raise TypeError("a Secret is not serialised")
