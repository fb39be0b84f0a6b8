"""What rules need to know of a language: sentences, numbers, negation, quotations, readability.

English and Spanish. A rule says itself which languages it understands.
"""

ENGLISH_AND_SPANISH = frozenset({"en", "es"})
