### A tip on its way: verify, hand over, assign, extend, reopen

## Choices
progress-do-verify = Begin to verify
progress-do-hand = Hand over to a colleague
progress-do-release = Back to the queue
progress-do-assign = Assign
progress-do-extend = Extend the deadline
progress-do-reopen = Reopen
progress-release-yes = Yes, give it back

## Verifying
progress-verifying = 🔎 You have begun to verify tip { $reference }.
progress-told-verifying = 🔎 { $name } has begun to verify tip { $reference }.

## Back to the queue
progress-release-confirm = Give tip { $reference } back to the queue? Nobody will have it until a colleague takes it.
progress-released = Tip { $reference } is back in the queue. Its notes and messages are all there.
progress-told-released = ↩️ { $name } gave tip { $reference } back to the queue. It waits for somebody to take it.

## Handing over, assigning
progress-hand-to = To whom do you hand over tip { $reference }?
progress-assign-to = To whom do you assign tip { $reference }?
progress-handed = Tip { $reference } is now { $name }'s. From now on { $name } asks the reporter and ends it; you can still read it and write notes.
progress-assigned = Tip { $reference } is now { $name }'s. Everybody concerned has been told.
progress-told-handed = 🤝 { $name } has handed tip { $reference } over to you.
progress-told-assigned = 📌 { $name } has assigned tip { $reference } to you.
progress-told-reassigned = 📌 { $name } has given your tip { $reference } to { $to }.
progress-nobody = Nobody else in the unit can take tip { $reference }. Let a lead invite a colleague first.
progress-not-there = Whoever you chose is not in the unit or cannot take tips. Please choose from the list again.

## Reopening
progress-reopen-why = Why do you reopen tip { $reference }? Type the reason in a sentence or two; the audit keeps it sealed.
progress-reopened = ↩️ Tip { $reference } is open again, and yours.
progress-told-reopened = ↩️ { $name } has reopened tip { $reference }.
progress-not-ended = Tip { $reference } has not ended, so there is nothing to reopen.

## Extending
progress-extend-why = Why does tip { $reference } need more time? Type the reason in a sentence or two; the audit keeps it sealed.
progress-extended = ⏳ The deadline of tip { $reference } was put off to { $until }.
progress-not-extended = The deadline of tip { $reference } cannot be put off: none is running, or it was put off as far as the law allows.
progress-no-clock = No deadline of tip { $reference } is running any more.

## A tip that changed meanwhile
progress-is-otherwise = At the moment tip { $reference } is yours and { $status }. If something is still to change, please open it and try again.
progress-is-free = At the moment nobody has tip { $reference }; it is { $status }. If something is still to change, please open it and try again.
progress-status-new = waiting
progress-status-acknowledged = acknowledged
progress-status-verifying = being verified
progress-status-transferred = handed to another body
progress-status-concluded = concluded, not closed
progress-status-closed = closed
progress-status-reopened = reopened
