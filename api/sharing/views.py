"""`/shared/<token>/`: a draft for whoever has its link, and their comments on it.

No cookie of the site is read and no session begun. Django's own CSRF check cannot hold here: a page
without a referrer sends `Origin: null`. So the form has a signed value of its own, which stands
only on the page that the link, and the pass phrase where there is one, have opened.
"""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from api.limits.addresses import address_of
from api.limits.counting import counter
from api.models import Share
from api.sharing.comments import add_comment
from api.sharing.content import Part, build_reading, parts_by_path
from api.sharing.forms import LONGEST_COMMENT, CommentForm, PhraseForm
from api.sharing.shares import ShareOverError, find_share, is_right_phrase, note_visit

COOKIE = "shared_draft"
UNLOCK, FORM = "api.sharing.unlock", "api.sharing.form"
UNLOCKED_FOR = 12 * 60 * 60
FORM_KEPT_FOR = 24 * 60 * 60
PHRASES_A_MINUTE = 5
COMMENTS_A_MINUTE = 10
MOST_COMMENTS = 200


@method_decorator(csrf_exempt, name="dispatch")
class SharedDraftView(View):
    """Shows the draft; takes the pass phrase and comments."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            share = find_share(kwargs["token"])
        except ShareOverError:
            return self._closed(HTTPStatus.GONE)
        if share is None:
            return self._closed(HTTPStatus.NOT_FOUND)
        self.share = share
        with override(self.language):
            response: Any = super().dispatch(request, *args, **kwargs)
            return _private(response)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        if not self.is_unlocked:
            return self._ask(PhraseForm())
        if request.method == "GET":
            note_visit(self.share)
        return self._show()

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if self.is_unlocked:
            return self._take_comment(request)
        return self._take_phrase(request)

    @property
    def address(self) -> str:
        return reverse("api:shared", args=[self.kwargs["token"]])

    @cached_property
    def language(self) -> str:
        """The article's, where the site speaks it."""
        code = str(self.share.page.locale.language_code)
        return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE

    @cached_property
    def is_unlocked(self) -> bool:
        return not self.share.passphrase or _signed(
            self.request.COOKIES.get(COOKIE, ""), UNLOCK, _secret_of(self.share), UNLOCKED_FOR
        )

    @cached_property
    def reading(self) -> dict[str, Any]:
        return build_reading(self.share.content, self.share.pictures)

    def _take_phrase(self, request: HttpRequest) -> HttpResponse:
        form = PhraseForm(request.POST)
        who = f"share-phrase:{self.share.pk}:{address_of(request)}"
        if counter.take(who, PHRASES_A_MINUTE).exceeded:
            form.add_error("phrase", _("Too many attempts. Wait a minute, then try again."))
            return self._ask(form, HTTPStatus.TOO_MANY_REQUESTS)
        if not form.is_valid():
            return self._ask(form, HTTPStatus.BAD_REQUEST)
        if not is_right_phrase(self.share, form.cleaned_data["phrase"]):
            form.add_error("phrase", _("This is not the pass phrase."))
            return self._ask(form, HTTPStatus.FORBIDDEN)
        response = HttpResponseRedirect(self.address)
        response.set_cookie(
            COOKIE,
            signing.dumps(_secret_of(self.share), salt=UNLOCK),
            max_age=UNLOCKED_FOR,
            path=self.address,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
        return response

    def _take_comment(self, request: HttpRequest) -> HttpResponse:
        form = CommentForm(request.POST)
        problem, status = self._refusal(request)
        part = parts_by_path(self.reading).get(request.POST.get("path", ""))
        if problem:
            form.add_error(None, problem)
        elif part is None:
            status = HTTPStatus.BAD_REQUEST
            form.add_error(None, _("This part is not in the draft. Comment on another one."))
        elif form.is_valid():
            said = add_comment(self.share, part, form.cleaned_data["text"])
            return HttpResponseRedirect(f"{self.address}?sent=1#comment-{said.pk}")
        return self._show(form, part, status)

    def _refusal(self, request: HttpRequest) -> tuple[str, HTTPStatus]:
        """Why no comment is taken now, and the status; an empty reason if it is."""
        if not self.share.takes_comments:
            return _("This draft is for reading only."), HTTPStatus.FORBIDDEN
        if request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site" or not _signed(
            request.POST.get("form_key", ""), FORM, self.share.pk, FORM_KEPT_FOR
        ):
            said = _("This page was open for too long. Your comment is still here: send it again.")
            return said, HTTPStatus.FORBIDDEN
        if self.share.comments.count() >= MOST_COMMENTS:
            said = _("This draft has as many comments as it can take. Write to who shared it.")
            return said, HTTPStatus.FORBIDDEN
        if counter.take(f"share-comment:{self.share.pk}", COMMENTS_A_MINUTE).exceeded:
            said = _("That was fast. Wait a minute, then send your comment again.")
            return said, HTTPStatus.TOO_MANY_REQUESTS
        return "", HTTPStatus.BAD_REQUEST

    def _ask(self, form: PhraseForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
        return self._answer("phrase", {"form": form, "share": self.share}, status)

    def _show(
        self,
        form: CommentForm | None = None,
        part: Part | None = None,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> HttpResponse:
        said: dict[str, list[Any]] = {}
        for comment in self.share.comments.all():
            said.setdefault(comment.path, []).append(comment)
        refused = (part.path if part else self.reading["whole"].path) if form else ""

        def shown(part: Part) -> dict[str, Any]:
            own = form if part.path == refused else None
            return {"part": part, "said": said.get(part.path, []), "form": own}

        context = {
            "share": self.share,
            "reading": self.reading,
            "whole": shown(self.reading["whole"]),
            "sections": [
                {"section": section, "parts": [shown(part) for part in section["parts"]]}
                for section in self.reading["sections"]
            ],
            "has_error": form is not None,
            "form_key": signing.dumps(self.share.pk, salt=FORM),
            "longest": LONGEST_COMMENT,
            "sent": "sent" in self.request.GET,
        }
        return self._answer("draft", context, status)

    def _closed(self, status: HTTPStatus) -> HttpResponse:
        return _private(self._answer("closed", {"is_gone": status is HTTPStatus.GONE}, status))

    def _answer(self, name: str, context: dict[str, Any], status: HTTPStatus) -> HttpResponse:
        """Rendered without the request: nothing of a session or an account can get in."""
        language = get_language() or settings.LANGUAGE_CODE
        info = get_language_info(language)
        page = {"language": language, "direction": "rtl" if info["bidi"] else "ltr", **context}
        return HttpResponse(render_to_string(f"api/sharing/{name}.html", page), status=status)


def _secret_of(share: Share) -> list[Any]:
    """What an unlocked browser holds: of this share and this pass phrase alone."""
    return [share.pk, share.passphrase[-12:]]


def _signed(text: str, salt: str, expected: Any, max_age: int) -> bool:
    try:
        return bool(signing.loads(text, salt=salt, max_age=max_age) == expected)
    except (signing.BadSignature, ValueError):
        return False


def _private(response: HttpResponse) -> HttpResponse:
    """Kept by nobody, found by nobody; and no line of the log, which would have the token."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Content-Security-Policy"] = _policy()
    # Django logs the path of every 4xx answer that is not marked so.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _policy() -> str:
    parts = urlsplit(static("api/css/shared.css"))
    own = f"{parts.scheme}://{parts.netloc}" if parts.netloc else "'self'"
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {own}",
            "img-src data:",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
