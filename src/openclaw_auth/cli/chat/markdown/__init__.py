"""Markdown for a terminal, as it arrives: pieces of text in, styled lines out. Pure."""
