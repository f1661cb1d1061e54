"""Keeping what a runner said out of the log."""

import logging
import traceback


class WithoutExceptionText(logging.Filter):
    """Logs where an exception came from and of which type it is, but not its text.

    The text may quote the request: the SDK's SerializationException holds the whole value it could
    not read.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace the exception on a record; keeps every record."""
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = origin_of(record.exc_info[1])
            record.exc_info = None
        return True


def origin_of(error: BaseException) -> str:
    """Type and call stack of an exception and of those that caused it, the first cause on top."""
    stacks: list[str] = []
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        frames = "".join(traceback.format_tb(cause.__traceback__))
        stacks.append(f"{frames}{type(cause).__module__}.{type(cause).__qualname__}")
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\n".join(reversed(stacks))
