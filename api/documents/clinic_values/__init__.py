"""Values of a clinic, laid over the finished bytes of what all clinics share.

While a document is built, `marks.py` marks in its texts where a clinic's value may stand. When it
is finished, `slots.py` takes the marks off and notes the places in the bytes, which then say what
readers without a clinic read. For a clinic, `values.py` makes of its facts and its placement what
goes into each kind of place, escaped for it, and `slots.lay_over` puts it there.
"""
