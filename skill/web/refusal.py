"""The one way a request is turned away."""


class RequestRefused(Exception):
    """A request that is not answered: the caller gets status 400 and nothing else.

    The text is for the log. It says why and never quotes the request's body.
    """
