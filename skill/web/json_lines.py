"""Log lines as JSON objects."""

import json
import logging
import time

from skill.web.private_logging import origin_of


class JsonLines(logging.Formatter):
    """One JSON object for each record.

    A message that already is an object, like every line of the request log, keeps its fields and
    gets the time and the level:

        {"request": "...", ..., "time": "2026-01-05T08:00:00.000Z", "level": "INFO"}
        {"time": "...", "level": "WARNING", "logger": "skill.wsgi", "message": "..."}

    Of an exception, only its type and origin are logged, never its text.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        when = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        stamp = {"time": f"{when}.{int(record.msecs):03}Z", "level": record.levelname}
        message = record.getMessage()
        given = _object_in(message)
        if given is not None:
            return json.dumps(given | stamp)
        entry = {**stamp, "logger": record.name, "message": message}
        if record.exc_info and record.exc_info[1] is not None:
            entry["trace"] = origin_of(record.exc_info[1])
        elif record.exc_text:
            entry["trace"] = record.exc_text
        return json.dumps(entry)


def _object_in(message: str) -> dict[str, object] | None:
    if not message.startswith("{"):
        return None
    try:
        given = json.loads(message)
    except ValueError:
        return None
    return given if isinstance(given, dict) else None
