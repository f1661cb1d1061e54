"""GET /metrics: Prometheus metrics, counted from the lines of the request log.

    hamstring_coach_requests_total{intent,result}    requests the skill saw, and their results
    hamstring_coach_answer_seconds                   how long the skill took to answer
    hamstring_coach_sentences_total{phase,understood}  "yes" or "no", by the runner's place
    hamstring_coach_sets_total                       completed sets
    hamstring_coach_audio_failures_total             exact audio that a device could not play
    hamstring_coach_broken_sessions_total            sessions that Alexa ended with an error
    hamstring_coach_store_trouble_total{kind}        requests during which the store failed
    hamstring_coach_http_total{status}               answers by status; 400 is a refused request

With several workers, set PROMETHEUS_MULTIPROC_DIR to an empty folder, where each of them counts;
any of them then reports for all.
"""

import json
import logging
from collections.abc import Mapping

from flask import Flask, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from skill.alexa.request_log import (
    NOT_UNDERSTOOD,
    SESSION_BROKEN,
    is_sentence,
)
from skill.alexa.runtime.request import AUDIO_FAILED, FINE

SHARED_SETTING = "PROMETHEUS_MULTIPROC_DIR"
BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Alexa hangs up after eight seconds."""


class RequestCounts(logging.Handler):
    """Counts the lines of the request log; ignores all others."""

    def __init__(self, registry: CollectorRegistry) -> None:
        super().__init__()
        self._requests = Counter(
            "hamstring_coach_requests",
            "Requests the skill saw, and their results",
            ["intent", "result"],
            registry=registry,
        )
        self._seconds = Histogram(
            "hamstring_coach_answer_seconds",
            "How long the skill took to answer",
            buckets=BUCKETS_S,
            registry=registry,
        )
        self._sentences = Counter(
            "hamstring_coach_sentences",
            "Sentences, by the runner's place and whether they were understood",
            ["phase", "understood"],
            registry=registry,
        )
        self._sets = Counter("hamstring_coach_sets", "Completed sets", registry=registry)
        self._audio = Counter(
            "hamstring_coach_audio_failures",
            "Exact audio that a device could not play",
            registry=registry,
        )
        self._broken = Counter(
            "hamstring_coach_broken_sessions",
            "Sessions that Alexa ended with an error",
            registry=registry,
        )
        self._store = Counter(
            "hamstring_coach_store_trouble",
            "Requests during which the store failed",
            ["kind"],
            registry=registry,
        )

    def emit(self, record: logging.LogRecord) -> None:
        """Count one line."""
        try:
            line = json.loads(record.getMessage())
            intent, result, ms = str(line["intent"]), str(line["result"]), float(line["ms"])
            phase, sets, store = str(line["phase"]), int(line["sets"]), str(line["store"])
        except (ValueError, KeyError, TypeError):
            return
        self._requests.labels(intent, result).inc()
        self._seconds.observe(ms / 1000)
        if is_sentence(intent):
            self._sentences.labels(phase, "no" if intent == NOT_UNDERSTOOD else "yes").inc()
        self._sets.inc(sets)
        if intent == AUDIO_FAILED:
            self._audio.inc()
        if intent == SESSION_BROKEN:
            self._broken.inc()
        if store != FINE:
            self._store.labels(store).inc()


def add_metrics(app: Flask, request_logger: logging.Logger, environ: Mapping[str, str]) -> None:
    """Count the lines of `request_logger` and the app's answers, and show both at GET /metrics."""
    registry = CollectorRegistry()
    answers = Counter(
        "hamstring_coach_http", "Answers by HTTP status", ["status"], registry=registry
    )
    request_logger.addHandler(RequestCounts(registry))

    @app.after_request
    def count(response: Response) -> Response:
        answers.labels(str(response.status_code)).inc()
        return response

    @app.get("/metrics")
    def metrics() -> Response:
        shown = registry
        if environ.get(SHARED_SETTING):
            shown = CollectorRegistry()
            MultiProcessCollector(shown)  # type: ignore[no-untyped-call]
        return Response(generate_latest(shown), content_type=CONTENT_TYPE_LATEST)
