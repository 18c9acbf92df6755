"""What a provider's answer to a free check proves: that it was meant, and what it says of money. Pure.

The catalogue's `probe` names the fields: `expect` must be there; `required`, `refused`, `broke` and
`limited` compare one; `funds` and `left` are amounts of which one must be above zero; `used` are
pairs of an amount and its limit; `percent` are parts of a hundred.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any, Literal, TypeAlias

    # not_understood: no answer to this question. key: meant for this key. funded: and it pays.
    Finding: TypeAlias = Literal["not_understood", "refused", "broke", "limited", "key", "funded"]

_FULL = 100.0


def finding(document: object, proof: Mapping[str, Any]) -> Finding:
    """Return what a decoded success says.

    Args:
        document: the JSON of the answer; None when it was none.
        proof: the catalogue's `probe`; fields that it does not name are not looked at.
    """
    if not isinstance(document, dict | list):
        return "not_understood"
    if _any_is(document, proof.get("refused", {})):
        return "refused"
    expected = proof.get("expect")
    if expected is not None and not list(values_at(document, expected)):
        return "not_understood"
    required = proof.get("required", {})
    if not all(want in list(values_at(document, path)) for path, want in required.items()):
        return "not_understood"
    if _any_is(document, proof.get("broke", {})):
        return "broke"
    if _any_is(document, proof.get("limited", {})):
        return "limited"
    return _of_amounts(document, proof)


def _of_amounts(document: object, proof: Mapping[str, Any]) -> Finding:
    funds = list(_amounts(document, proof.get("funds", ())))
    if funds and max(funds) <= 0:
        return "broke"
    left = list(_amounts(document, proof.get("left", ())))
    percents = list(_amounts(document, proof.get("percent", ())))
    pairs = [
        (used, limit)
        for used_path, limit_path in proof.get("used", ())
        for used in _amounts(document, (used_path,))
        for limit in _amounts(document, (limit_path,))
    ]
    spent = (left and max(left) <= 0) or (percents and max(percents) >= _FULL)
    if spent or any(used >= limit for used, limit in pairs):
        return "limited"
    return "funded" if funds or left or percents or pairs else "key"


def values_at(document: object, path: str) -> Iterator[object]:
    """Yield what lies at a dotted path; `name[]` goes through every item of a list."""
    name, _, rest = path.partition(".")
    items = name.endswith("[]")
    found = document.get(name.removesuffix("[]")) if isinstance(document, dict) else None
    if found is None:
        return
    for value in found if items and isinstance(found, list) else [found]:
        if rest:
            yield from values_at(value, rest)
        else:
            yield value


def _any_is(document: object, wanted: Mapping[str, object]) -> bool:
    return any(
        value is want for path, want in wanted.items() for value in values_at(document, path)
    )


def _amounts(document: object, paths: Iterable[str]) -> Iterator[float]:
    """Yield the numbers at these paths; several providers write money as text."""
    for path in paths:
        for value in values_at(document, path):
            if isinstance(value, bool) or not isinstance(value, int | float | str):
                continue
            try:
                amount = float(value)
            except (ValueError, OverflowError):
                continue
            if amount == amount:  # noqa: PLR0124 # NaN is no amount
                yield amount
