"""Where the rules come from. An address only where the text itself can be read."""

from articles.checks.registry import Reference

DISCERN = "DISCERN, question {}"
DISCERN_URL = "http://www.discern.org.uk/"


def discern(*questions: int) -> Reference:
    """Charnock and Shepperd's instrument for judging treatment information (1998)."""
    return Reference(DISCERN.format(", ".join(map(str, questions))), DISCERN_URL)


FAIR_BALANCE = Reference(
    "21 CFR 202.1 (fair balance)",
    "https://www.ecfr.gov/current/title-21/chapter-I/subchapter-C/part-202/section-202.1",
)
FTC_HEALTH = Reference(
    "FTC, Health Products Compliance Guidance (2022)",
    "https://www.ftc.gov/business-guidance/resources/health-products-compliance-guidance",
)
FTC_ENDORSEMENTS = Reference(
    "FTC, Endorsement Guides (16 CFR 255)",
    "https://www.ecfr.gov/current/title-16/chapter-I/subchapter-B/part-255",
)
FDA_KETAMINE = Reference(
    "FDA, warning on compounded ketamine (October 2023)",
    "https://www.fda.gov/drugs/human-drug-compounding/"
    "fda-warns-patients-and-health-care-providers-about-potential-risks-associated-compounded-ketamine",
)
FDA_OFF_LABEL = Reference(
    'FDA, Understanding Unapproved Use of Approved Drugs "Off Label"',
    "https://www.fda.gov/patients/learn-about-expanded-access-and-other-treatment-options/"
    "understanding-unapproved-use-approved-drugs-label",
)
JAMA = Reference(
    "JAMA benchmarks (Silberg and others, 1997)",
    "https://doi.org/10.1001/jama.1997.03540390074039",
)
NHS_WRITING = Reference(
    "NHS digital service manual, content", "https://service-manual.nhs.uk/content"
)
NHS_NUMBERS = Reference(
    "NHS digital service manual, numbers",
    "https://service-manual.nhs.uk/content/numbers-measurements-dates-time",
)
NHS_CARE_CARDS = Reference(
    "NHS design system, care cards",
    "https://service-manual.nhs.uk/design-system/components/care-cards",
)
NHS_STANDARD = Reference("NHS standard for creating health content")
WCAG = Reference("WCAG 2.2", "https://www.w3.org/TR/WCAG22/")
DOI_HANDBOOK = Reference("DOI Handbook, 2.2", "https://doi.org/10.1000/182")
COPE = Reference("COPE, Retraction guidelines (2019)", "https://doi.org/10.24318/cope.2019.1.4")
HL7 = Reference("HL7 Terminology", "https://terminology.hl7.org/")
POLICY = Reference("Review policy of the publisher")
HIPAA = Reference(
    "45 CFR 164.514 (identifiers of persons)",
    "https://www.ecfr.gov/current/title-45/subtitle-A/subchapter-C/part-164/subpart-E/section-164.514",
)
HON_ADVERTISING = Reference("HONcode, principle 8: advertising (closed in 2022)")
