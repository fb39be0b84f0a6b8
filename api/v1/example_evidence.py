"""A source and a claim of the OpenAPI's example."""

from api.documents.schema import CitationAuthor, CitationEntry, Claim, Evidence

CITATION = CitationEntry(
    id=1,
    citation_id=17,
    title="An example of a placebo-controlled trial",
    authors=[CitationAuthor(family="Ruiz", given="A")],
    container_title="Journal of Examples",
    year=2018,
    volume="8",
    issue="2",
    pages="27-33",
    publisher=None,
    doi="10.1000/example.2018.1",
    pmid=None,
    url="https://doi.org/10.1000/example.2018.1",
    study_design="rct",
    formatted=(
        "Ruiz A. An example of a placebo-controlled trial. Journal of Examples. 2018;8(2):27-33. "
        "doi:10.1000/example.2018.1"
    ),
    retracted=False,
    superseded=False,
)

CLAIM = Claim(
    id="0b0d4a57-6f3c-4f27-a2a1-4b2f5f1f3c9e",
    text="One low intravenous dose did not relieve acute migraine better than placebo.",
    type="efficacy",
    direction="supports",
    population="Adults with acute migraine",
    approval="off_label",
    citations=[1],
    evidence=[Evidence(citation=1, direction="supports")],
)
