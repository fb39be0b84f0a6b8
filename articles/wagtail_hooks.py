"""What the articles app adds to Wagtail's admin. Each hook is registered here, and only here."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from articles.admin.bulk_publish import refuse_incomplete
from articles.admin.citation_history import register_log_actions as register_citation_actions
from articles.admin.clinics.imports import import_urls
from articles.admin.clinics.menu import (
    clinic_requests_item,
    our_clinic_item,
    register_request_actions,
)
from articles.admin.clinics.page_chooser import may_be_moved_there, only_what_is_live
from articles.admin.clinics.requests import clinic_request_urls
from articles.admin.copying import refuse_published_copies
from articles.admin.create import ask_for_kind
from articles.admin.dashboard.homepage import offer_duties
from articles.admin.editor_script import editor_script
from articles.admin.evidence import evidence_button, evidence_urls
from articles.admin.icons import register_icons
from articles.admin.live_difference import live_difference_button, live_difference_urls
from articles.admin.log_actions import register_log_actions
from articles.admin.overrides.header_button import override_button
from articles.admin.overrides.urls import override_urls
from articles.admin.page_viewset import article_page_viewsets
from articles.admin.placements import follow_deleted, refuse_placed_by_rules
from articles.admin.placing.bulk import BULK_ACTIONS
from articles.admin.placing.bulk_impact import BULK_ACTIONS_WITH_IMPACT
from articles.admin.placing.urls import placing_urls
from articles.admin.quality_menu import (
    findings_item,
    health_item,
    overrides_item,
    register_quality_menu,
    reviews_item,
    withdrawals_item,
)
from articles.admin.reports.urls import report_urls
from articles.admin.retractions import retraction_urls
from articles.admin.review_menu import offer_review_screen
from articles.admin.review_screen import review_screen_urls
from articles.admin.rich_text import (
    register_clinic_value,
    register_section_link,
    register_topic_link,
)
from articles.admin.safety_notices.views import safety_notice_button, safety_notice_urls
from articles.admin.section_chooser import section_chooser_urls
from articles.admin.sign_offs import sign_off_viewset
from articles.admin.snippets import ClinicalContent
from articles.admin.starting.duplicate import duplicate_button, duplicate_urls
from articles.admin.starting.prepared import prepared_section_urls
from articles.admin.stylesheet import stylesheet
from articles.admin.withdrawals.buttons import listing_button, withdrawal_buttons
from articles.admin.withdrawals.urls import withdrawal_urls

register_snippet(ClinicalContent)

hooks.register("register_log_actions", register_citation_actions)
hooks.register("insert_global_admin_css", stylesheet)
hooks.register("register_admin_viewset", article_page_viewsets)
hooks.register("register_admin_viewset", sign_off_viewset)
hooks.register("register_admin_urls", section_chooser_urls)
hooks.register("register_admin_urls", live_difference_urls)
hooks.register("register_page_header_buttons", live_difference_button)
hooks.register("register_admin_urls", review_screen_urls)
hooks.register("construct_page_action_menu", offer_review_screen)
hooks.register("register_admin_urls", evidence_urls)
hooks.register("register_admin_urls", retraction_urls)
hooks.register("register_page_header_buttons", evidence_button)
hooks.register("register_rich_text_features", register_topic_link)
hooks.register("register_rich_text_features", register_section_link)
hooks.register("register_rich_text_features", register_clinic_value)
hooks.register("before_create_page", ask_for_kind)
hooks.register("before_bulk_action", refuse_incomplete)
hooks.register("before_copy_page", refuse_published_copies)
hooks.register("register_log_actions", register_log_actions)
hooks.register("register_admin_menu_item", register_quality_menu)
hooks.register("register_admin_urls", override_urls)
hooks.register("register_page_header_buttons", override_button)
hooks.register("register_editorial_quality_menu_item", overrides_item)
hooks.register("register_admin_urls", report_urls)
hooks.register("register_editorial_quality_menu_item", reviews_item)
hooks.register("construct_homepage_panels", offer_duties)
hooks.register("register_editorial_quality_menu_item", findings_item)
hooks.register("register_editorial_quality_menu_item", health_item)
hooks.register("register_admin_urls", withdrawal_urls)
hooks.register("register_page_header_buttons", withdrawal_buttons)
hooks.register("register_page_listing_more_buttons", listing_button)
hooks.register("register_editorial_quality_menu_item", withdrawals_item)
hooks.register("register_admin_urls", safety_notice_urls)
hooks.register("register_page_header_buttons", safety_notice_button)
hooks.register("register_admin_urls", duplicate_urls)
hooks.register("register_page_header_buttons", duplicate_button)
hooks.register("register_admin_urls", prepared_section_urls)
hooks.register("register_icons", register_icons)
hooks.register("insert_editor_js", editor_script)
hooks.register("construct_page_chooser_queryset", only_what_is_live)
hooks.register("before_move_page", may_be_moved_there)
hooks.register("register_admin_urls", placing_urls)
hooks.register("before_delete_snippet", refuse_placed_by_rules)
hooks.register("after_delete_snippet", follow_deleted)
for action in BULK_ACTIONS:
    hooks.register("register_bulk_action", action)
for action in BULK_ACTIONS_WITH_IMPACT:
    # After Wagtail's own, which they replace.
    hooks.register("register_bulk_action", action, order=100)
hooks.register("register_admin_urls", import_urls)
hooks.register("register_admin_urls", clinic_request_urls)
hooks.register("register_admin_menu_item", our_clinic_item)
hooks.register("register_admin_menu_item", clinic_requests_item)
hooks.register("register_log_actions", register_request_actions)
