### Zalo OA: what this channel alone says.

zalo-oa-elsewhere =
    { $count ->
        [one] One file cannot be sent through Zalo, see it on this page: { $link }
       *[other] { $count } files cannot be sent through Zalo, see them on this page: { $link }
    }
zalo-oa-link = See: { $link }
zalo-oa-choose = Please choose:

## The page shown after permission was given
zalo-oa-return-title = Zalo has given the permission
zalo-oa-return-copy = Copy the address of this page from the address bar and paste it into the terminal that waits for it.
zalo-oa-return-only-you = The address works once, for some minutes. Do not send it to anybody.
