"""Editorial checks: what a health article owes its reader, as rules over its content.

``registry``   rules by id, those of a host project included
``content``    the view of an article that rules read: plain values, no database
``reading``    builds that view from page instances, in a constant number of queries
``running``    applies the rules that are on: findings, and what was not checked
"""
