"""A process that reads with the key on its standard input until it is refused.

Prints a line when it has read for the first time, and when it is refused a line of JSON.
"""

import json
import sys
import time

import django

# Longer than it takes a busy machine to start the command that revokes.
LONGEST = 120.0


def read(key: str) -> None:
    from django.test import Client

    from api.models import ApiKey

    headers = {"authorization": f"Bearer {key}"}
    deadline, last_read_at = time.time() + LONGEST, 0.0
    while time.time() < deadline:
        status = Client().get("/api/v1/articles/", headers=headers).status_code
        if status != 200:
            break
        if not last_read_at:
            print("reading", flush=True)
        last_read_at = time.time()
        time.sleep(0.05)
    row = ApiKey.objects.get()
    facts = {
        "status": status,
        "last_read_at": last_read_at,
        "revoked_at": row.revoked_at and row.revoked_at.timestamp(),
        "last_used_at": row.last_used_at and row.last_used_at.timestamp(),
    }
    print(json.dumps(facts), flush=True)


if __name__ == "__main__":
    django.setup()
    read(sys.stdin.readline().strip())
