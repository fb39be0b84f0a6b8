"""Opens the admin's forms for both kinds of article, as an administrator."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.test import Client
from django.urls import reverse

from articles.models import ArticleIndexPage, ArticlePage
from leaflets.models import LeafletPage


class Command(BaseCommand):
    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model().objects.create_superuser("admin", "admin@example.org", "secret")
        client = Client()
        client.force_login(user)
        library = ArticleIndexPage.objects.get()
        for model in (ArticlePage, LeafletPage):
            kind = (model._meta.app_label, model._meta.model_name, library.pk)
            self.open(client, reverse("wagtailadmin_pages:add", args=kind))
            self.open(client, reverse("wagtailadmin_pages:edit", args=[model.objects.get().pk]))
        self.open(client, reverse("wagtailadmin_explore", args=[library.pk]))

    def open(self, client: Client, url: str) -> None:
        status = client.get(url).status_code
        self.stdout.write(f"{status} {url}")
        if status != 200:
            raise SystemExit(1)
