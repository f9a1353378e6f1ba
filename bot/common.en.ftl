### Words that every conversation shares.

## Getting about
nav-back = Back
nav-cancel = Leave it, don't send
nav-stop = Never mind
nav-restart = Start over
nav-report = Report something
nav-status = My reports
nav-wipe = Erase this chat
old-button = That button is an old one. Let's go on here.
locale-set = I'll speak English from now on.
help-resident =
    Just write what you want to report, or send a photo or a location. At any time you can type:
    /start – report something
    /back – one step back
    /restart – start over
    /cancel – leave it, send nothing
    /status – see a report again, with its receipt
    /wipe – erase this chat
    /tiengviet – tiếng Việt
    Emergency: call 113.
help-staff =
    /queue – the queue
    /start – back to the beginning
    /back – one step back
    /cancel – drop what you are doing
    /tiengviet – tiếng Việt

## Trouble
common-trouble = Sorry, something went wrong on our side. Please send it again; if it is urgent, call 113.
common-place-sent = 📍 { $spot }
common-file-lost = One of your files could not be fetched. { $reason } Everything else is safe.
refusal-too-large = That file is too large (20 MB at most). Please send a shorter one; everything else is kept.
refusal-too-many = Ten files fit in one message. Please send the others in the next one.
refusal-expired = This file can no longer be fetched; please send it again.
refusal-wrong-type = We can't take this type of file. Please send a photo, a video, a recording or a PDF.
refusal-empty = That file is empty. Please try again.
refusal-unsupported = I can't read this kind of message. Please write, or send a photo or a recording.
refusal-store-full = There is no room for files just now. Please tell it in words; your report will still go out.

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
status-closed = Finished
outcome-right = True
outcome-wrong = Not true
outcome-not-enough = Not enough to go on
outcome-prank = A prank
