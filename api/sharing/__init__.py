"""Drafts for people without an account: a link to one version, read-only, with an end."""
