"""The log of what changed for front ends: one entry for each visible change.

`api.documents.store` and the receivers report what they wrote; this package decides whether a
front end can see a difference, and appends it in the same transaction. All of them hold the
store's lock, so that numbers are committed in their order and a reader never finds a smaller one
later.
"""
