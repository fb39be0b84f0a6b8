"""The buttons that articles add to Wagtail's rich text editor: two links, and clinic values."""

from typing import Any

import swapper
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature

from articles.admin.section_chooser import SectionRef
from articles.clinic_values import (
    CLINIC_VALUES,
    LINKTYPE,
    ClinicValueHandler,
    label_of,
    offered_words,
)
from articles.models import Topic
from articles.rich_text import SectionLinkHandler, TopicLinkHandler

_JS = ["wagtailadmin/js/chooser-modal.js", "articles/js/links.js"]


def register_topic_link(features: Any) -> None:
    features.register_link_type(TopicLinkHandler)
    features.register_editor_plugin(
        "draftail",
        "topic-link",
        EntityFeature(
            {
                "type": "TOPIC",
                "icon": "tag",
                "description": gettext_lazy("Topic"),
                "attributes": ["id", "label", "url"],
                "chooserUrls": {
                    "topic": reverse_lazy("wagtailsnippetchoosers_articles_topic:choose")
                },
            },
            js=_JS,
        ),
    )
    features.register_converter_rule(
        "contentstate",
        "topic-link",
        {
            "from_database_format": {'a[linktype="topic"]': TopicElementHandler("TOPIC")},
            "to_database_format": {"entity_decorators": {"TOPIC": _topic_element}},
        },
    )


def register_section_link(features: Any) -> None:
    features.register_link_type(SectionLinkHandler)
    features.register_editor_plugin(
        "draftail",
        "section-link",
        EntityFeature(
            {
                "type": "SECTION",
                "icon": "crosshairs",
                "description": gettext_lazy("Section of an article"),
                "attributes": ["id", "section", "label", "url"],
                "chooserUrls": {"section": reverse_lazy("articles_choose_section")},
            },
            js=_JS,
        ),
    )
    features.register_converter_rule(
        "contentstate",
        "section-link",
        {
            "from_database_format": {'a[linktype="section"]': SectionElementHandler("SECTION")},
            "to_database_format": {"entity_decorators": {"SECTION": _section_element}},
        },
    )


def register_clinic_value(features: Any) -> None:
    features.register_link_type(ClinicValueHandler)
    features.register_editor_plugin(
        "draftail",
        "clinic-value",
        EntityFeature(
            {
                "type": "CLINIC_VALUE",
                "icon": "home",
                "description": gettext_lazy("Clinic value"),
                "attributes": ["value", "label", "isKnown"],
                "values": [
                    {
                        "name": value.name,
                        "label": value.label,
                        "example": value.example,
                        "words": offered_words(value),
                    }
                    for value in CLINIC_VALUES.values()
                ],
                "menuTitle": gettext_lazy("What the reader's clinic fills in"),
                "menuHelp": gettext_lazy(
                    "Readers without a clinic read the words in your text: change them as you like."
                ),
                "cancel": gettext_lazy("Cancel"),
            },
            js=["articles/js/clinic-values.js"],
        ),
    )
    features.register_converter_rule(
        "contentstate",
        "clinic-value",
        {
            "from_database_format": {
                f'a[linktype="{LINKTYPE}"]': ClinicValueElementHandler("CLINIC_VALUE")
            },
            "to_database_format": {"entity_decorators": {"CLINIC_VALUE": _clinic_value_element}},
        },
    )


class TopicElementHandler(LinkElementHandler):
    """What the editor shows about a stored link. A link that leads nowhere keeps its target."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        stored = {"id": attrs.get("id")}
        topic = TopicLinkHandler.get_many([attrs])[0]
        if topic is None:
            return {**stored, "label": _("Missing topic"), "url": None}
        return {**stored, "label": topic.name, "url": _topic_url(topic)}


class SectionElementHandler(LinkElementHandler):
    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        stored = {"id": attrs.get("id"), "section": attrs.get("section")}
        page_model = swapper.load_model("wagtailcore", "Page")
        page = SectionLinkHandler.get_many([attrs])[0]
        if not isinstance(page, page_model):
            return {**stored, "label": _("Missing section"), "url": None}
        ref = SectionRef.find(page, attrs.get("section", ""))
        if ref is None:
            return {**stored, "label": _("Missing section"), "url": None}
        return {**stored, "label": ref.title, "url": ref.edit_url}


class ClinicValueElementHandler(LinkElementHandler):
    """What the editor shows of a stored value. One that there is not keeps its name."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        name = attrs.get("value", "")
        return {"value": name, "label": label_of(name), "isKnown": name in CLINIC_VALUES}


def _topic_url(topic: Topic) -> str:
    viewset = Topic.snippet_viewset
    return reverse(viewset.get_url_name("edit"), args=[topic.pk])


def _topic_element(props: dict[str, Any]) -> Any:
    return DOM.create_element("a", {"linktype": "topic", "id": props.get("id")}, props["children"])


def _section_element(props: dict[str, Any]) -> Any:
    return DOM.create_element(
        "a",
        {"linktype": "section", "id": props.get("id"), "section": props.get("section")},
        props["children"],
    )


def _clinic_value_element(props: dict[str, Any]) -> Any:
    return DOM.create_element(
        "a", {"linktype": LINKTYPE, "value": props.get("value")}, props["children"]
    )
