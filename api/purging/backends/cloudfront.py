"""CloudFront: invalidation by tag, where the distribution reads the tags of answers.

A distribution whose cache tag header is not set takes such an invalidation and drops nothing:
docs/operators.md says what to set.
"""

from collections.abc import Collection
from typing import Any
from uuid import uuid4

from wagtail.contrib.frontend_cache.backends import CloudfrontBackend as ByAddress

from api.purging.backends.base import TIMEOUT, PurgeError, in_parts, shortened

MOST_ITEMS = 1000
"""In one invalidation: a third of what may be under way at once in a distribution."""


class CloudfrontBackend(ByAddress):
    """With Wagtail's options: `DISTRIBUTION_ID`, and the keys where the machine has no role."""

    def __init__(self, params: dict[str, Any]) -> None:
        # Installed with the bucket's storage, or by a host that uses CloudFront.
        import boto3
        from botocore.config import Config

        super().__init__(params)
        self.client = boto3.client(
            "cloudfront",
            aws_access_key_id=params.get("AWS_ACCESS_KEY_ID"),
            aws_secret_access_key=params.get("AWS_SECRET_ACCESS_KEY"),
            aws_session_token=params.get("AWS_SESSION_TOKEN"),
            # Who calls tries again later; here once has to do.
            config=Config(
                connect_timeout=TIMEOUT[0],
                read_timeout=TIMEOUT[1],
                retries={"total_max_attempts": 1, "mode": "standard"},
            ),
        )

    def purge_tags(self, tags: Collection[str]) -> None:
        """Ask for the answers with any of these tags to be dropped.

        CloudFront acknowledges that it has begun; it takes some seconds to reach all its places.
        """
        for part in in_parts([f"#{tag}" for tag in tags], MOST_ITEMS):
            self._create_invalidation(self.cloudfront_distribution_id, part)

    def _create_invalidation(self, distribution_id: str, paths: list[str]) -> None:
        from botocore.exceptions import BotoCoreError, ClientError

        batch = {
            "Paths": {"Quantity": len(paths), "Items": paths},
            "CallerReference": str(uuid4()),
        }
        try:
            self.client.create_invalidation(DistributionId=distribution_id, InvalidationBatch=batch)
        except (BotoCoreError, ClientError) as error:
            raise PurgeError(shortened(f"{type(error).__name__}: {error}")) from error
