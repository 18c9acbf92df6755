"""openclaw.json: where it is, how it is read, how it is edited without losing a comment."""
