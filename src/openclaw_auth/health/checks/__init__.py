"""What `doctor` checks: pure functions from evidence to findings, one area a file."""
