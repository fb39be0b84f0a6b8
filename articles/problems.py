"""Why an article cannot go live, and the refusal that says so."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Problem:
    """A reason why an article cannot be published: the form field it belongs to, and what to do."""

    field: str
    message: str
    code: str


class PublishRefused(ValidationError):  # noqa: N818 (a decision, not a fault)
    """An article was to go live while something required was missing.

    The message names the article; ``error_dict`` has the reasons by form field.
    """

    def __init__(self, title: str, problems: list[Problem], *, page_id: int | None = None) -> None:
        self.title = title
        self.page_id = page_id
        self.problems = problems
        by_field: dict[str, list[ValidationError]] = {}
        for problem in problems:
            by_field.setdefault(problem.field, []).append(
                ValidationError(problem.message, code=problem.code)
            )
        super().__init__(by_field)

    def summary(self) -> str:
        """One line for a message or a log: the article and what is missing."""
        reasons = " ".join(problem.message for problem in self.problems)
        return _("“%(title)s” cannot be published yet. %(reasons)s") % {
            "title": self.title,
            "reasons": reasons,
        }


class ReinstateRefused(ValidationError):  # noqa: N818 (a decision, not a fault)
    """A withdrawn article was to come back that nobody has signed off since."""

    def __init__(self, message: str, *, page_id: int | None = None) -> None:
        super().__init__(message, "not_signed")
        self.page_id = page_id

    def summary(self) -> str:
        """One line for a message."""
        return str(self.messages[0])


class SignOffRefused(ValidationError):  # noqa: N818 (a decision, not a fault)
    """A text was to be signed that this person may not sign, or not any more."""

    def __init__(self, message: str, code: str, *, page_id: int | None = None) -> None:
        super().__init__(message, code)
        self.page_id = page_id

    def summary(self) -> str:
        """One line for a message."""
        return str(self.messages[0])
