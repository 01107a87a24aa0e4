"""Errors that say what, where, and what to do next."""


class CommuniqueError(Exception):
    """Anything that the user can mend; shown as one line, never as a traceback."""

    def __init__(self, what: str, *, hint: str = "") -> None:
        self.what, self.hint = what, hint
        super().__init__(f"{what} {hint}".strip())


class UnreadableSource(CommuniqueError):
    """One input that could not be read; the rest goes on. `passing`: the machine's fault, not the file's, so that the next read tries again."""

    def __init__(self, path: str, reason: str, *, where: str = "", hint: str = "", passing: bool = False) -> None:
        self.path, self.reason, self.where, self.passing = path, reason, where, passing
        place = f"{path}, {where}" if where else path
        super().__init__(f"{place}: {reason}.", hint=hint)


class NotARecord(CommuniqueError):
    """The file given as a record is something else, or of a version this program does not know."""


class RecordBusy(CommuniqueError):
    """Another process writes to the record."""


class RecordFull(CommuniqueError):
    """The disk has no room left; what was committed is safe."""


class BadVocabulary(CommuniqueError):
    """A vocabulary file, shipped or the user's own, does not hold together."""
