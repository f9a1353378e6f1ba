### The name a reporter may leave: leaving it, asking for it, deciding.

## A reporter's choices
identity-leave = Leave your name (optional)
identity-replace = Change the name you left
identity-withdraw = Take the name back
identity-stop = Leave no name
identity-no-phone = Leave no number
identity-phone-keep = Keep it as it is
identity-yes = Leave it
identity-again = Correct it
identity-withdraw-yes = Take it back
identity-withdraw-no = Keep it

## A reporter leaves a name
identity-name =
    Leave your name only if you want a reward or can be a witness; leaving none is fine.
    It is sealed at once. The officer on this report cannot see it; it opens only when all its keepers agree, and you will be told.

    Type your name (what you type is put away and not shown again).
identity-phone = Type a telephone number where you can be reached.
identity-phone-odd = This does not look like a telephone number. Type it again, or keep it as it is.
identity-confirm =
    For the keepers: { $who }
    It opens only when all of them agree. Do you really want to leave it?
identity-in-draft = Noted. It is sealed when you send the report.
identity-sealed = The name left at { $reference } ({ $who }) has been sealed. To change it or take it back, use your receipt.
identity-stopped = All right, no name is left.
identity-file-kept = The file was added to your report. Here, please type words, or choose “Leave no name”.
identity-words-only = Here, please type words, or choose “Leave no name”.
identity-nobody = There is nobody yet who keeps a key, so no name can be left. Your report is sent as usual.
identity-not-staff = Leaving a name is for people who report.
identity-need-receipt = First open the report with your receipt (type /tra), then choose this again.
identity-too-late = The name left at { $reference } has been handed to the keepers and cannot be changed or taken back any more.
identity-none-left = For a reward, or as a witness, you may leave your name. It is optional.
identity-is-left = You left your name at this report on { $at }; it is sealed.
identity-withdraw-ask = Take back the name you left? The report stays; only name and number are erased.
identity-withdrawn = Name and number have been erased. Nobody can see them any more.
identity-not-withdrawn = All right, it stays.

## An officer asks
identity-ask = Ask for the identity
identity-here = 🔏 The reporter left a name; it is sealed.
identity-ask-reason =
    Why do you need to know who reported { $reference }? The keepers will read the reason.
    Do not copy the report into it. The reporter will be told that somebody asked.
identity-asked = The request for the identity at { $reference } went to { $count } keepers. You will hear when they have decided.
identity-some-missing = Note: { $names } cannot decide yet, not being in Tinbao; the administrators have been told.
identity-nobody-decides = Nobody can decide yet: { $names } keep the keys but are not in Tinbao. Ask an administrator to invite them.
identity-hangs = 🔏 The request for the identity at { $reference } hangs: { $names } are not (or no longer) in Tinbao. Run “tinbao custodian invite” to invite them again.
identity-no-tip = There is no report with that reference in your unit.
identity-not-owner = Only the owner of { $reference } can ask for the identity.
identity-no-identity = At { $reference } there is no identity to see (any more).
identity-given = Opening the identity at { $reference } has been approved. The envelope is with { $names }; see them in person.
identity-asked-already = The request for { $reference } has been sent already and waits for the keepers.
identity-answer-approved = ✅ The keepers agreed to open the identity at { $reference }. They open the envelope together and tell you in person, not in a message.
identity-answer-refused = A keeper refused to open the identity at { $reference }.
identity-request-ended = The request for the identity at { $reference } has ended, for whoever asked no longer works on the tip. There is nothing to do. The name stays sealed.
identity-gone = The reporter of { $reference } took back or changed the name they left. The request is closed; ask again if it is still needed.

## Custodians
identity-pending = Requests that wait
identity-approve = Approve
identity-refuse = Refuse
identity-cancel = Stop
identity-request =
    🔏 { $name } asks who reported { $reference }. The reason:
    “{ $reason }”

    It opens only when all keepers approve.
identity-granted = ✅ Opening the identity at { $reference } has been approved. Choose “Fetch the envelope”.
identity-fetch = Fetch the envelope
identity-request-waits = 🔏 A request to see who reported { $reference } waits for you.
identity-none-pending = No request waits for you.
identity-sealed-here = The request at { $reference }: this machine has no key to open its reason. Please look at it on the desk's machine.
identity-approve-reason = Why do you approve opening the identity at { $reference }? The reason is kept in the log.
identity-refuse-reason = Why do you refuse to open the identity at { $reference }? The reason is kept in the log.
identity-telling = The reporter will be told of this decision. At once, or is there a lawful reason to tell them later?
identity-tell-now = At once
identity-tell-later = In { $days } days
identity-delay-reason = Which law lets the telling wait { $days } days? The reason is kept and can be checked.
identity-reason-words = Here, please type words.
identity-reason-length = A reason takes { $least } to { $most } characters; please write it again.
identity-cancelled = Stopped; nothing was sent or changed.
identity-waits-for-others = Your decision about { $reference } has been noted. The other keepers have still to decide.
identity-you-refused = You refused to open the identity at { $reference }.
identity-was-refused = The request for the identity at { $reference } has been refused; there is nothing left to decide.
identity-was-approved = The request for the identity at { $reference } has been approved.
identity-was-withdrawn = The reporter of { $reference } took the name back; there is nothing left to decide.
identity-decided-by-you = The request at { $reference } does not wait for you.
identity-request-gone = This request is gone.
identity-envelope =
    ✅ All agreed to open the identity at { $reference }. The envelope is in the file, under { $count } layers; { $first } opens first.
    Copy the file to a machine of your own, without a network, and run:
    tinbao custodian open { $file } --key YOUR-KEY-FILE.key

## Refused
identity-nothing = This choice no longer works. To report something, just write here.
identity-not-allowed = Your role cannot do this.
