import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
django.setup()

from tests.articles.checks.labelled import LANGUAGES, Score, read, scores  # noqa: E402

names = sys.argv[1:]
result, mistakes = scores(*names)
print(f"{'rule':8}{'language':10}{'sentences':>10}{'precision':>11}{'recall':>8}")
labelled = list(read(*names))
for (rule, language), score in result.items():
    count = sum(entry.rule == rule and entry.language == language for entry in labelled)
    print(f"{rule:8}{language:10}{count:10}{score.precision:11.2f}{score.recall:8.2f}")
for language in LANGUAGES:
    total = sum((score for (_, tongue), score in result.items() if tongue == language), Score())
    count = sum(entry.language == language for entry in labelled)
    print(f"{'all':8}{language:10}{count:10}{total.precision:11.2f}{total.recall:8.2f}")
for entry in mistakes:
    print(f"{'missed' if entry.found else 'wrongly found'}: {entry.rule} {entry.words}")
