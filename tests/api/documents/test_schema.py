"""The delivered types speak of the same closed lists as the authoring side."""

from typing import get_args

from api.documents.body import BUILDERS
from api.documents.schema import ARTICLE_KINDS, AUDIENCES, SECTION_KINDS, EvidenceMaturity, Severity
from api.documents.schema.base import HealthAspect
from articles.models import AbstractArticlePage
from articles.models.withdrawals import Severity as RecordedSeverity
from articles.sections.blocks.body import BodyBlock
from articles.sections.kinds import HEALTH_ASPECTS, ArticleKind, section_kinds


def test_every_health_aspect_can_be_delivered() -> None:
    assert {f"{aspect}HealthAspect" for aspect in HEALTH_ASPECTS} == set(get_args(HealthAspect))


def test_every_section_kind_is_described() -> None:
    assert set(SECTION_KINDS) <= {kind.slug for kind in section_kinds}
    assert len(SECTION_KINDS) == 22


def test_closed_lists_are_the_editors() -> None:
    assert set(ARTICLE_KINDS) == set(ArticleKind.values)
    assert set(AUDIENCES) == set(AbstractArticlePage.Audience.values)
    assert set(get_args(EvidenceMaturity)) == set(AbstractArticlePage.EvidenceMaturity.values)
    assert set(get_args(Severity)) == set(RecordedSeverity.values)


def test_every_body_block_has_a_builder() -> None:
    assert set(BodyBlock().child_blocks) == set(BUILDERS)
