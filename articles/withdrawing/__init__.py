"""Taking a live article back for safety, and letting it come back."""
