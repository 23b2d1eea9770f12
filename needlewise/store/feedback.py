"""What visitors said of single replies: a table of its own, so that it is erased with the conversation."""

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore


class Feedback(SQLTrackerStore.Base):
    """Whether one reply helped; a second word on the same reply takes the place of the first."""

    __tablename__ = "feedback"

    sender_id = sa.Column(sa.String(255), primary_key=True)
    message_id = sa.Column(sa.String(64), primary_key=True)
    topic = sa.Column(sa.String(255))
    helpful = sa.Column(sa.Boolean, nullable=False)
    reason = sa.Column(sa.Text, nullable=False, default="")
    timestamp = sa.Column(sa.Float, nullable=False)
