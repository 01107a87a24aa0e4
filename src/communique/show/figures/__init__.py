"""Figures: rows of an analysis -> a chart with its caption and denominators, as SVG, PNG or Vega-Lite.

Their renderer is an extra (`communique[charts]`, 98 MB); this module is what may be asked without it.
"""

from importlib.util import find_spec

from communique.model.errors import CommuniqueError

HINT = 'pip install "communique[charts]"'


def can_draw() -> bool:
    """Whether the extra is installed."""
    return find_spec("altair") is not None and find_spec("vl_convert") is not None


def need() -> None:
    """Refuse, with what to do, where it is not."""
    if not can_draw():
        raise CommuniqueError("figures need the extra 'charts'.", hint=HINT)
