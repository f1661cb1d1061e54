"""What goes for all tests."""

from hypothesis import HealthCheck, settings

# no example is wrong for being slow: the machine may be busy
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")
