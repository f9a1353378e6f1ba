"""Stores that are needed together, so that a step names one thing instead of six."""

from __future__ import annotations

from dataclasses import dataclass

from storage.audit import Audit
from storage.custodians import Custodians
from storage.identities import Identities
from storage.limits import Limits
from storage.mutes import Mutes
from storage.outcomes import Outcomes
from storage.parcels import Parcels
from storage.tips import Tips
from storage.unit_settings import UnitSettings
from storage.units import Units


@dataclass(frozen=True, slots=True)
class Filing:
    """What the moment touches in which a draft becomes a tip."""

    units: Units
    unit_settings: UnitSettings
    tips: Tips
    audit: Audit
    custodians: Custodians
    limits: Limits


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
