"""What the editor's preview panel can show of an article that is not saved yet."""
