"""Reading the delivery store: raw columns, no model instances.

What is public is decided in `api.reading.public` and nowhere else.
"""
