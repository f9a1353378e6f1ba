"""Zalo at the other end, in a process of its own: `zalo_end.py RESIDENTS SLOW`.

Prints where it is, its tokens and the address of a photo as one line of JSON; every message takes
`SLOW` seconds. Ends with its input, and says then how many messages were brought.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PIL import Image

from tests.fakes.zalo_oa_server import FakeZaloOa

SIZE: Final = (1280, 960)


@contextmanager
def zalo_end(residents: int, slow: float) -> Iterator[dict[str, Any]]:
    """What the process has printed; `sent` is added when the block ends."""
    command = [sys.executable, __file__, str(residents), str(slow)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        told: dict[str, Any] = json.loads(process.stdout.readline())
        try:
            yield told
        finally:
            process.stdin.close()
            told |= json.loads(process.stdout.readline() or "{}")


async def serve(residents: int, slow: float) -> None:
    """Be Zalo for residents called 1, 2, 3 … until the input ends."""
    async with FakeZaloOa() as zalo:
        zalo.slow, zalo.echoes = slow, False
        for number in range(residents):
            zalo.chat(str(number + 1)).open = True
        told = {"url": zalo.url, "photo": zalo.keep_media(_photo()), **zalo.oauth.grant()}
        print(json.dumps(told), flush=True)
        await asyncio.to_thread(sys.stdin.read)
        print(json.dumps({"sent": sum(len(chat.messages) for chat in zalo.chats.values())}))


def _photo() -> bytes:
    """As large as Zalo makes what people send, about 200 kB."""
    made = BytesIO()
    Image.effect_noise(SIZE, 40).convert("RGB").save(made, "JPEG", quality=60)
    return made.getvalue()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), float(sys.argv[2])))
