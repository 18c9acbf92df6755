"""What the control page asks for and does."""
