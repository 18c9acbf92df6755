"""Where profiles live: one contract, several stores."""
