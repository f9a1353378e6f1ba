### Words that every conversation shares.

## Getting about
nav-back = Back
nav-cancel = Leave it, don't send
nav-stop = Never mind
nav-restart = Start over
nav-bad-sign = Sign damaged or pasted over?
nav-report = Report something
nav-status = My reports
nav-withdraw = Withdraw contact
nav-allow = They may ask me here
nav-page = Send files, videos, a location on the web page
nav-wipe = Erase this chat
choices-more = More ({ $n } left)
choices-rest = More choices:
choices-hint = Answer with the number or the words.
old-button = That choice is an old one. Let's go on here.
locale-set = I'll speak English from now on.
help-resident =
    Just write what you want to report, or send a photo or a location. At any time you can type:
    /start – report something
    /back – one step back
    /restart – start over
    /cancel – leave it, send nothing
    /status – see a report again, with its receipt
    /web – go on on the web page
    /withdraw – no more questions about a report sent
    /wipe – erase this chat
    /tiengviet – tiếng Việt
    Emergency: call 113.

## Trouble
draft-damaged = Sorry, what you had begun to write is damaged and cannot be opened. Please write it again; if it is urgent, call 113.
access-over = Your access here has ended, so what you just did was not carried out.
common-trouble = Sorry, something went wrong on our side. Please send it again; if it is urgent, call 113.
common-hushed = (noted, not shown here again)
common-wiped-stays = It is erased on our side. Zalo does not let me delete what stands here: please delete this chat in Zalo yourself, now.
common-typed-stays = Zalo does not let me delete what you have just typed: please delete that message in Zalo yourself.
common-masked = { $name } · { $phone }
common-masked-one = { $what }
common-identity-approved = Somebody asked to see the name and number you left at { $reference }; the keepers agreed.
common-identity-refused = Somebody asked to see the name and number you left at { $reference }; a keeper refused, it stays sealed.
common-group-left = A community group { $channel ->
        [telegram] on Telegram
        [zalo_bot] on Zalo
        [zalo_oa] on Zalo
       *[other] on another app
    } has left and gets no more of your unit's messages. Type /community-groups to see the others.
common-place-sent = 📍 { $spot }
common-file-lost = One of your files could not be fetched. { $reason } Everything else is safe.
common-file-lost-chat = One of your files could not be fetched. { $reason } Everything else is safe. To send it on the web page, type /web.
common-crossed = You are going on on the web page. If it was not you who opened the link, please tell it again here.
common-crossed-tips = You are going on on the web page; about reports already sent the police ask in both places. If it was not you who opened the link, type /withdraw and tell it again here.
refusal-too-large = That file is too large (20 MB at most). Please send a shorter one; everything else is kept.
refusal-too-many = Ten files fit in one message. Please send the others in the next one.
refusal-expired = This file can no longer be fetched; please send it again.
refusal-wrong-type = We can't take this type of file. Please send a photo, a video, a recording or a PDF.
refusal-empty = That file is empty. Please try again.
refusal-unsupported = I can't read this kind of message. Please write, or send a photo or a recording.
refusal-store-full = There is no room for files just now. Please tell it in words; your report will still go out.
refusal-unreadable = That file is damaged or cut off and cannot be opened. Please send it again, or tell it in words.
refusal-encrypted = That file is locked with a password. Please remove it and send it again, or send a screenshot.
refusal-too-complex = That file is too much for us to process. Please send a smaller picture or a shorter piece.
refusal-apple-photo = We can't take iPhone HEIC photos. Please send it as an ordinary photo (JPEG), not as a file; or send a screenshot of it.
refusal-busy = We are too busy to take files just now. Please send it again in a few minutes; everything else is kept.

## Voices
voice-offer =
    People who know you can recognise your voice. I can change it in the recording: officers then hear only the changed voice, and the original is destroyed.
    What you say, and how you say it, stays; please do not say your own name.
voice-offer-platform =
    People who know you can recognise your voice. I can change it in the recording: officers then hear only the changed voice, and our copy of the original is destroyed.
    The messaging app still has the original you sent; delete it there too. What you say, and how you say it, stays.
voice-alter = Change the voice
voice-keep = Keep my voice
voice-altered = Done. Officers hear only the changed voice; the original is being destroyed here.
voice-kept = All right, the voice stays as it is.
voice-late = That recording has been sent or dealt with already; it cannot be changed any more.
voice-passed-altered = You had not chosen for the last recording, so I changed the voice before passing it on.
voice-lost = The voice in your recording could not be changed, so I destroyed it; nobody has heard it. Please tell it in writing.

