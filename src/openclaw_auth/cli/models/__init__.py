"""`openclaw models …`: status in every form, lists, defaults."""
