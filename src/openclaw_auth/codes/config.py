"""Texts of the codes of config."""

from __future__ import annotations

from openclaw_auth.codes import Text

TABLE: dict[str, Text] = {}
