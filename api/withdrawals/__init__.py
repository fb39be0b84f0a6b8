"""Who was told of a withdrawal, and who has confirmed that the article is taken down."""
