"""Stores that are needed together, so that a step names one thing instead of six."""

from __future__ import annotations

from dataclasses import dataclass

from storage.alarms import Alarms
from storage.audit import Audit
from storage.clocks import Clocks
from storage.custodians import Custodians
from storage.disclosures import Disclosures
from storage.doors import Doors
from storage.identities import Identities
from storage.labels import Labels
from storage.limits import Limits
from storage.looking import Looking
from storage.members import Members
from storage.merging import Merging
from storage.mutes import Mutes
from storage.outcomes import Outcomes
from storage.parcels import Parcels
from storage.prepared import Prepared
from storage.questions import Questions
from storage.register import Registers
from storage.shifts import Shifts
from storage.statuses import Statuses
from storage.tips import Tips
from storage.transfers import Transfers
from storage.unit_settings import UnitSettings
from storage.units import Units
from storage.windows import Windows


@dataclass(frozen=True, slots=True)
class Filing:
    """What the moment touches in which a draft becomes a tip."""

    units: Units
    unit_settings: UnitSettings
    tips: Tips
    audit: Audit
    custodians: Custodians
    limits: Limits
    clocks: Clocks
    alarms: Alarms
    shifts: Shifts
    doors: Doors


@dataclass(frozen=True, slots=True)
class Dossiers:
    """What an opened tip shows of itself."""

    tips: Tips
    audit: Audit
    identities: Identities
    unit_settings: UnitSettings
    mutes: Mutes
    outcomes: Outcomes
    parcels: Parcels
    looking: Looking
    labels: Labels
    questions: Questions
    merging: Merging
    clocks: Clocks
    windows: Windows


@dataclass(frozen=True, slots=True)
class Asking:
    """What writing to a reporter touches."""

    tips: Tips
    units: Units
    audit: Audit
    questions: Questions
    merging: Merging


@dataclass(frozen=True, slots=True)
class Closing:
    """What ending a tip touches."""

    tips: Tips
    statuses: Statuses
    audit: Audit
    unit_settings: UnitSettings
    outcomes: Outcomes
    merging: Merging


@dataclass(frozen=True, slots=True)
class Moving:
    """What a tip's way touches between being taken and ended."""

    tips: Tips
    statuses: Statuses
    audit: Audit
    members: Members
    unit_settings: UnitSettings
    outcomes: Outcomes
    clocks: Clocks
    prepared: Prepared
    merging: Merging
    alarms: Alarms
    shifts: Shifts


@dataclass(frozen=True, slots=True)
class Many:
    """What doing the same with many tips touches."""

    tips: Tips
    statuses: Statuses
    labels: Labels
    audit: Audit
    merging: Merging
    prepared: Prepared


@dataclass(frozen=True, slots=True)
class Passing:
    """What handing a tip on touches."""

    units: Units
    tips: Tips
    statuses: Statuses
    transfers: Transfers
    registers: Registers
    audit: Audit
    identities: Identities
    disclosures: Disclosures
    custodians: Custodians
    merging: Merging
    unit_settings: UnitSettings
    alarms: Alarms
    shifts: Shifts
