"""The small skill of the web's tests, served from here."""

from tests.web.conftest import app, authority, bucket, client, clock, desk, desk_app, skill

__all__ = ["app", "authority", "bucket", "client", "clock", "desk", "desk_app", "skill"]
