"""Texts of the codes of transport."""

from __future__ import annotations

from openclaw_auth.codes import Text

TABLE: dict[str, Text] = {}
