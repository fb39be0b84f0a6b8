"""Caches in front: which of their answers a change makes wrong, and how they drop them."""
