"""The panel “Editorial checks” beside the editor of an article.

``content``     what it shows, from an article and the findings of the rules; pure
``side_panel``  the one place that knows how Wagtail's side panels are made
"""
