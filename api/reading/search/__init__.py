"""Searching the delivery store: from what a reader typed to ranked, highlighted cards."""
