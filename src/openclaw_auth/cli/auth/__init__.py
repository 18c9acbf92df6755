"""`openclaw models auth …`: one file a command, and what they share."""
