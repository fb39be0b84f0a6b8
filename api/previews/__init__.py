"""Drafts in the published shape, for those who may see them: the only door drafts have."""
