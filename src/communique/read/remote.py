"""Files of an object store or another machine, by URL, through fsspec (`communique[ray]` or `[dask]`, and the store's driver)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from communique.model.errors import CommuniqueError, UnreadableSource


def store(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it."""
    try:
        from fsspec.core import url_to_fs

        files, path = url_to_fs(url)
    except ImportError as error:
        raise CommuniqueError(
            f"{url}: {error}.", hint='pip install "communique[ray]", and the driver of that store, as s3fs or gcsfs.'
        ) from error
    except ValueError as error:
        raise CommuniqueError(f"{url}: {error}.", hint="Known are file://, memory://, s3://, gs:// and what else fsspec drives.") from error
    return files, path


def found(url: str) -> list[str]:
    """The URLs of all files below a URL, sorted; hidden ones are left out."""
    files, path = store(url)
    names = sorted(files.find(path))
    return [files.unstrip_protocol(name) for name in names if not any(part.startswith(".") for part in name.split("/"))]


@contextmanager
def opened(location: str, path: str) -> Iterator[BinaryIO]:
    """A byte stream; whatever the store's driver raises names the file."""
    files, name = store(location)
    try:
        stream = files.open(name, "rb")
    except Exception as error:
        raise UnreadableSource(path, f"it cannot be opened: {' '.join(str(error).split())[:160] or type(error).__name__}") from error
    with stream:
        yield stream
