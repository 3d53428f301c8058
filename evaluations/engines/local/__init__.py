"""The built-in engine: deterministic, no network, no key, no Django.

from evaluations.engines.local import LocalEngine
reading = LocalEngine().read(text)
"""

from evaluations.engines.local.engine import LocalEngine

__all__ = ["LocalEngine"]
