### The desk: what officers are told. Short, polite, nothing of the content until a tip is opened.

triage-notice =
    🔔 New tip { $reference }
    { $kind } · { $urgency }
    { $point }
triage-more = 💬 The reporter has added to tip { $reference }.
triage-more-part = 💬 Tip { $reference }: the reporter of { $part } (merged) has added something.
triage-taken = ✋ { $name } has taken tip { $reference }.

## Choices
triage-open = Open
triage-take = Take it
triage-ask = Ask the reporter
triage-note = Internal note
triage-close = Close the tip
triage-queue = Queue
triage-open-one = Open { $reference }
triage-show-earlier = Show earlier messages
triage-deeds = More…
triage-more-deeds = What would you like to do with tip { $reference }?
triage-stop = Never mind
triage-close-yes = Yes, close it
triage-close-later = Conclude, close later
triage-members = Members
triage-audit = Audit

## At rest
triage-home =
    Hello { $name }. { $count ->
        [0] No tips are waiting.
        [one] One tip is open.
       *[other] { $count } tips are open.
    }
    Choose below, type /queue for the queue, or type a tip's reference to open it.
triage-home-other = Hello { $name }. Your role does not handle tips; Tinbao will write when there is something for you. Type /help to see what you can type.

## Queue
triage-line = • { $reference } · { $kind } · { $point } · { $age } · { $owner }{ $waiting ->
        [yes] { " · 💬 added to" }
       *[no] {""}
    }
triage-line-urgent = 🔴 URGENT { $reference } · { $kind } · { $point } · { $age } · { $owner }{ $waiting ->
        [yes] { " · 💬 added to" }
       *[no] {""}
    }
triage-no-point = place unknown
triage-no-owner = nobody has it
triage-age-minutes = { $n ->
        [0] just now
       *[other] { $n } min ago
    }
triage-age-hours = { $n } h ago
triage-age-days = { $n ->
        [one] yesterday
       *[other] { $n } days ago
    }

## An open tip
triage-head =
    📄 Tip { $reference } · { $urgency }
    { $kind } · { $point } · { $age }
    { $status }
triage-status-closed = ✅ Closed: { $outcome }
triage-status-verifying-by = 🔎 Being verified · { $owner }
triage-status-transferred-by = ↗️ Handed to another body · { $owner }
triage-status-concluded-by = ☑️ Concluded, not closed · { $owner }
triage-status-reopened-by = ↩️ Reopened · { $owner }
triage-status-closed-by = ✅ Closed · { $owner }
triage-from-reporter = 👤 The reporter, { $age }:
triage-from-officer = 👮 { $author } asked, { $age }:
triage-said = { $text }
triage-said-when = When: { $when }
triage-said-where = Where: { $where }
triage-said-location = Location: { $spot }
triage-said-lost = 📎 { $n } file(s) could not be taken in (damaged, expired, or too much for the machine); the reporter has been told
triage-said-files = 📎 { $n ->
        [one] one file
       *[other] { $n } files
    }, see below
triage-voice-altered = Voice changed
triage-noted =
    🔒 Internal note by { $author }, { $age } (the reporter does not see it):
    { $text }
triage-earlier = … { $n ->
        [one] one earlier message
       *[other] { $n } earlier messages
    }
triage-lines =
    { $first }
    { $rest }
triage-paragraphs =
    { $first }

    { $rest }
triage-reach-receipt = ℹ️ The reporter left no way to reach them: they see a question only when they come back with the receipt.
triage-reach-broken = ℹ️ The reporter can no longer be asked: they see a question only if they come back with the receipt.
triage-is-erased = The content of tip { $reference } has been erased; nothing can be added.
triage-erased =
    { $head }

    The content and the way back have been erased. Only this line of the register is left.
triage-sealed =
    { $head }

    This machine does not hold the key to the content. Please open it on the desk's machine.

## Taking
triage-you-took = ✋ You have taken tip { $reference }. From now on only you ask the reporter and close it.
triage-is-yours = Tip { $reference } is yours already.
triage-owned-by = { $owner } has tip { $reference }. Please talk to { $owner }; you can still write an internal note.
triage-take-first = Nobody has tip { $reference } yet. Please take it first.
triage-is-merged = Tip { $reference } was merged into { $into }. Please work on { $into }.
triage-is-closed = Tip { $reference } is closed.

## Asking back, notes
triage-ask-write =
    ✉️ Type your question to the reporter of tip { $reference }. Your next message is sent at once; one picture or PDF can go along.
    Do not ask for a name, an address or anything that gives the reporter away.
