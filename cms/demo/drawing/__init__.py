"""How the demo's pictures are drawn, a group of pictures a file."""
