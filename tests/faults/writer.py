"""Eight, or as many as there are articles, publish one of them each, again and again, at once.

Run as `python -m tests.faults.writer TIMES ARTICLE...`; ends with the number of those who failed.
Each is a process with connections of its own.
"""

import os
import sys
import traceback

import django


def publish(page_id: int, times: int) -> None:
    from articles.models import ArticlePage

    for number in range(times):
        page = ArticlePage.objects.get(pk=page_id)
        page.title = f"Title {number}"
        page.save_revision().publish()


def start(page_id: int, times: int) -> int:
    child = os.fork()
    if child:
        return child
    failed = 0
    try:
        publish(page_id, times)
    except BaseException:
        traceback.print_exc()
        failed = 1
    finally:
        os._exit(failed)


def main(times: int, *page_ids: int) -> int:
    children = [start(page_id, times) for page_id in page_ids]
    ended = [os.waitpid(child, 0) for child in children]
    return sum(status != 0 for _child, status in ended)


if __name__ == "__main__":
    django.setup()
    sys.exit(main(*map(int, sys.argv[1:])))
