"""How good is an engine: reading, judging, ranking and speed on labelled texts, and properties anybody can check.

Pure: no Django, no database, no network of its own. ``manage.py benchmark`` is its door.
"""
