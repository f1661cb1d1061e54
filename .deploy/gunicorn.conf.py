"""gunicorn's settings for Hamstring Coach; each may be changed by an environment variable."""

from __future__ import annotations

import os
import tempfile

os.umask(0o077)  # runners' progress is for this user alone

metrics = os.environ.get("HAMSTRING_COACH_METRICS", "") not in ("", "0")
if metrics and "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    # Before the workers begin: they count together in this folder, also after a reload.
    folder = tempfile.mkdtemp(prefix="hamstring-coach-metrics-")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder

bind = os.environ.get("HAMSTRING_COACH_BIND", "127.0.0.1:8000")
# One worker answers several hundred requests a second, so two are there for the sake of restarts.
# With sqlite: all of them must be on one machine; for more machines take dynamodb:.
workers = int(os.environ.get("HAMSTRING_COACH_WORKERS", "2"))
# Reads requests as they come and gives a thread to those that are whole: silent clients cost none.
worker_class = "skill.web.gunicorn_worker.PatientWorker"
threads = 16
timeout = 30
# Alexa waits eight seconds for an answer: whatever is under way may end before a restart.
graceful_timeout = 10
# Heartbeats of the workers, in memory: the root may be read-only.
worker_tmp_dir = "/dev/shm"
control_socket_disable = True
accesslog = None
errorlog = "-"
# All lines, gunicorn's own ones too, in one form: a JSON object each, on standard error.
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
