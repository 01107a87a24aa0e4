"""The network of states: who acted on whom, cooperation and conflict apart; a drawing, and the same as a table."""

from starlette.responses import Response

from communique.show.web.circle import SIZE
from communique.show.web.page import Visit


def network(visit: Visit) -> Response:
    """The busiest states on a circle, a line for each pair."""
    return visit.show("network.html", "Network of states", **visit.desk.view().network, size=SIZE)
