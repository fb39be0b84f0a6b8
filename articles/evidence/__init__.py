"""The evidence of articles: what was live when, and who signed it, in an archive to verify."""
