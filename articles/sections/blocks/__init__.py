"""Blocks from which a section is built, a family a file: structure and validation only."""
