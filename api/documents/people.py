"""Who wrote an article and who signed exactly this text off. Pure."""

from functools import partial

from api.documents import images
from api.documents.references import References
from api.documents.schema import PersonRef, Reviewer
from api.documents.sources import ArticleSource
from api.documents.words import in_locale
from articles.models import Clinician, SignOff
from articles.review.content import build_content, content_hash


def build_authors(source: ArticleSource, references: References) -> list[PersonRef]:
    authors = []
    for author in source.authors:
        clinician = references.clinicians.get(author.clinician_id or 0)
        if clinician:
            make = partial(_clinician, clinician, author.role, source.locale, references)
            key = ("author", clinician.pk, author.role, source.locale)
            authors.append(references.once(key, make))
        elif author.name:
            authors.append(_name_only(author.name, author.role))
    return authors


def build_reviewers(source: ArticleSource, references: References) -> list[Reviewer]:
    """Build the reviewers who approve exactly this content; in each role the last word counts.

    Who signed a safety notice alone has not reviewed the rest: its reviewer is named.
    """
    sign_offs = references.sign_offs.get(source.page.pk, ())
    if not sign_offs:
        return []
    current = content_hash(
        build_content(source.page, source.sections, source.topics, references.citations)
    )
    decided = [sign_off for sign_off in sign_offs if sign_off.content_hash == current]
    last_words = {sign_off.role: sign_off.decision for sign_off in decided}
    newest = {(sign_off.reviewer_name, sign_off.role): sign_off for sign_off in decided}
    return [
        Reviewer(
            name=sign_off.reviewer_name,
            credentials=sign_off.credentials or None,
            role=sign_off.role,
            signed_at=sign_off.signed_at,
            profile_url=(sign_off.clinician.profile_url or None) if sign_off.clinician else None,
        )
        for last in newest.values()
        if last.decision == last_words[last.role] == SignOff.Decision.APPROVED
        for sign_off in [last.of_text]
    ]


def _clinician(clinician: Clinician, role: str, locale: str, references: References) -> PersonRef:
    return PersonRef(
        name=clinician.name,
        credentials=clinician.credentials or None,
        role=role or in_locale(clinician, locale, "role") or None,
        bio=in_locale(clinician, locale, "bio") or None,
        photo=images.build_image(
            references.images.get(clinician.photo_id or 0), "portrait", alt=clinician.name
        ),
        profile_url=clinician.profile_url or None,
        orcid=clinician.orcid or None,
        conflicts_of_interest=clinician.conflicts_of_interest or None,
    )


def _name_only(name: str, role: str) -> PersonRef:
    return PersonRef(
        name=name,
        credentials=None,
        role=role or None,
        bio=None,
        photo=None,
        profile_url=None,
        orcid=None,
        conflicts_of_interest=None,
    )
