"""GET /metrics: what Prometheus reads, counted from the lines of the request log.

    hamstring_coach_requests_total{intent,result}    requests the skill saw, and what became of them
    hamstring_coach_answer_seconds                   how long the skill took for an answer
    hamstring_coach_http_total{status}               answers by status; 400 is a refused request

With several workers, set PROMETHEUS_MULTIPROC_DIR to an empty folder: each counts there, and any of
them answers for all.
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

SHARED_SETTING = "PROMETHEUS_MULTIPROC_DIR"
BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Alexa hangs up after eight seconds."""


class RequestCounts(logging.Handler):
    """Counts the lines of the request log; anything else it is handed is left alone."""

    def __init__(self, registry: CollectorRegistry) -> None:
        super().__init__()
        self._requests = Counter(
            "hamstring_coach_requests",
            "Requests the skill saw, and what became of them",
            ["intent", "result"],
            registry=registry,
        )
        self._seconds = Histogram(
            "hamstring_coach_answer_seconds",
            "How long the skill took for an answer",
            buckets=BUCKETS_S,
            registry=registry,
        )

    def emit(self, record: logging.LogRecord) -> None:
        """Count one line."""
        try:
            line = json.loads(record.getMessage())
            intent, result, ms = str(line["intent"]), str(line["result"]), float(line["ms"])
        except (ValueError, KeyError, TypeError):
            return
        self._requests.labels(intent, result).inc()
        self._seconds.observe(ms / 1000)


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
