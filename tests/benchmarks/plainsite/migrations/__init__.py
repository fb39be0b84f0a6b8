"""None: the benchmark makes the one table by hand."""
