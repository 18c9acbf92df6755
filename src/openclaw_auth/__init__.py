"""Model credentials of an OpenClaw host: checked, ordered, and lent through a local gateway.

Importing the package imports nothing else; take what you need from its modules.
"""

from openclaw_auth.version import __version__

__all__ = ["__version__"]
