"""What other projects may import for their tests."""
