"""What the API tells the rest of the site."""

from django.dispatch import Signal

media_gone = Signal()
"""Files are public no more: sent with their absolute ``urls``, in the transaction that takes them
away. Receivers that purge caches keep the addresses there, and purge after the commit."""
