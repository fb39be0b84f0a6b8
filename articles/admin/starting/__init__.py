"""Screens of what articles start from: templates, prepared sections, other articles."""
