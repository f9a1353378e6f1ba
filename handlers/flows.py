"""Every conversation there is."""

from __future__ import annotations

from typing import Final

from handlers.auditing.flow import AUDITING
from handlers.doors.flow import DOORS
from handlers.duty.flow import DUTY
from handlers.enrol.flow import ENROL
from handlers.find.flow import FIND
from handlers.follow_up.flow import FOLLOW_UP
from handlers.identity.flow import IDENTITY
from handlers.intake.flow import INTAKE
from handlers.links.flow import LINKS
from handlers.outreach.flow import OUTREACH
from handlers.points.flow import POINTS
from handlers.progress.flow import PROGRESS
from handlers.queue.flow import QUEUE
from handlers.safety.flow import SAFETY
from handlers.talk.flow import TALK
from handlers.transfer.flow import TRANSFER
from handlers.triage.flow import TRIAGE

FLOWS: Final = (
    *(INTAKE, FOLLOW_UP, TRIAGE, QUEUE, PROGRESS, TALK, LINKS, TRANSFER, DOORS, FIND, DUTY),
    *(ENROL, IDENTITY, AUDITING, SAFETY, POINTS, OUTREACH),
)
