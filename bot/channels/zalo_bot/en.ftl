### Zalo Bot: words alone. Short, as a neighbour would say it.

zalo-bot-choose = (Type a number to choose.)
zalo-bot-files =
    📎 { $count ->
        [one] One file
       *[other] { $count } files
    } cannot be sent on Zalo. See the web page: { $link }
