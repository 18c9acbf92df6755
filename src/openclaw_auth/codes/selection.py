"""Texts of the codes of selection."""

from __future__ import annotations

from openclaw_auth.codes import Text

TABLE: dict[str, Text] = {}
