"""Telling front ends of changes, as https://www.standardwebhooks.com says.

`fan_out` makes a row of the outbox for each change and each endpoint that is to be told of it;
`claims` gives a row to one worker at a time; `sending` makes the request; `outcome` decides what
follows from it. A receiver is told of each change at least once.
"""
