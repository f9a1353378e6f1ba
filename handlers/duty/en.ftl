### The duty book: hand-over of a shift, daily digest

## Hand-over of a shift
duty-book =
    📒 Hand-over of a shift of { $hours } hours
    From { $since } to { $until }
duty-hours = Last { $n } hours
duty-hand-mine = Hand my tips over
duty-came = Came in: { $came } · taken: { $taken } · went elsewhere: { $transferred } · closed: { $closed }
duty-concluded = Concluded: { $parts }
duty-open = Open: { $parts }
duty-none-open = Open: none
duty-aside = { $n } of them wait aside
duty-urgent = 🔴 Urgent, nobody has it: { $list }
duty-missed = ⏰ Deadline missed: { $list }
duty-due = ⏳ Deadline within 24 hours: { $list }
duty-waiting = 💬 The reporter answered, nobody has replied: { $list }
duty-nothing-presses = ✅ Nothing urgent waits for an owner, no deadline is near, no answer waits.
duty-and-more = { $list } and { $n } more
duty-parts = { $first }, { $rest }
duty-outcome-right = { $n } right
duty-outcome-wrong = { $n } wrong
duty-outcome-not-enough = { $n } not enough to go on
duty-outcome-prank = { $n } pranks
duty-status-new = { $n } nobody has
duty-status-acknowledged = { $n } acknowledged
duty-status-verifying = { $n } being verified
duty-status-transferred = { $n } handed elsewhere, not closed
duty-status-concluded = { $n } concluded, not closed
duty-status-closed = { $n } closed
duty-status-reopened = { $n } reopened

## Handing over what one has
duty-mine-to = To whom do you hand over all the tips you have?
duty-mine-confirm = Hand the { $n } tips you have over to { $name }? From then on { $name } asks their reporters and ends them.
duty-mine-yes = Yes, hand over
duty-mine-handed = 🤝 { $n } tips are now { $name }'s. Have a good rest.
duty-mine-none = You have no open tip.
duty-told-mine = 🤝 { $name } has handed { $n } tips over to you: { $list }
duty-nobody = Nobody else in the unit can take tips. Let a lead invite a colleague first.
duty-not-there = Whoever you chose is not in the unit or cannot take tips. Please choose again.

## How things stand, daily
duty-digest =
    ☀️ The last 24 hours, at { $at }
    Came in: { $came } · taken: { $taken } · concluded: { $concluded } · went elsewhere: { $transferred } · closed: { $closed }
    Open: { $open }
    Urgent without owner: { $urgent } · deadlines missed: { $missed } · within 24 hours: { $due } · answers waiting: { $waiting }
duty-open-book = See which
duty-chart-days = Tips a day, last { $n } days
duty-chart-open = Open tips: { $n }
duty-chart-none = None.
duty-chart-new = nobody has
duty-chart-acknowledged = acknowledged
duty-chart-verifying = being verified
duty-chart-transferred = handed elsewhere
duty-chart-concluded = concluded
duty-chart-closed = closed
duty-chart-reopened = reopened

## The rota
duty-rota-list =
    🗓 Rota
    { $lines }
duty-rota-line = { $n }. { $span } · { $name }
duty-rota-now = { $n }. 🟢 on duty: { $span } · { $name }
duty-rota-empty = 🗓 There is no rota. Without one, and without working hours, the whole unit is told of every tip at once.
duty-rota-do-add = Add a turn of duty
duty-rota-do-drop = Take out { $n }
duty-rota-when =
    Type the day, the times and whose turn it is. For example:
    22/11 18:00 - 06:00 Minh
    22/11 18:00 - 24/11 06:00 Minh
duty-rota-unclear = I do not understand this, or it is over, or longer than 48 hours. Please type it like this example: 22/11 18:00 - 06:00 Minh
duty-rota-who = Whose turn is it?
duty-rota-added = ✅ The turn of { $name } is written down.
duty-rota-overlaps = { $name } is already on duty in that time, so nothing was added.
duty-rota-gone = That turn is not in the rota any more.
