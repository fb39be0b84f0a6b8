"""Drafts for people without an account."""
