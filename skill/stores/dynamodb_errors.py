"""DynamoDB's errors, and what an operator can do about them."""

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
    """DynamoDB refused; `code` is its name for the reason.

    If the request was `retried`, an earlier attempt may have been carried out with its answer lost.
    """

    def __init__(self, operation: str, code: str, *, retried: bool) -> None:
        super().__init__(f"{operation} was refused: {code}")
        self.code = code
        self.retried = retried


class NoAnswer(Exception):
    """DynamoDB did not answer, or the answer was not DynamoDB's.

    The text, meant to follow the table's name, says which and what to check.
    """
