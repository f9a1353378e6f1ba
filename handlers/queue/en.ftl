### The queue: views, filters, labels, many at once, the staff group.

## Page
queue-page =
    Queue: { $what } · { $count ->
        [one] one tip
       *[other] { $count } tips
    }, page { $page }/{ $pages }
    { $lines }
queue-page-many =
    Queue: { $what } · more than 1,000 tips, page { $page }
    { $lines }
queue-empty = The queue is empty. Thank you.
queue-none = Queue: { $what } · no tips.
queue-and = { $first } · { $rest }
queue-page-back = ← Previous page
queue-page-on = Next page →
queue-side = Set aside ({ $n })
queue-view-unit = Unit
queue-view-mine = Mine
queue-view-free = Nobody's
queue-view-urgent = Urgent
queue-view-overdue = Overdue
queue-view-side = Set aside
queue-view-ended = Closed

## Filters
queue-narrow = Filter…
queue-drop = ✕ { $what }
queue-narrow-by =
    Queue: { $what }
    Filter by what?
queue-by-point = Point
queue-by-kind = Kind
queue-by-status = Status
queue-by-label = Label
queue-by-period = Date sent
queue-pick-point =
    Queue: { $what }
    Choose a point:
queue-pick-kind =
    Queue: { $what }
    Choose a kind:
queue-pick-status =
    Queue: { $what }
    Choose a status:
queue-pick-label =
    Queue: { $what }
    Choose a label:
queue-pick-period =
    Queue: { $what }
    Sent when?
queue-no-choice = Your unit has nothing to choose from here.
queue-back = ← Back to the list
queue-period-1 = Today
queue-period-7 = Last 7 days
queue-period-30 = Last 30 days
queue-month = { $month }
queue-type-day = Another day or month…
queue-day = Please type a day as 22/11/2026, or a month as 11/2026.
queue-day-wrong = I do not understand this date. Please type it as 22/11/2026, or a whole month as 11/2026.
queue-label = 🏷 { $name }

## Labels
queue-do-labels = Labels
queue-labels-of = 🏷 Tip { $reference } has no label. Choose one to put it on, choose it again to take it off.
queue-labels-are = 🏷 Labels of tip { $reference }: { $labels }. Choose one to put it on, choose it again to take it off.
queue-no-labels = Your unit has no labels yet. A lead types /labels to name some; then you can put them on tip { $reference }.
queue-no-labels-yet = Your unit has no labels yet. Type /labels to name some.
queue-label-on = ✓ { $name }
queue-label-off = { $name }
queue-label-gone = Your unit does not use this label any more. Open the tip again to see the ones there are.
queue-words = Change the list of labels
queue-word-list =
    🏷 Labels of your unit: { $n }.
    Labels are not sealed: no name, address or anything of a tip belongs in one. Dropping a label takes it off every tip.
queue-word-new = + New label
queue-word-drop = Drop { $name }
queue-word-name = Please type the new label, at most { $most } characters, such as “waiting for province”. No name, address or anything of a tip.
queue-word-wrong = A label has 1 to { $most } characters on one line. Please type it again.
queue-word-taken = There is such a label already. Please type another, at most { $most } characters.
queue-word-many = Your unit has { $n } labels, no more can be added. Drop one first.

## Staff groups
queue-groups =
    Groups connected: { $n }. A group sees reference, point, kind, owner and deadline, never the content.
    To connect one more: add the bot to your team's group, then type there:
    /nhom { $code }
    The code works once, within an hour.
queue-group-drop = Disconnect group { $n } (since { $since })
queue-group-dropped = The group is disconnected. Its cards are deleted where the platform still allows it.
queue-group-gone = This group is not connected to your unit. Type /groups to see which are.
queue-group-over = This group is no longer the unit's board.
queue-group-wrong = This code is wrong or has expired. A lead gets a new one by writing /groups to the bot in a private chat.
queue-group-other-code = This code is for a community group, not for a board. A lead gets a board's by writing /groups to the bot in a private chat.
queue-group-public = This is a community group, which everybody reads, so it cannot be the unit's board.
queue-group-joined = ✅ This group is the board of { $unit }. Every tip has one card that changes with it. Content opens only in your private chat with the bot; here the bot answers nobody.
queue-group-told = ✅ A group was connected as a board. Type /groups to see or disconnect it.
queue-card =
    📄 { $reference }
    { $kind } · { $point }
    { $status }
queue-card-urgent =
    🔴 URGENT { $reference }
    { $kind } · { $point }
    { $status }
queue-card-owner = 👮 { $owner }
queue-card-due =
    { $card }
    ⏰ Due { $at }
queue-card-away = ↗️ { $reference } went to another unit.
queue-card-erased = 📄 { $reference }: its content was erased when its time was up.
queue-card-open = Open in private

## Many at once
queue-bulk = Do to all…
queue-bulk-what = What would you like to do with the tips of the list you just saw?
queue-bulk-label = Put on a label
queue-bulk-unlabel = Take off a label
queue-bulk-assign = Give to
queue-bulk-close = Close concluded tips
queue-bulk-which = Which label?
queue-bulk-whom = To whom?
queue-bulk-none = No tip of the list fits this.
queue-bulk-sure =
    { $deed }: { $n ->
        [one] one tip
       *[other] { $n } tips
    }.
    { $names }
    { $more ->
        [yes] The list is longer; at most { $most } are done at a time, go on with the rest afterwards.
       *[no] Please look again before you confirm.
    }
queue-bulk-to = { $deed } “{ $what }”
queue-bulk-yes = Yes, do it
queue-bulk-done = { $n ->
        [one] One tip done.
       *[other] { $n } tips done.
    }
queue-bulk-given = { $name } has given you { $n ->
        [one] one tip
       *[other] { $n } tips
    }. See them under Mine.
queue-bulk-member-gone = This member is no longer in the unit. Nothing was changed; please choose somebody else.
queue-bulk-not-same = { $n } unchanged: they were so already.
queue-bulk-not-closed = { $n } not done: closed.
queue-bulk-not-open = { $n } not done: not concluded yet.
queue-bulk-not-changed = { $n } not done: somebody else has just changed them.
queue-bulk-not-gone = { $n } not done: erased, or no longer in your unit.
queue-bulk-taken = 📌 { $name } gave to { $to } what you were working on: { $list }.
