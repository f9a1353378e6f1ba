"""What a platform still holds of a message: named at once, fetched after the commit."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime

from bot.domain.message import Inbound, StoredFile, Upload
from storage.contacts import Contact
from storage.stores import Stores


async def with_files(stores: Stores, contact: Contact, inbound: Inbound, now: datetime) -> Inbound:
    """Allot an id and a key to every file that the platform still holds, and have it fetched
    after the commit.
    """
    uploads: list[Upload] = []
    for upload in inbound.uploads:
        file = upload.file
        if file is None:
            file = StoredFile(
                secrets.token_hex(16), secrets.token_bytes(32), upload.media_type, upload.size
            )
            await stores.parcels.fetch_later(contact, upload.platform_ref, file, now)
        uploads.append(replace(upload, file=file))
    await stores.parcels.register([u.file.id for u in uploads if u.file], now)
    return replace(inbound, uploads=tuple(uploads))
