"""Words that promise too much, that lack proof, or that label people."""

import re

ILLNESSES_ES = (
    r"(?:migrañas?|jaquecas?|cefaleas?|dolor(?:es)?|depresi[oó]n|ansiedad|enfermedad(?:es)?|crisis"
    r"|trastornos?|ataques?|diabetes|c[aá]ncer|asma|epilepsia|artritis|insomnio|fibromialgia)"
)


def phrases(*alternatives: str) -> re.Pattern[str]:
    """One of these, between the borders of words, in capitals or not."""
    joined = "|".join(alternatives)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)


ABSOLUTE = {
    "en": phrases(
        # Not food, and not what medicine does cure.
        r"cur(?:es?|ed|ing)(?!\s+(?:meats?|ham|sausages?|bacon|fish|pork)\b)"
        r"(?!(?:\s+\w+){0,3}\s+(?:infections?|malaria|tuberculosis|hepatitis)\b)",
        r"guarante(?:e[sd]?|eing)(?!\s+(?:(?:your|their|the)\s+)?(?:privacy|confidential|rights))",
        r"(?:100\s?%|(?:a|one)\s+hundred\s+per\s?cent)\s+"
        r"(?:effective|safe|success\w*|natural|certain|cured?|relief|reliable|pain[- ]free)",
        r"risk[- ]free",
        r"without\s+(?:any\s+)?risks?(?!\s+(?:factors?|of|for|assessment))",
        r"(?:has|have|carr(?:y|ies)|poses?)\s+no\s+risks?(?!\s+(?:factors?|of))",
        r"mirac(?:les?|ulous|ulously)",
        r"(?:completely|totally|perfectly|entirely|absolutely)\s+safe",
        r"always\s+works",
        r"works\s+(?:every\s+time|for\s+(?:everyone|everybody|all\s+patients))",
    ),
    "es": phrases(
        # Not cheese, not the priest, not the dressing of a wound.
        r"(?<!jamón\s)(?<!queso\s)(?<!carne\s)(?<!carnes\s)(?<!embutidos\s)(?<!quesos\s)"
        r"(?<!el\s)(?<!un\s)cura(?:n|r|rá|rse|ción|d[oa]s?)?"
        r"(?!\s+(?:de\s+)?(?:(?:la|las|una|esta)\s+)?(?:heridas?|lesi[oó]n)\b)"
        r"(?!(?:\s+\w+){0,3}\s+(?:infecci[oó]n|infecciones|malaria|tuberculosis|hepatitis)\b)",
        r"garant(?:iza\w*|ice\w*|[ií]as?)"
        r"(?!\s+(?:(?:su|la|tu|sus|los)\s+)?(?:privacidad|confidencialidad|derechos))",
        r"(?:100\s?%|cien\s+por\s+ciento|ciento\s+por\s+ciento)\s+"
        r"(?:eficaz|efectiv\w+|segur\w+|natural\w*|garantizad\w+|fiable|sin\s+dolor)",
        r"libres?\s+de\s+riesgos?",
        r"(?<!personas\s)(?<!pacientes\s)(?<!mujeres\s)sin\s+(?:ning[uú]n\s+)?riesgos?"
        r"(?!\s+(?:cardio\w+|vascular|de|previo|alto|elevado))",
        r"milagros?|milagros[oa]s?",
        r"(?:total|completa|absoluta|perfecta)mente\s+segur[oa]s?",
        r"siempre\s+funciona",
        r"funciona\s+(?:siempre|para\s+todos|para\s+todo\s+el\s+mundo)",
    ),
}
"""C1: promises nobody can keep."""

UNPROVEN = {
    "en": phrases(
        r"breakthroughs?(?!\s+(?:pain|bleeding|seizures?|infections?))",
        r"(?:is|are|was|were|be|been|an?|and|very|proven|known\s+to\s+be)\s+safe"
        r"(?!\s+(?:places?|distance|storage|spaces?|room|level|limit|sex|side)\b)"
        r"(?!\s+to\s+(?:say|assume|drive|go|come)\b)",
        r"(?:clinically|scientifically)\s+proven",
        r"proven\s+(?:to|treatment|therapy|results?|benefits?|method|relief|safe|effective)",
        r"(?:is|are|been|was|were)\s+proven",
    ),
    "es": phrases(
        r"gran\s+avance|avance\s+(?:revolucionario|decisivo|histórico)|revolucionari[oa]s?",
        r"(?:tratamiento|terapia|método|medicamento|fármaco|opción|procedimiento|técnica|infusión)"
        r"\s+(?:muy\s+)?(?:segur[oa]|eficaz\s+y\s+segur[oa])",
        r"(?:es|son|resultan?)\s+(?:(?:muy|eficaz\s+y|eficaces\s+y)\s+)?segur[oa]s?(?!\s+(?:de\s+)?que)",
        r"(?:clínica|científica)mente\s+(?:probad|demostrad|comprobad)[oa]s?",
        r"(?:eficacia|seguridad|beneficios?)\s+(?:probad|demostrad|comprobad)[oa]s?",
        r"(?:está|están|ha\s+sido|han\s+sido)\s+(?:probad|demostrad|comprobad)[oa]s?",
    ),
}
"""C2: words that ask for a source."""

