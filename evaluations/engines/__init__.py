"""Engines read, judge and report; each lives in its own module and is loaded when it is first asked for.

from evaluations.engines import get_engine
reading = get_engine("local").read(text)
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any

from evaluations.engines.base import Engine, EngineError, EngineUnavailable

BUILT_IN: Mapping[str, str] = MappingProxyType(
    {"local": "evaluations.engines.local.LocalEngine", "openai": "evaluations.engines.openai_chat.OpenAIEngine"}
)
NO_OPTIONS: Mapping[str, Mapping[str, Any]] = MappingProxyType({})


class UnknownEngine(EngineError):
    """No engine of this name is set up here; another attempt will not find one."""

    kind = "unknown_engine"


def get_engine(
    name: str, engines: Mapping[str, str] = BUILT_IN, options: Mapping[str, Mapping[str, Any]] = NO_OPTIONS
) -> Engine:
    """The engine of this name.

    engines maps names to dotted paths of classes (the setting EVALUATION_ENGINES), options names to what the class is
    made with (the setting EVALUATION_ENGINE_OPTIONS). Raises UnknownEngine for a name nobody knows, EngineUnavailable
    for an engine whose library is not there, EngineError for one that lacks its key.
    """
    if name not in engines:
        known = ", ".join(sorted(engines))
        raise UnknownEngine(f"There is no engine named “{name}”; choose from: {known}.")
    try:
        return _built(engines[name], tuple(sorted(options.get(name, {}).items())))
    except (ImportError, AttributeError) as error:
        raise EngineUnavailable(f"The engine “{name}” is not installed here: {error}.") from error


@cache
def _built(path: str, options: tuple[tuple[str, Any], ...]) -> Engine:
    """One engine per process and options: they keep no state between answers."""
    module, _, attribute = path.rpartition(".")
    return getattr(import_module(module), attribute)(**dict(options))
