"""What the API adds to Wagtail's admin. Each hook is registered here, and only here."""

from wagtail import hooks

from api.admin.background_work import background_work_item, background_work_urls
from api.admin.bulk_send_again import SendAgainBulkAction
from api.admin.confirmations import confirmation_urls, confirmations_item
from api.admin.history import register_log_actions
from api.admin.icons import register_icons
from api.admin.keys import api_key_viewset
from api.admin.previews import follow_script, front_end_button, preview_urls, previews_item
from api.admin.reach import add_version_column, add_versions, say_what_is_delivered
from api.admin.shares import share_button, share_urls, shares_item
from api.admin.stylesheet import stylesheet
from api.admin.webhooks import webhook_viewset
from api.documents.images.operations import StripOperation
from api.previews.json_mode import json_mode
from api.previews.sessions import is_being_previewed
from api.serving import withhold_document
from articles.previewing.modes import HOOK as PREVIEW_MODES


@hooks.register("register_image_operations")  # type: ignore[untyped-decorator]
def register_image_operations() -> list[tuple[str, type[StripOperation]]]:
    return [("strip", StripOperation)]


hooks.register("register_log_actions", register_log_actions)
hooks.register("register_icons", register_icons)
hooks.register("insert_global_admin_css", stylesheet)
hooks.register("register_admin_viewset", api_key_viewset)
hooks.register("register_admin_urls", confirmation_urls)
hooks.register("register_editorial_quality_menu_item", confirmations_item)
hooks.register("before_serve_document", withhold_document)
hooks.register("register_admin_viewset", webhook_viewset)
hooks.register("register_admin_urls", background_work_urls)
hooks.register("register_reports_menu_item", background_work_item)
hooks.register("register_bulk_action", SendAgainBulkAction)
hooks.register("construct_article_reach", say_what_is_delivered)
hooks.register("construct_clinic_article_columns", add_version_column)
hooks.register("construct_clinic_article_rows", add_versions)
hooks.register(PREVIEW_MODES, json_mode)
hooks.register("keep_article_revision", is_being_previewed)
hooks.register("register_admin_urls", preview_urls)
hooks.register("register_reports_menu_item", previews_item)
hooks.register("register_page_header_buttons", front_end_button)
hooks.register("insert_editor_js", follow_script)
hooks.register("register_admin_urls", share_urls)
hooks.register("register_reports_menu_item", shares_item)
hooks.register("register_page_header_buttons", share_button)
