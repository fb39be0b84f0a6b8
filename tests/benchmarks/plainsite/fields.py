"""What is asked of Wagtail's REST v2: everything it has, and what a card of ours shows."""

_TOPICS = "article_topics(relation,topic(slug,name,type))"
_AUTHORS = "article_authors(name,role,clinician(name,credentials,role))"

DETAIL_FIELDS = f"*,{_TOPICS},{_AUTHORS},related_articles(article(title))"
LIST_FIELDS = f"kind,summary,audience,hero,last_reviewed_date,next_review_date,{_TOPICS}"
