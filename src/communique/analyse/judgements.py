"""A reader's own resolutions of forecasts: a CSV -> resolution by forecast id."""

import csv
from pathlib import Path

from communique.model.errors import CommuniqueError

RESOLUTIONS = ("yes", "no", "ambiguous", "open")


def read_resolutions(path: Path) -> dict[str, str]:
    """Columns `forecast` and `resolution`; others (evidence, note) are the reader's."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            if not {"forecast", "resolution"} <= {*(reader.fieldnames or ())}:
                raise CommuniqueError(
                    f"{path}: it has no columns forecast and resolution.", hint="The ids are those of `communique show forecasts --json`."
                )
            rows = [
                (number, (row["forecast"] or "").strip(), (row["resolution"] or "").strip().lower()) for number, row in enumerate(reader, 2)
            ]
    except UnicodeDecodeError as error:
        raise CommuniqueError(f"{path}: it is not UTF-8 text.", hint="Save it as CSV in UTF-8.") from error
    for number, _, resolution in rows:
        if resolution not in RESOLUTIONS:
            raise CommuniqueError(f"{path}, line {number}: {resolution!r} is no resolution.", hint=f"There is: {', '.join(RESOLUTIONS)}.")
    return {forecast: resolution for _, forecast, resolution in rows}
