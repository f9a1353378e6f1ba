"""A phone with Telegram on it, as transcripts hold one."""

from __future__ import annotations

from pathlib import PurePath

from bot.demo.phone import PhoneError, Seen
from tests.fakes.telegram_chat import Message, User


class TelegramPhone:
    """One person's chat with the bot. Implements `bot.demo.phone.Phone`."""

    def __init__(self, user: User) -> None:
        self.user = user

    async def scan(self, code: str) -> None:
        """Follow the landing page's link to Telegram."""
        await self.user.scans(code)

    async def say(self, text: str) -> None:
        """Type something."""
        await self.user.says(text)

    async def press(self, label: str) -> None:
        """Press the newest button with this label."""
        for message in reversed(self.user.chat):
            for button in (button for row in message.buttons for button in row):
                if button["text"] == label:
                    await self.user.presses_on(message, button)
                    return
        raise PhoneError(f"Telegram không có nút “{label}”")

    async def send_file(self, name: str, content: bytes, caption: str = "") -> None:
        """Send it the way Telegram's own app sends files of such a name."""
        match PurePath(name).suffix.lower():
            case ".jpg" | ".jpeg" | ".png":
                await self.user.sends_photo(content, caption)
            case ".mp4":
                await self.user.sends_video(content, caption)
            case ".ogg":
                await self.user.sends_voice(content, caption)
            case _:
                await self.user.sends_document(content, name, caption=caption)

    async def messages(self) -> list[Seen]:
        """The chat; files that came before a message's words are counted as that message's."""
        seen: list[Seen] = []
        loose: list[Message] = []
        for message in self.user.chat:
            if message.kind != "text" and not message.mine:
                loose.append(message)
                continue
            seen.append(_seen(message, loose))
            loose = []
        return seen

    async def close(self) -> None:
        """Nothing to put away."""


def _seen(message: Message, loose: list[Message]) -> Seen:
    own = [message] if message.kind != "text" else []
    return Seen(
        str(message.id),
        "\n".join(part.text for part in [*loose, message] if part.text),
        tuple(message.labels),
        tuple(part.kind for part in [*loose, *own]),
        message.mine,
    )
