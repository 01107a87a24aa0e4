"""Watch folders: read what is new as it comes, until stopped. Works on any disk, network drives too, for it only looks."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

Seen = dict[str, tuple[int, int]]
Sleep = Callable[[float], None]


def state(paths: Sequence[str]) -> Seen:
    """Every file below the paths, with its size and time of change."""
    found: Seen = {}
    for path in paths:
        for root, folders, files in os.walk(path) if Path(path).is_dir() else [(str(Path(path).parent), [], [Path(path).name])]:
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in files:
                if not name.startswith("."):
                    try:
                        held = (Path(root) / name).stat()
                    except OSError:
                        continue
                    found[str(Path(root) / name)] = (held.st_size, held.st_mtime_ns)
    return found


def watch(paths: Sequence[str], read: Callable[[], None], every: float, sleep: Sleep = time.sleep) -> None:
    """Read at once, and again whenever something changed and has come to rest: a file that still grows is waited for."""
    with heeding() as heed:
        done = last = state(paths)
        read()
        while True:
            heed()
            sleep(every)
            now = state(paths)
            if now == last and now != done:
                # What comes while this reads is seen at the next look.
                done = now
                read()
            last = now


@contextmanager
def heeding() -> Iterator[Callable[[], None]]:
    """Ctrl+C is heeded at the end of a pass, where what ran swallowed it: compiled callbacks do."""
    pressed = threading.Event()

    def press(*_: object) -> None:
        pressed.set()
        raise KeyboardInterrupt

    def heed() -> None:
        if pressed.is_set():
            raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield heed
        return
    before = signal.signal(signal.SIGINT, press)
    try:
        yield heed
    finally:
        signal.signal(signal.SIGINT, before)
