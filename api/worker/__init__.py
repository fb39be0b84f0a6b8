"""What is done in the background, by any number of `manage.py run_worker` at once.

Each duty is held by one worker at a time, by a lease that a worker keeps up while it lives; when
it is killed another one, or the next one, takes over a few seconds later. Nothing rests on that
alone: two that believe they hold the same duty do no harm.
"""
