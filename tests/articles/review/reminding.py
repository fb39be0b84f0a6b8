"""A process that sends reminders when it is told to, and prints to whom it sent one."""

import datetime as dt
import json
import sys

import django


def remind(day: str) -> list[str]:
    from django.core import mail

    from articles.review.reminders import send_reminders

    send_reminders(dt.date.fromisoformat(day))
    return [address for sent in getattr(mail, "outbox", []) for address in sent.to]


if __name__ == "__main__":
    django.setup()
    print("ready", flush=True)
    print(json.dumps(remind(sys.stdin.readline().strip())), flush=True)