LABELLING = {
    "en": phrases(
        r"suffer(?:s|ed|ing)?\s+(?:from|with)",
        r"(?:who|he|she)\s+suffers?(?!\s+an?\b)",
        r"sufferers?",
        r"(?:migraine|headache|stroke|cancer|pain|epilepsy|asthma|depression|disease)\s+victims?",
        r"victims?\s+(?:of|to)(?!\s+(?:\w+\s+)?(?:violence|abuse|crimes?|assault|rape|trafficking"
        r"|torture|war|accidents?|scams?|fraud|bullying)\b)",
    ),
    "es": phrases(
        r"sufr(?:e|en|es|ir|ía|ían|iendo|ió|ieron|imos|a|an)\s+(?:de\s+)?"
        rf"(?:(?:la|el|los|las|una|un|esta|este|fuertes?|muchas?)\s+)?{ILLNESSES_ES}",
        rf"v[ií]ctimas?\s+de\s+(?:(?:la|el|los|las|una|un)\s+)?{ILLNESSES_ES}",
        r"(?:migrañosos?|asmáticos|epilépticos|diabéticos|depresivos)"
        r"(?=\s+(?:que|deben|pueden|no|suelen)\b)",
    ),
}
"""L5: words that make a person an illness."""

CLAIM_IN_TEXT = {
    "en": phrases(
        r"(?:studies|research|trials?|evidence|scientists|experts)\s+(?:(?:has|have)\s+)?"
        r"(?:clearly\s+)?(?:show(?:s|n|ed)?|prove[sdn]?|demonstrate[sd]?|confirm(?:s|ed)?)",
        r"(?:has|have)\s+been\s+(?:shown|proven|demonstrated)\s+to",
        r"significant(?:ly)?\s+(?:reduc|improv|decreas|lower|relie)\w*",
    ),
    "es": phrases(
        r"(?:estudios?|investigaci[oó]n(?:es)?|ensayos?|evidencia|cient[ií]ficos|expertos)\s+"
        r"(?:\w+\s+)?(?:han?\s+)?(?:muestran?|mostr[óa]\w*|demuestran?|demostr[óa]\w*|prueban?"
        r"|prob[óa]\w*|confirman?|confirm[óa]\w*)",
        r"se\s+ha\s+(?:demostrado|probado|comprobado)",
        r"(?:reduce|mejora|disminuye|alivia)n?\s+(?:significativa|notable|considerable)mente",
        r"significativamente\s+(?:reduc|mejor|dismin|alivi)\w*",
    ),
}
"""E6: sentences that speak of evidence."""

CALL_TO_ACTION = {
    "en": phrases(
        r"book\s+(?:(?:an?|your)\s+)?(?:free\s+)?(?:appointment|consultation|infusion|session|visit"
        r"|treatment|place|spot|now|today|online)",
        r"call\s+us|call\s+(?:now|today)(?!\s+if)",
        r"contact\s+us",
        r"schedule\s+(?:your|an?)\s+(?:free\s+)?(?:appointment|consultation|visit|session|infusion)",
        r"sign\s+up",
        r"(?:special|limited)[- ](?:time\s+)?offer",
        r"discounts?",
        r"free\s+consultation",
    ),
    "es": phrases(
        r"reserve\s+(?:su|una|ya|ahora|hoy)",
        r"ll[aá]menos|cont[aá]ctenos|contacte\s+con\s+nosotros",
        r"pida\s+(?:su\s+)?cita\s+(?:ya|ahora|hoy|online|en\s+l[ií]nea)",
        r"agende\s+su",
        r"oferta\s+(?:especial|limitada)",
        r"descuentos?",
        r"consulta\s+gratuita",
    ),
}
"""D2: invitations to buy."""

EXPERIENCE_OF_EFFECT = {
    "en": phrases(
        r"(?:my|the)\s+(?:migraines?|headaches?|pain|attacks?|depression|symptoms?)\s+"
        r"(?:(?:is|are|was|were|has|have|just)\s+)?(?:gone|disappeared|vanished|stopped"
        r"|much\s+better|better|improved|went\s+away|halved)",
        r"(?:cured|saved|healed)\s+me",
        r"it\s+(?:really\s+)?(?:worked\s+for\s+me|works)",
        r"(?:pain|migraine|symptom)[- ]free",
        r"no\s+more\s+(?:migraines?|pain|headaches?|attacks?)",
        r"(?:changed|gave\s+me\s+back|given\s+me\s+back)\s+my\s+life|my\s+life\s+back",
        r"helped\s+(?:me\s+with\s+)?my\s+(?:migraines?|pain|headaches?)",
        r"fewer\s+(?:migraines|attacks|headaches)",
    ),
    "es": phrases(
        r"(?:mis?|las?|el)\s+(?:migrañas?|dolor(?:es)?|crisis|jaquecas?|síntomas?)\s+"
        r"(?:de\s+cabeza\s+)?(?:se\s+)?(?:han?\s+)?"
        r"(?:desapareci\w+|fue(?:ron)?|ido|mejor\w+|termin\w+|acab\w+)",
        r"me\s+(?:curó|curaron|ha\s+curado|salvó|funcionó|cambió\s+la\s+vida|quitó\s+el\s+dolor)",
        r"(?:ya\s+no\s+tengo|nunca\s+más\s+tuve|estoy\s+sin)\s+(?:más\s+)?"
        r"(?:migrañas?|dolor(?:es)?|crisis|jaquecas?)",
        r"(?:recuperé|he\s+recuperado|me\s+devolvió)\s+(?:mi|la)\s+vida",
        r"menos\s+(?:migrañas|crisis|jaquecas)",
    ),
}
"""D3: a person's words that say a treatment worked."""

FIRST_PERSON = {"en": phrases(r"I|I['’]\w+|me|my"), "es": phrases(r"yo|me|mis?|conmigo")}
"""Somebody speaks of themselves."""