triage-ask-attached = 📎 The file is kept to go to the reporter of tip { $reference }; it is not sent yet. Type the question that goes with it: then both are sent at once.
triage-window-free = 🕓 The reporter uses Zalo: asked before { $free }, it arrives at once. After that a question may have to wait until they write again (Zalo takes it until { $until } at the latest).
triage-window-paid = 🕓 The reporter uses Zalo and has been silent for over 48 hours: a question may have to wait until they write again (Zalo takes it until { $until } at the latest).
triage-window-closed = 🕓 The reporter uses Zalo and has been silent for over 7 days; Zalo no longer lets us write: the question waits until they write again, or open the receipt on the web page.
triage-ask-whom = Tip { $reference } has several reporters. Whom do you ask? Each sees only what is asked about their own tip.
triage-ask-all = Ask all { $n }
triage-ask-one = The reporter of { $reference }
triage-ask-gone = Tip { $reference } has just been taken out, so nothing was asked. Please open the tip again.
triage-question =
    An officer of { $unit } has a question about report { $reference }:
    “{ $question }”

    Choose Answer, or just write here. You need not say who you are.
triage-asked = Your question about tip { $reference } is sent. Tinbao writes when the reporter answers.
triage-asked-no-chat = Your question about tip { $reference } is kept. There is no way to write to the reporter; they see it when they come back with the receipt.
triage-note-write = 🔒 Type your internal note on tip { $reference }. A note is never sent to the reporter.
triage-note-which = 🔒 A note on which tip? Type /note and its reference, for example: /note TK-7F3K2 words of the note.
triage-note-kept = 🔒 The internal note is kept with tip { $reference }.
triage-words-only = Please type words here; files and locations are not taken at this step.
triage-too-long = That is too long: please keep it within { $most } characters.
triage-stopped = Stopped. Nothing was sent or changed.

## Closing
triage-close-outcome = What came of tip { $reference }?
triage-close-confirm = Close tip { $reference } as “{ $outcome }”? The reporter is told that it has been dealt with.
triage-close-why = Why is tip { $reference } concluded as “{ $outcome }”? Type the reason in a sentence or two; it is sealed in the audit.
triage-close-confirm-away = Close tip { $reference }, which went to another body? The reporter is told that it has been dealt with.
triage-concluded = ☑️ Tip { $reference } is concluded: { $outcome }. It is not closed yet; choose Close the tip when all is done.
triage-closed-away = ✅ Tip { $reference } is closed.
triage-reason-length = A reason has { $least } to { $most } characters; please write it again.
triage-told-closed = Report { $reference } has been dealt with. Thank you for reporting.
triage-closed = ✅ Tip { $reference } is closed: { $outcome }.

## Refusals
triage-nothing = This choice no longer works. If you want to report something, just write here.
triage-not-allowed = Your role cannot do this.
triage-to-nobody = That went to nobody. To ask a reporter, open the tip and choose Ask the reporter.
triage-not-found = There is no tip with that reference in your unit.

## Muting a reporter
triage-mute = Mute this reporter
triage-unmute = Unmute
triage-side = Set aside ({ $n })
triage-mute-why = Why mute the reporter of { $reference }? Type the reason; it goes into the audit log. New reports of this person wait aside and are not lost; urgent ones still arrive at once. Nobody learns who it is.
triage-mute-nobody = { $reference } left no way to reach its reporter, so nobody can be muted.
triage-muted = The reporter of { $reference } is muted. Their new reports wait under Set aside; urgent ones still arrive at once. Open this report again to unmute.
triage-unmuted = The reporter of { $reference } is no longer muted. New reports go to the queue as usual.
triage-line-muted = { $line } · 🔇 muted
triage-is-side = 🔇 The reporter is muted in this unit.
triage-before = This reporter before: { $right } right, { $wrong } wrong, { $other } other.

## Deadlines, labels, who is looking
triage-line-and = { $line } · { $what }
triage-line-labels = 🏷 { $labels }
triage-is-verifying = being verified
triage-is-transferred = handed to another body
triage-is-concluded = concluded
triage-is-reopened = reopened
triage-left-hours = ⏰ { $n ->
        [0] less than 1 hour left
        [one] 1 hour left
       *[other] { $n } hours left
    }
triage-left-days = ⏰ { $n ->
        [one] 1 day left
       *[other] { $n } days left
    }
triage-late-hours = ⚠️ { $n ->
        [0] overdue by less than 1 hour
        [one] 1 hour overdue
       *[other] { $n } hours overdue
    }
triage-late-days = ⚠️ { $n ->
        [one] 1 day overdue
       *[other] { $n } days overdue
    }
triage-labels = 🏷 Labels: { $labels }
triage-looking = 👀 Looking at it now: { $names }
triage-not-in-chat = Your unit does not show what tips say in chat apps. Please open this tip on the web desk.
triage-on-the-web = Web desk
## Other doors, other units
triage-moved = ↗️ Tip { $reference } was handed to { $office } on { $at }. Only this line of the register is left here.
triage-line-source = { $line } · by { $source }
triage-head-source =
    { $head }
    Came by: { $source }
## Deadlines
triage-clock-running = ⏳ Time { $what }: until { $due }, { $n } hours left
triage-clock-days = ⏳ Time { $what }: until { $due }, { $n } days left
triage-clock-met = ✅ Time { $what }: until { $due }, done
triage-clock-missed = ❗ Time { $what }: until { $due }, missed
