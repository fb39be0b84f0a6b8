"""The demo content: what its files say, and what loading them makes."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from wagtail.models import Page, Site

from api.documents.schema import ClinicProfile
from api.models import DeliveryDocument, DocumentVariant
from api.v1.views.clinics import clinic_profiles
from articles.codes import code_problem
from articles.models import (
    ArticleIndexPage,
    ArticlePage,
    Citation,
    Clinic,
    Clinician,
    Placement,
    PlacementExclusion,
    PlacementRule,
    SignOff,
    Topic,
)
from articles.publishing import publish_problems
from articles.sections.blocks.body import BodyBlock
from articles.sections.kinds import section_kinds
from cms.demo.files import ARTICLES, IMAGES, LOCALES, read, read_article
from cms.demo.ids import article_key
from cms.demo.loader import load_users
from cms.demo.markup import Targets, to_html
from cms.demo.users import DEMO_USERS
from tests import javascript
from tests.api.documents.schema_org import problems

LANGUAGE_PAIRS = [(name, language) for name in ARTICLES for language in LOCALES]
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
# Words no health page should promise or pity with; see the editorial rules C1, C2 and L5.
UNWANTED = re.compile(
    r"\b(suffer\w*|victims?|cures?|guarantee\w*|miracle|breakthrough|risk-free|proven|"
    r"sufr\w+|víctimas?|curar?|garantiza\w*|milagr\w*)\b|%",
    re.IGNORECASE,
)
EXPANSIONS = {
    "FDA": ("Food and Drug Administration", "Administración de Alimentos y Medicamentos"),
    "CGRP": ("alcitonin gene-related peptide", "éptido relacionado con el gen de la calcitonina"),
    "NMDA": ("N-methyl-D-aspartate", "N-metil-D-aspartato"),
}


def words_of(value: Any) -> Iterator[str]:
    """Every text of a content file, without its link targets and marks, in reading order."""
    if isinstance(value, list):
        for item in value:
            yield from words_of(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in ("text", "answer", "heading", "question", "summary", "disclosure", "funding"):
                if isinstance(item, str):
                    yield LINK.sub(r"\1", item).replace("**", "")
            elif key in ("sections", "body", "claims", "facts", "rows", "columns"):
                yield from words_of(item)
    elif isinstance(value, str):
        yield value


def paragraphs_of(text: str) -> Iterator[str]:
    """Paragraphs and list items of a text."""
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = block.splitlines()
        items = [re.sub(r"^(- |\d+\. )", "", line) for line in lines]
        yield from items if items != lines else [" ".join(lines)]


def sentences_of(paragraph: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+", paragraph) if part]


def outline(value: Any) -> Any:
    """A content file without its words: what must be equal in every language."""
    if isinstance(value, list):
        return [outline(item) for item in value]
    if isinstance(value, dict):
        kept = (
            "kind",
            "about",
            "sources",
            "type",
            "tone",
            "urgency",
            "aspect",
            "approval",
            "image",
        )
        return {
            key: item if key in kept else outline(item)
            for key, item in value.items()
            if key != "heading"
        }
    if isinstance(value, str):
        return sorted(target for _, target in LINK.findall(value))
    return value


class TestFiles:
    @pytest.mark.parametrize("name", ARTICLES)
    def test_languages_of_an_article_have_the_same_outline(self, name: str) -> None:
        english, spanish = (read_article(name, language)["sections"] for language in LOCALES)
        assert outline(english) == outline(spanish)

    @pytest.mark.parametrize(("name", "language"), LANGUAGE_PAIRS)
    def test_sentences_have_at_most_20_words(self, name: str, language: str) -> None:
        too_long = [
            sentence
            for text in words_of(read_article(name, language))
            for paragraph in paragraphs_of(text)
            for sentence in sentences_of(paragraph)
            if len(sentence.split()) > 20
        ]
        assert too_long == []

    @pytest.mark.parametrize(("name", "language"), LANGUAGE_PAIRS)
    def test_paragraphs_have_at_most_three_sentences(self, name: str, language: str) -> None:
        sections = read_article(name, language)["sections"]
        too_long = [
            paragraph
            for text in words_of(sections)
            for block in re.split(r"\n\s*\n", text.strip())
            if "\n- " not in f"\n{block}" and "\n1. " not in f"\n{block}"
            for paragraph in paragraphs_of(block)
            if len(sentences_of(paragraph)) > 3
        ]
        assert too_long == []

    @pytest.mark.parametrize(("name", "language"), LANGUAGE_PAIRS)
    def test_no_promises_no_pity_and_no_bare_percentages(self, name: str, language: str) -> None:
        text = " ".join(words_of(read_article(name, language)))
        assert UNWANTED.findall(text) == []

    @pytest.mark.parametrize(("name", "language"), LANGUAGE_PAIRS)
    def test_abbreviations_are_expanded_at_first_use(self, name: str, language: str) -> None:
        text = " ".join(words_of(read_article(name, language)))
        for short, long in EXPANSIONS.items():
            if short in text:
                before = text[: text.index(short)]
                assert long[LOCALES.index(language)] in f"{before[-120:]}{short}", short
        assert set(re.findall(r"\b[A-Z]{2,}\b", text)) <= set(EXPANSIONS)

    @pytest.mark.parametrize(("name", "language"), LANGUAGE_PAIRS)
    def test_words_hold_no_contact_details(self, name: str, language: str) -> None:
        text = " ".join(words_of(read_article(name, language)))
        assert re.findall(r"\+?\d[\d\s()-]{6,}\d|[\w.]+@[\w.]+|\b(911|112|999)\b", text) == []

    def test_every_claim_of_benefit_of_ketamine_says_off_label(self) -> None:
        words = {"en": "off-label", "es": "fuera de indicación"}
        for name, language in LANGUAGE_PAIRS:
            for section in read_article(name, language)["sections"]:
                for claim in section.get("claims", []):
                    if "etamin" in claim["text"] and claim["type"] == "efficacy":
                        assert claim["approval"] == "off_label"
                        assert words[language] in claim["text"]

    def test_every_claim_has_a_source(self) -> None:
        for name in ARTICLES:
            for section in read_article(name, "en")["sections"]:
                assert all(claim["sources"] for claim in section.get("claims", []))

    def test_every_source_is_used(self) -> None:
        used = set(re.findall(r"[a-z0-9-]+", json.dumps([read_article(n, "en") for n in ARTICLES])))
        assert set(read("citations")) <= used

    def test_pictures_are_wide_and_light(self) -> None:
        from PIL import Image

        pictures = list(IMAGES.glob("*.jpg"))
        assert len(pictures) >= 4
        for path in pictures:
            assert path.stat().st_size < 350_000
            # A clinic's photo stands in its card, never across the page.
            widest = 1200 if path.name.startswith("house-") else 2000
            with Image.open(path) as picture:
                assert picture.width >= widest

    def test_markup_becomes_stored_rich_text(self) -> None:
        targets = Targets(articles={"migraine": 7}, topics={"ketamine": 3})
        assert to_html(
            "A **b** & [c](topic:ketamine).\n\n- d\n- [e](article:migraine)", targets
        ) == (
            '<p>A <b>b</b> &amp; <a linktype="topic" id="3">c</a>.</p>'
            '<ul><li>d</li><li><a linktype="page" id="7">e</a></li></ul>'
        )

    def test_a_link_to_nothing_is_refused(self) -> None:
        with pytest.raises(KeyError):
            to_html("[x](topic:nothing)", Targets(articles={}, topics={}))


def texts_of(value: Any, member: str) -> Iterator[Any]:
    """Every text of a document in one of its forms, in reading order."""
    if isinstance(value, list):
        for each in value:
            yield from texts_of(each, member)
    elif isinstance(value, dict):
        for name, each in value.items():
            if name == member:
                yield each
            else:
                yield from texts_of(each, member)


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The demo, loaded once for all tests of this file and taken back after them."""
    media = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),
        override_settings(DEBUG=True, MEDIA_ROOT=str(media)),
        transaction.atomic(),
    ):
        call_command("load_demo", host="0.0.0.0", port="8123", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
class TestLoaded:
    def article(self, name: str, language: str) -> ArticlePage:
        return ArticlePage.objects.get(
            translation_key=article_key(name), locale__language_code=language
        )

    def test_every_article_is_live_in_both_languages_with_a_revision(self) -> None:
        assert ArticlePage.objects.live().count() == len(LANGUAGE_PAIRS)
        for name, language in LANGUAGE_PAIRS:
            article = self.article(name, language)
            assert article.live_revision_id == article.latest_revision_id is not None
            assert not article.has_unpublished_changes
            assert article.first_published_at

    def test_tree_has_a_home_and_a_library_in_each_language(self) -> None:
        for language in LOCALES:
            library = ArticleIndexPage.objects.get(locale__language_code=language)
            assert library.live
            assert library.get_parent().depth == 2
            assert library.get_children().count() == len(ARTICLES)
        assert not Page.objects.filter(title__startswith="Welcome to your new").exists()

    def test_site_has_the_served_address(self) -> None:
        site = Site.objects.get(is_default_site=True)
        assert (site.hostname, site.port) == ("127.0.0.1", 8123)
        article = self.article("ketamine", "en")
        assert article.full_url.startswith("http://127.0.0.1:8123/health-library/")

    @pytest.mark.parametrize(("name", "language"), LANGUAGE_PAIRS)
    def test_nothing_required_is_missing(self, name: str, language: str) -> None:
        assert publish_problems(self.article(name, language)) == []

    def test_therapy_article_has_every_kind_but_diagnosis(self) -> None:
        kinds = {section.block_type for section in self.article("ketamine", "en").sections}
        assert kinds == {kind.slug for kind in section_kinds} - {"diagnosis"}

    @pytest.mark.parametrize("name", ARTICLES)
    def test_ids_are_equal_in_both_languages(self, name: str) -> None:
        english, spanish = (
            re.findall(
                r'"id": "[0-9a-f-]{36}"',
                json.dumps(list(self.article(name, language).sections.raw_data)),
            )
            for language in LOCALES
        )
        assert english == spanish
        assert len(english) == len(set(english)) > 40

    def test_every_body_block_but_video_is_shown(self) -> None:
        raw = json.dumps([list(page.sections.raw_data) for page in ArticlePage.objects.all()])
        used = set(re.findall(r'"type": "(\w+)"', raw))
        assert set(BodyBlock().child_blocks) - used == {"video"}

    @pytest.mark.parametrize(("name", "language"), LANGUAGE_PAIRS)
    def test_links_lead_to_live_articles_of_the_same_language(
        self, name: str, language: str
    ) -> None:
        raw = json.dumps(list(self.article(name, language).sections.raw_data)).replace('\\"', '"')
        for page_id in re.findall(r'linktype="page" id="(\d+)"', raw):
            assert ArticlePage.objects.live().get(pk=page_id).locale.language_code == language
        for page_id, section in re.findall(r'linktype="section" id="(\d+)" section="([^"]+)"', raw):
            target = ArticlePage.objects.live().get(pk=page_id)
            assert target.locale.language_code == language
            assert section in {block["id"] for block in target.sections.raw_data}
        for topic in re.findall(r'linktype="topic" id="(\d+)"', raw):
            assert Topic.objects.filter(pk=topic).exists()

    @pytest.mark.parametrize(("name", "language"), LANGUAGE_PAIRS)
    def test_document_keeps_every_link_and_names_the_reviewer(
        self, name: str, language: str
    ) -> None:
        article = self.article(name, language)
        stored = json.dumps(list(article.sections.raw_data))
        document = DeliveryDocument.objects.get(page=article)
        body = json.loads(bytes(document.body))
        delivered = json.dumps(body)
        assert stored.count("<a ") == delivered.count("<a ")
        assert body["reviewers"][0]["name"] == "Demo Clinician One"
        assert len(body["related"]) == 2
        assert len(body["citations"]) >= 8

    def test_portable_text_renders_as_the_html(self) -> None:
        with javascript.Script("portable_text_to_html.js") as to_html:
            for row in DeliveryDocument.objects.filter(state="public"):
                forms = {each.name: json.loads(bytes(each.body)) for each in row.variants.all()}
                html = list(texts_of(json.loads(bytes(row.body)), "html"))
                portable_text = list(texts_of(forms["portable_text"], "portable_text"))
                assert len(html) > 20
                assert html == [each and to_html(each) for each in portable_text]

    def test_markup_is_valid_schema_org(self) -> None:
        variants = DocumentVariant.objects.filter(name="json_ld")
        assert variants.count() == len(LANGUAGE_PAIRS)
        for variant in variants:
            graph = json.loads(bytes(variant.body))["@graph"]
            assert problems(graph) == []
            assert graph[0]["reviewedBy"]

    def test_snippets_are_there_and_valid(self) -> None:
        assert Citation.objects.count() >= 8
        assert Clinician.objects.count() == 3
        assert Clinic.objects.count() == 4
        assert Placement.objects.count() == 8
        for model in (Citation, Clinician, Clinic, Topic, Placement):
            for snippet in model.objects.all():
                snippet.full_clean()

    def test_a_rule_places_where_a_therapy_is_offered_and_one_exclusion_holds(self) -> None:
        rule = PlacementRule.objects.get()
        [placed] = rule.placements.all()
        assert placed.translation_key == article_key("comparison")
        assert placed.clinic.slug == "costa-serena"
        assert PlacementExclusion.objects.get().clinic.slug == "harbour-lane"
        offers = {clinic.slug: clinic.offers.count() for clinic in Clinic.objects.all()}
        assert offers == {
            "northlight-group": 0,
            "northlight": 1,
            "costa-serena": 2,
            "harbour-lane": 1,
        }

    def test_topic_codes_are_well_formed_and_topics_have_spanish_names(self) -> None:
        for topic in Topic.objects.all():
            assert topic.texts.get(locale__language_code="es").name
            assert all(code_problem(code.system, code.code) is None for code in topic.codes.all())

    def test_clinics_differ_in_every_field(self) -> None:
        ids = Clinic.objects.exclude(slug="northlight-group").values_list("pk", flat=True)
        profiles = clinic_profiles(ids, "en").values()
        assert len(profiles) == 3
        same = {"locale", "parent", "special_opening_hours"}
        for field in set(ClinicProfile.model_fields) - same:
            values = [str(getattr(profile, field)) for profile in profiles]
            assert len(set(values)) == 3, field
            assert not {"None", "[]", ""}.intersection(values), field

    def test_one_clinic_takes_from_its_group_what_it_leaves_out(self) -> None:
        clinic = Clinic.objects.get(slug="northlight")
        assert clinic.parent is not None
        assert clinic.parent.slug == "northlight-group"
        assert (clinic.legal_name, clinic.disclaimer, clinic.logo_id) == ("", "", None)
        [profile] = clinic_profiles([clinic.pk], "es").values()
        assert profile.legal_name == "Northlight Demonstration Medical Group LLC"
        assert str(profile.disclaimer).startswith("Esta página da información general.")
        assert profile.photo is not None
        assert profile.photo.alt.startswith("Una casa ancha")

    def test_the_reader_shows_drafts_of_one_clinic(self) -> None:
        [clinic] = Clinic.objects.exclude(preview_url="")
        assert clinic.slug == "northlight"
        assert clinic.preview_url.startswith("http://127.0.0.1:8123/{locale}/preview/?")

    def test_one_clinic_is_spanish(self) -> None:
        [clinic] = [each for each in Clinic.objects.all() if "es-ES" in each.language_tags]
        profile = clinic_profiles([clinic.pk], "es")[clinic.pk]
        assert profile.call_to_action_label == "Pedir cita de dolor crónico"
        assert profile.hours[0] == "Lun-Jue 09:00-14:00, 16:00-20:00"
        assert profile.disclaimer == clinic.disclaimer
        assert clinic.texts.get().locale.language_code == "en"

    def test_nobody_invented_passes_as_real(self) -> None:
        for clinician in Clinician.objects.all():
            assert clinician.name.startswith("Demo ")
            assert "demonstration" in clinician.bio
            assert [clinician.orcid, clinician.npi, clinician.licence_number] == ["", "", ""]
        assert all("nobody reviewed" in sign_off.comment for sign_off in SignOff.objects.all())
        for article in ArticlePage.objects.all():
            assert re.search("demonstration content|contenido de demostración", article.disclosure)

    def test_each_user_can_sign_in_and_is_in_a_group(self) -> None:
        for demo_user in DEMO_USERS:
            user = get_user_model().objects.get(username=demo_user.username)
            assert user.check_password(demo_user.password)
            assert [group.name for group in user.groups.all()] == [demo_user.role]

    @override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher"],
    )
    def test_a_password_gets_its_usual_hash_at_the_first_sign_in(self) -> None:
        user = load_users()["editor"]
        assert user.password.startswith("pbkdf2_sha256$1$")
        password = next(each.password for each in DEMO_USERS if each.username == "editor")
        assert user.check_password(password)
        user.refresh_from_db()
        assert not user.password.startswith("pbkdf2_sha256$1$")

    def test_loading_again_keeps_edits(self) -> None:
        article = self.article("migraine", "en")
        article.title = "Edited"
        article.save_revision().publish()
        call_command("load_demo", verbosity=0)
        assert self.article("migraine", "en").title == "Edited"
        assert ArticlePage.objects.count() == len(LANGUAGE_PAIRS)

    def test_reset_starts_over(self) -> None:
        before = {model: model.objects.count() for model in (Page, Citation, Clinic, Topic)}
        signed = SignOff.objects.count()
        ArticlePage.objects.filter(translation_key=article_key("migraine")).update(title="Edited")
        Clinic.objects.update(phone="+12015550100")
        call_command("load_demo", reset=True, verbosity=0)
        assert not ArticlePage.objects.filter(title="Edited").exists()
        assert not Clinic.objects.filter(phone="+12015550100").exists()
        assert before == {model: model.objects.count() for model in before}
        # Records of sign-offs stay; the new pages have their own.
        assert SignOff.objects.count() == 2 * signed

    def test_refuses_where_debug_is_off(self) -> None:
        with override_settings(DEBUG=False), pytest.raises(CommandError, match="DEBUG is on"):
            call_command("load_demo")
