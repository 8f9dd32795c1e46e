"""What an installation has been through."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column

from supervision.kernel.db import Base


class Milestone(Base):
    """Something that is done once in the life of a database, such as filling it with the sample city."""

    __tablename__ = "milestone"
    __table_args__ = ({"schema": "kernel"},)

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    reached_at: Mapped[datetime] = mapped_column(TIMESTAMP(timezone=True))
