"""gunicorn's settings for Hamstring Coach."""

from __future__ import annotations

import os
import tempfile

os.umask(0o077)  # runners' progress is for this user alone

metrics = os.environ.get("HAMSTRING_COACH_METRICS", "") not in ("", "0")
if metrics and "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    # set before the workers start, which share the folder, also after a reload
    folder = tempfile.mkdtemp(prefix="hamstring-coach-metrics-")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder

bind = os.environ.get("HAMSTRING_COACH_BIND", "127.0.0.1:8000")
# One worker answers several hundred requests a second; the second bridges restarts. With sqlite:
# all must be on one machine; use dynamodb: for more machines.
workers = int(os.environ.get("HAMSTRING_COACH_WORKERS", "2"))
# gives threads only to complete requests, so slow clients cost none
worker_class = "skill.web.gunicorn_worker.PatientWorker"
threads = 16
timeout = 30
# Alexa waits eight seconds, so requests can finish before a restart
graceful_timeout = 10
# in memory, as the root may be read-only
worker_tmp_dir = "/dev/shm"
control_socket_disable = True
accesslog = None
errorlog = "-"
# every line, also gunicorn's own, is a JSON object on standard error
logconfig_dict = {
    "root": {"level": "INFO", "handlers": ["error_console"]},
    "loggers": {"gunicorn.error": {"level": "INFO", "handlers": [], "propagate": True}},
    "formatters": {"generic": {"()": "skill.web.json_lines.JsonLines"}},
}


def child_exit(server: object, worker: object) -> None:
    """Tell the metrics that a worker is gone."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)  # type: ignore[attr-defined,no-untyped-call]
