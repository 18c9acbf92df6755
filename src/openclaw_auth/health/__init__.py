"""What a person wants to know: status, checks, doctor."""
