### Finding tips. Said to colleagues at the desk.

find-ask =
    🔎 Type words from the story (with or without tone marks), or a reference.
    You may add: point:Thôn 3 · kind:dealing · label:a label · from:1/11 · to:23/11
    Example: red motorbike point:Thôn 3
find-by-point = Point: { $name }
find-by-kind = Kind: { $kind }
find-by-label = Label: { $label }
find-by-days = In the last { $n } days
find-pick-kind = Choose a kind
find-pick-point = Choose a point
find-pick-label = Choose a label
find-pick-week = Last 7 days
find-pick-month = Last 30 days
find-go = Search by what was chosen
find-which-kind = Please choose a kind.
find-which-point = Please choose a point.
find-which-label = Please choose a label.
find-none-there = Your unit has none to choose from yet.
find-one = { $name }
find-no-matter = No matter
find-is-one = That is the reference of tip { $reference }.
find-running = 🔎 Searching: { $total ->
    [0] { $seen }
   *[other] { $seen } of { $total }
} tips seen, { $found } found. Go on with other work; should the machine restart meanwhile, please search again.
find-done = ✅ Done: { $seen } tips seen, { $found } found.
find-full = ✅ { $seen } tips seen, the newest { $found } found. There may be more: add a word, or to: with an earlier day.
find-stopped = ⏹ Stopped: { $seen } tips seen, { $found } found.
find-sealed = This machine does not hold the unit's key and cannot read what was told. Please search at the desk's machine. { $seen } tips seen, { $found } found.
find-broken = The search was interrupted: { $seen } tips seen, { $found } found. Please search again.
find-unread = { $n } tips could not be opened and were passed over.
find-stop = Stop searching
find-again = Another search
find-stopping = It was told to stop. What it has found is in its message.
find-none-runs = No search is running.
find-too-long = Please type words only, { $most } letters at most. Example: red motorbike
find-no-words = There is nothing to look for yet. Please type a word or two from the story. Example: red motorbike
find-unknown-point = Your unit has no point of that name after "point:". Type its exact name, for example point:Thôn 3, or choose Another search and choose a point.
find-unknown-kind = There is no such kind after "kind:". Type it like this example: kind:dealing, or choose Another search and choose a kind.
find-unknown-label = Your unit has no such label after "label:". Type it like this example: label:waiting, or choose Another search and choose a label.
find-unknown-since = The day after "from:" is not right. Type it like this example: from:1/11 or from:1/11/2026.
find-unknown-until = The day after "to:" is not right. Type it like this example: to:23/11 or to:23/11/2026.
