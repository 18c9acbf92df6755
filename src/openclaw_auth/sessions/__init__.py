"""Chat sessions, as OpenClaw keeps them."""
