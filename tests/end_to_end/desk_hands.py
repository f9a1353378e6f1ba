"""Hands for the desk in the village: what a chat shows, buttons by their words, tips at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from bot.demo.setup import enrol
from bot.domain.access import Role
from bot.domain.codes import grouped
from bot.domain.message import Reply
from bot.domain.tip import Body
from storage.schema import tips
from tests.end_to_end.village import Village


@dataclass
class Chat:
    """Somebody's chat with the bot. On the platform `send` brings what was said there."""

    here: Village
    name: str

    async def say(self, text: str) -> str:
        await self.here.says(self.name, text)
        return await self.screen()

    async def press(self, label: str) -> str:
        """A button of the newest message that has it."""
        for reply in reversed(await self.replies()):
            for button in reply.buttons:
                if self.words(button.label) == label:
                    return await self.forge(button.payload)
        raise AssertionError(f"no button {label}; there are {await self.buttons()}")

    async def forge(self, payload: str) -> str:
        await self.here.presses(self.name, payload)
        return await self.screen()

    async def replies(self) -> list[Reply]:
        if self.name.startswith("telegram/"):
            await self.here.send()
        return await self.here.heard(self.name)

    async def screen(self) -> str:
        """The newest message."""
        return self.words((await self.replies())[-1].text)

    async def all(self) -> str:
        return "\n".join(self.words(reply.text) for reply in await self.replies())

    async def buttons(self) -> list[str]:
        return [self.words(button.label) for button in (await self.replies())[-1].buttons]

    def words(self, text: Any) -> str:
        return self.here.app.texts.render(text, "vi")


async def member(here: Village, name: str, role: Role = Role.OFFICER) -> Chat:
    """A new member, at a page."""
    await enrol(here.app, name, role, name)
    return Chat(here, f"web/{name}")


async def at_platform(here: Village, name: str, number: int, role: Role = Role.OFFICER) -> Chat:
    """A new member, in a chat app."""
    unit = await here.unit()
    async with here.app.stores() as stores:
        code = await stores.invites.create(unit.id, role.value, here.clock.now())
    chat = Chat(here, f"telegram/{number}")
    await chat.say(f"TB-{grouped(code)}")
    await chat.say(name)
    return chat


async def file(here: Village, story: str = "xe lạ ở bờ suối", **changes: Any) -> str:
    """A tip without a way back; `changes`: columns of its row. Its reference."""
    unit = await here.unit()
    async with here.app.stores() as stores:
        points = {point.name: point.id for point in await stores.points.of_unit(unit.id)}
        filed = await stores.tips.file(
            unit_id=unit.id,
            point_id=points.get(changes.pop("point", "")),
            kind=changes.pop("kind", "dealing"),
            urgency=changes.pop("urgency", "normal"),
            body=Body(story),
            contact_id=changes.pop("contact_id", None),
            now=changes.pop("at", here.clock.now()),
        )
        if changes:
            await stores.connection.execute(
                update(tips).where(tips.c.id == filed.id).values(changes)
            )
    return filed.reference
