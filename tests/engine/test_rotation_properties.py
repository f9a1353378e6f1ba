"""Whatever comes in whatever order, every tip that was filed is open to a key that is held."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app import App
from bot.domain.errors import KeyNotHere
from storage.resealing import Resealing
from tests.engine.key_bench import SLUG, commune

STEPS = st.lists(
    st.sampled_from(
        ["file", "file late", "rotate", "rotate now", "reseal", "killed", "work", "restart", "day"]
    ),
    min_size=4,
    max_size=14,
)


class Killed(BaseException):
    """As `kill -9`."""


async def _dies(*_: object) -> int:
    raise Killed


@settings(max_examples=12, deadline=None)
@given(STEPS)
def test_no_order_of_events_loses_a_row(steps: list[str]) -> None:
    asyncio.run(_live(steps))


async def _live(steps: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        async with commune(at, f"sqlite+aiosqlite:///{at / 'tinbao.db'}") as place:
            late = await App.open(place.config, frozenset({"intake"}), place.clock)
            looked = place.clock.now()
            told: dict[int, str] = {}
            for number, step in enumerate(steps):
                if step == "file":
                    told[await place.file(f"{number}")] = f"{number}"
                elif step == "file late":
                    # The view of a real process ends; this clock is moved by hand.
                    if (place.clock.now() - looked).total_seconds() > 120:
                        await late.refresh_keys()
                        looked = place.clock.now()
                    with suppress(KeyNotHere):
                        told[await place.file(f"{number}", late)] = f"{number}"
                elif step.startswith("rotate"):
                    await place.app.rotation.rotate("unit", SLUG, destroy_now=step != "rotate")
                elif step == "reseal":
                    await place.app.rotation.reseal("unit", SLUG)
                elif step == "killed":
                    with patch.object(Resealing, "swap", _dies), suppress(Killed):
                        await place.settle(1)
                    await place.restart()
                elif step == "work":
                    await place.settle(2)
                elif step == "restart":
                    await place.restart()
                else:
                    place.clock.pass_by(days=3)
            await place.settle()
            await place.restart()
            assert {tip: await place.story(tip) for tip in told} == told
            await late.close()
