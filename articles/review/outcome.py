from dataclasses import dataclass


@dataclass(slots=True)
class Outcome:
    """How many of something were done, and how many failed; the log says why."""

    done: int = 0
    failed: int = 0
