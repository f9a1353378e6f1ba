### Zalo Bot: words alone. Short, as a neighbour would say it.

zalo-bot-files =
    📎 { $count ->
        [one] 1 file
       *[other] { $count } files
    } cannot be sent on Zalo. See the web page: { $link }
