"""Sections of the OpenAPI's example: between them every type of block."""

from api.documents.rich_text import FormattedText, Link, Target, format_text, read
from api.documents.schema import (
    Callout,
    CareCard,
    FaqItem,
    ImageBlock,
    KeyFact,
    KeyFacts,
    Quote,
    RichText,
    RichTextBlock,
    Section,
    Subsection,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    Testimonial,
    Video,
)
from api.v1.example_evidence import CLAIM
from api.v1.example_images import IMAGE

# What an editor links to, and where that leads.
_TARGETS = {
    Link("page", 1): Target(
        href="https://clinic.example.org/migraine/",
        article_id="b8b1f6f0-0c43-4a0e-9b0f-53f5b1a7f002",
    ),
    Link("topic", 1): Target(topic="ketamine"),
}


def _id(number: int) -> str:
    return f"c2a7d8f4-1f5e-4a53-8d67-{number:012x}"


def _text(stored: str) -> FormattedText:
    return format_text(read(stored), resolve=_TARGETS.get)


CAUSES = Section(
    id=_id(1),
    kind="causes",
    locale="en",
    behind_source=False,
    heading="What causes migraine",
    anchor="causes",
    health_aspect="CausesHealthAspect",
    about="migraine",
    standalone=True,
    body=[
        RichTextBlock(
            id=_id(2), html="<p>Genes and surroundings <strong>both</strong> play a part.</p>"
        ),
        Subsection(
            id=_id(3),
            heading="Common triggers",
            body=[RichTextBlock(id=_id(4), html="<ul><li>Stress</li><li>Poor sleep</li></ul>")],
        ),
        Callout(id=_id(5), tone="tip", heading="Keep a diary", html="<p>Note each attack.</p>"),
    ],
    claims=[],
    citations=[],
)

PROCEDURE = Section(
    id=_id(6),
    kind="procedure",
    locale="en",
    behind_source=False,
    heading="What happens during an infusion",
    anchor="procedure",
    health_aspect="UsageOrScheduleHealthAspect",
    about="ketamine-infusion",
    standalone=True,
    body=[
        ImageBlock(id=_id(7), image=IMAGE),
        KeyFacts(
            id=_id(8),
            heading="At a glance",
            facts=[KeyFact(label="Duration", text="Set by the clinician, often hours")],
        ),
        Table(
            id=_id(9),
            caption="Before and after",
            row_headers=True,
            columns=[TableColumn(heading=""), TableColumn(heading="What to do")],
            rows=[
                TableRow(
                    cells=[
                        TableCell(text="Before", html=None),
                        TableCell(
                            text="Tell us about your medicines",
                            html="<p>Tell us about your <strong>medicines</strong></p>",
                        ),
                    ]
                )
            ],
        ),
        Video(
            id=_id(10),
            url="https://video.example.org/watch/infusion",
            title="What happens during an infusion",
            poster=None,
            transcript=RichText(html="<p>A nurse places a thin tube in a vein.</p>"),
        ),
    ],
    claims=[],
    citations=[],
)

EFFICACY = Section(
    id=_id(11),
    kind="efficacy",
    locale="en",
    behind_source=False,
    heading="What research says",
    anchor="efficacy",
    health_aspect="EffectivenessHealthAspect",
    about="ketamine-infusion",
    standalone=False,
    body=[
        RichTextBlock(
            id=_id(12),
            html=_text(
                '<p data-block-key="k3x9q">On <a linktype="page" id="1">migraine</a>, studies of '
                '<a linktype="topic" id="1">ketamine</a> are few and small.</p>'
            ),
        ),
        Quote(
            id=_id(13),
            text="The evidence does not yet allow a recommendation.",
            attribution="Ana Ruiz",
            role="Neurologist",
            citation=1,
        ),
        Testimonial(id=_id(14), text="The nurse explained each step to me.", name="A patient, 42"),
    ],
    claims=[CLAIM],
    citations=[1],
)

SEEK_HELP = Section(
    id=_id(15),
    kind="seek_help",
    locale="en",
    behind_source=False,
    heading="When to get help",
    anchor="seek-help",
    health_aspect="SeeDoctorHealthAspect",
    about=None,
    standalone=True,
    body=[
        CareCard(
            id=_id(16),
            urgency="emergency",
            heading="Call an ambulance if",
            html=_text(
                "<ul><li>the headache is sudden and the worst of your life</li></ul>"
                '<p data-block-key="d4r1m">Call <a linktype="clinic-value"'
                ' value="emergency_number">your local emergency number</a>.</p>'
            ),
        ),
        FaqItem(
            id=_id(17),
            question="Does an infusion hurt?",
            answer=RichText(html="<p>You may feel the needle.</p>"),
            health_aspect=None,
        ),
    ],
    claims=[],
    citations=[],
)

SECTIONS = [CAUSES, PROCEDURE, EFFICACY, SEEK_HELP]
