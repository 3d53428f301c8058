"""One stylesheet instead of many, with the layers kept."""

from __future__ import annotations

import pytest
from django.conf import settings

from xrays.static_files import bundle


def test_imports_become_layers_in_order() -> None:
    files = {"tokens.css": "/* why */\n:root { --a: 1px; }\n", "components/card.css": ".card { margin: var(--a); }\n"}
    main = (
        '@layer tokens, components;\n@import url("tokens.css") layer(tokens);\n'
        '@import url("components/card.css") layer(components);\n'
    )
    assert bundle(main, files.__getitem__) == (
        "@layer tokens, components;\n@layer tokens {\n:root { --a: 1px; }\n}\n"
        "@layer components {\n.card { margin: var(--a); }\n}\n"
    )


def test_a_component_with_an_address_is_refused() -> None:
    with pytest.raises(ValueError, match=r"components/card\.css"):
        bundle(
            '@import url("components/card.css") layer(components);', lambda name: '.card { background: url("a.png"); }'
        )


def test_the_sites_stylesheet_bundles_without_imports_left() -> None:
    folder = settings.BASE_DIR / "static" / "css"
    whole = bundle(
        (folder / "main.css").read_text(encoding="utf-8"), lambda name: (folder / name).read_text(encoding="utf-8")
    )
    assert "@import" not in whole
    assert whole.count("{") == whole.count("}")
    assert ".matrix__row" in whole and "@font-face" in whole
