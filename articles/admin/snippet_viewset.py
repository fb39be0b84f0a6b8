"""What the listings of all clinical snippets have in common."""

from wagtail.snippets.views.snippets import SnippetViewSet


class ClinicalSnippetViewSet(SnippetViewSet):
    # The database's own search finds parts of words in every field: a piece of a DOI, a town.
    # The search index completes words of a few fields only, and cannot follow foreign keys.
    search_backend_name = None
    # Each has a slug or an identifier that must not occur twice.
    copy_view_enabled = False
    list_per_page = 50
