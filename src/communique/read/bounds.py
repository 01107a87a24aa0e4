"""Other people's parsers, bounded: whatever they raise names the file, and they print nothing."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from communique.model.errors import CommuniqueError, UnreadableSource

QUIET = ("pypdf", "feedparser", "docx", "chardet", "charset_normalizer")


@contextmanager
def foreign(path: str, what: str) -> Iterator[None]:
    """Run a library's parser on hostile bytes: any exception of its own becomes one line that names the file."""
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (CommuniqueError, MemoryError):
        raise
    except Exception as error:
        reason = " ".join(str(error).split())[:160] or type(error).__name__
        raise UnreadableSource(path, f"it is no whole {what}: {reason}", hint="Download it anew, or save it as .txt.") from error
