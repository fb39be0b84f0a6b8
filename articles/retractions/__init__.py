"""Citations kept honest: which of them a list of retractions names, and what rests on them."""