## Kinds of tip
kind-dealing = Drug dealing
kind-use = Drug use
kind-storing = Drugs being hidden
kind-venue = A bar, lodging or gathering place
kind-psychosis = Someone out of their mind on drugs
kind-disguised = Drugs disguised as food or vapes
kind-online = Selling online
kind-planting = Growing drug plants
kind-precursors = Chemicals, a drug lab
kind-transport = Drug transport
kind-official = An official covering up
kind-other = Something else

## Urgency
urgency-normal = Normal
urgency-urgent = URGENT

## When
when-now = Right now
when-today = Today
when-this-week = This week
when-often = Often

## Status and outcome
status-new = Received, waiting for an officer
status-acknowledged = An officer is on it
status-verifying = Being looked into
status-transferred = Handed to another body
status-concluded = There is a result
status-reopened = Being looked at again
status-closed = Finished
outcome-right = True
outcome-wrong = Not true
outcome-not-enough = Not enough to go on
outcome-prank = A prank
session-over = Your session has ended; please sign in again.
session-over-invite = Your session has ended. Ask your unit's lead for a new invitation code.
session-sign-in = Sign in
session-factor = Set up sign-in
session-prove = To see your unit's work, please sign in.
session-prove-first = One more step: set up how you sign in, on your phone. Then you can see your unit's work.
session-welcome = Hello { $name }, you are signed in to { $unit }. When you are done, press “Quick exit” to sign out.
session-queue = See the queue
session-way-passkey = a passkey
session-way-numbers = numbers on a phone
session-factor-added = You have just added a way to sign in: { $way }. If that was not you, end your other sessions and tell whoever keeps the server at once, so that your sign-in is reset.
session-factor-added-of = { $name } has just added a way to sign in: { $way }. Please ask them; if it was not { $name }, end their sessions and have whoever keeps the server reset their sign-in.
session-factor-removed = You have just removed a way to sign in: { $way }. If that was not you, end your other sessions and tell whoever keeps the server at once, so that your sign-in is reset.
session-factor-removed-of = { $name } has just removed a way to sign in: { $way }. Please ask them; if it was not { $name }, end their sessions and have whoever keeps the server reset their sign-in.
session-list = See sessions
session-list-of = See colleagues' sessions

## Keys
keys-rotated = The system has new keys. Please ask whoever keeps the server to back up the key folder again this week; the old copy will not open tips for much longer.
common-oa-broken = ❗ The Zalo official account cannot send any more: Zalo needs the permission again. Please have whoever runs the server type “tinbao zalo authorize”. What residents send still arrives; answers are waiting.
common-while-away = While you were away there { $n ->
    [one] was one notice
   *[other] were { $n } notices
}. The queue shows what is new and what is waiting.
common-window-ending = You have not written here for a while. From tomorrow Zalo lets me tell you of no new reports: write one word to go on hearing of them.

## Offices
office-of = the police of { $unit }
office-unknown = the local police
source-chat = chat
source-phone = telephone
source-letter = letter
source-import = imported
register-moved = Handed to another unit
## Deadlines
common-clock-transfer = to hand it on
common-clock-verify = to look into it
common-clock-time = { $at }
common-clock-day = the end of { $day }
common-clock-near = ⏰ Tip { $reference }: the time { $what } ends: { $due }.
common-clock-missed = ❗ Tip { $reference }: the time { $what } is over ({ $due }). Please see to it now.
common-clock-parent = ❗ Tip { $reference } of { $unit }: the time { $what } has been over for { $n } hours.
common-clock-lapsed = Tip { $reference } is nearly due and { $name } is not on duty, so it is back in the queue. Whoever is on duty, please take it.
common-clock-lapsed-late = Tip { $reference } is due and { $name } is not on duty, so it is back in the queue. Whoever is on duty, please take it.
common-alarm-later = 🔔 Tip { $reference } came out of hours and waits for you.
common-alarm-urgent = 🔴 URGENT tip { $reference }: still nobody has taken it. Whoever is near, please take it now.
common-alarm-parent = 🔴 Urgent tip { $reference } of { $unit }: told many times, and nobody has taken it.

## Residents tell of a bad sign
common-sign-told-damaged = 🪧 Sign { $serial } at { $point }: somebody says that it is torn, faded or hard to scan. Please look at it, then scan its code to record it.
common-sign-told-covered = ❗ Sign { $serial } at { $point }: somebody says that another code is pasted over it. Please look soon, take the strange code off, then scan the sign's code to record it.
common-sign-told-damaged-old = 🪧 Sign { $serial } at { $point } is out of use and still there: somebody says that it is torn, faded or hard to scan. Please take it down.
common-sign-told-covered-old = ❗ Sign { $serial } at { $point } is out of use and still there: somebody says that another code is pasted over it. Please take it down soon.
