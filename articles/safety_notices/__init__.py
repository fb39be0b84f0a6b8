"""Urgent corrections: a notice that goes before a live article at once, signed by a reviewer."""
