"""Groups of the community in the village, on a platform where nothing can be pressed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.channels.group_words import said_in_group
from bot.domain.access import Role
from bot.domain.channels import ZALO_BOT
from bot.domain.message import Inbound, Reply
from bot.engine.outbox import Sender
from tests.end_to_end.desk_hands import Chat, member
from tests.end_to_end.village import Platform, Village
from tests.end_to_end.world import UNHURRIED

CODE = re.compile(r"DANGKY (\S+)")
BOT = "Tin báo An Bình"


@dataclass
class Crowd:
    """A group chat. What people say in it gets to the bot as a channel of that kind brings it."""

    here: Village
    name: str
    platform: Platform = field(default_factory=lambda: Platform(ZALO_BOT, UNHURRIED))

    async def says(self, text: str) -> list[str]:
        """Somebody says something that mentions the bot, or not; what the bot says then."""
        before = len(await self.heard())
        ours = text.startswith("@")
        heard = said_in_group(text, everything_heard=not ours, name=BOT)
        if heard:
            here = self.here
            here.events += 1
            here.clock.pass_by(minutes=1, milliseconds=here.events)
            address = here.address(f"{ZALO_BOT}/{self.name}")
            event = Inbound(address, f"g{here.events}", text=heard[1], group=heard[0])
            await here.app.engine.handle(event)
        return (await self.heard())[before:]

    async def heard(self) -> list[str]:
        return [self.here.app.texts.render(reply.text, "vi") for reply in await self.replies()]

    async def replies(self) -> list[Reply]:
        """Everything the bot has said here, once what waited was sent."""
        here = self.here
        here.clock.pass_by(milliseconds=1)
        sender = Sender(
            self.platform, here.app.database, here.app.keyring, here.clock, here.app.bells
        )
        while await sender.send_due():
            pass
        return self.platform.said[self.name]


async def keeper(here: Village, name: str = "Chị Hoa", role: Role = Role.COMMUNICATOR) -> Chat:
    """Somebody who looks after the groups."""
    return await member(here, name, role)


async def code_of(chat: Chat) -> str:
    """A code for a group, as it is read out to whoever runs it."""
    await chat.say("/nhom-cong-dong")
    found = CODE.search(await chat.press("+ Thêm một nhóm"))
    assert found
    return found[1]


async def joined(chat: Chat, name: str = "canarygroup1") -> Crowd:
    """A group that has come in, of which whoever made the code has heard."""
    crowd = Crowd(chat.here, name)
    [welcome] = await crowd.says(f"@{BOT} DANGKY {await code_of(chat)}")
    assert "Từ nay nhóm mình nhận tin" in welcome
    await chat.here.send()
    return crowd
