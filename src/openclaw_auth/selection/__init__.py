"""The one decision: which credential serves a request, and why."""
