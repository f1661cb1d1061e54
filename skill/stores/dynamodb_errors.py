"""What DynamoDB says instead of doing what was asked, and what its operator can do about it."""

CAUSES = {
    "ResourceNotFoundException": "there is no such table in this region: set AWS_DEFAULT_REGION to "
    "the region of the table, or create it as DEPLOYING.md does",
    "AccessDeniedException": "access was denied: allow dynamodb:GetItem, PutItem, DeleteItem, "
    "Query and BatchWriteItem on the table",
    "UnrecognizedClientException": "the AWS credentials are not valid: renew them",
    "InvalidSignatureException": "the signature was refused: check AWS_SECRET_ACCESS_KEY and the "
    "clock of this machine",
    "ExpiredTokenException": "the AWS credentials have expired: renew them",
}


class Refused(Exception):
    """DynamoDB itself refused. `code` is its name for why. `retried`: the request was sent before,
    and may have been carried out, and only its answer got lost.
    """

    def __init__(self, operation: str, code: str, *, retried: bool) -> None:
        super().__init__(f"{operation} was refused: {code}")
        self.code = code
        self.retried = retried


class NoAnswer(Exception):
    """DynamoDB did not answer, or what answered was not DynamoDB; the text says which, and what
    to look at, to go on after the name of the table.
    """
