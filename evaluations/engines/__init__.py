"""Engines read, judge and report; each lives in its own module and is loaded when it is first asked for.

from evaluations.engines import get_engine
reading = get_engine("local").read(text)
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from evaluations.engines.base import Engine, EngineUnavailable

BUILT_IN: Mapping[str, str] = MappingProxyType({"local": "evaluations.engines.local.LocalEngine"})


def get_engine(name: str, engines: Mapping[str, str] = BUILT_IN) -> Engine:
    """The engine of this name; engines maps names to dotted paths of classes, as the setting EVALUATION_ENGINES does.

    Raises EngineUnavailable for a name nobody knows and for an engine whose library or key is not there.
    """
    if name not in engines:
        known = ", ".join(sorted(engines))
        raise EngineUnavailable(f"There is no engine named “{name}”; choose from: {known}.", kind="unknown")
    module, _, attribute = engines[name].rpartition(".")
    try:
        return getattr(import_module(module), attribute)()
    except (ImportError, AttributeError) as error:
        raise EngineUnavailable(f"The engine “{name}” is not installed here: {error}.") from error
