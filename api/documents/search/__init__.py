"""What an article is found by: its words, analysed here and nowhere else.

Text is cut into words, folded and stemmed in Python (`words.py`), for the index and for what
readers type alike; the databases only store and match the terms that come out. So a search finds
the same articles on SQLite and on PostgreSQL. docs/decisions/search.md says why.
"""
