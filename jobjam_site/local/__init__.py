"""Sets the project up on one machine and runs it there: environment, embedded servers, worker, beat, web.

`environment.py` runs on the system's Python before anything is installed; everything else runs in `.venv`.
Production uses nothing of this package.
"""
