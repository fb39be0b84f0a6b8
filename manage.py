#!/usr/bin/env python
"""Django's command-line utility for the runnable CMS."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    from django.core.management import execute_from_command_line

    from cms.settings.variables import EnvironmentProblem

    try:
        execute_from_command_line(sys.argv)
    except EnvironmentProblem as error:
        # What is missing is the operator's to read, without a traceback.
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main()
