"""The machine that a gateway runs on: its service manager, and what that manager is told."""
