"""What changed between two versions of an article's clinical content, word by word.

Pure: values in, values out. ``build_differences`` makes a ``Differences``;
``articles/review/differences.html`` shows one.
"""
