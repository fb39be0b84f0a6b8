"""Which clinics carry which article: by hand, by rules, never against an exclusion.

`plan` compares what rules place with what is placed, `write` does it in bulk, `receivers` follow
what changes what rules match, `by_hand` holds what people do, `reach` says whom an act reaches.
"""
