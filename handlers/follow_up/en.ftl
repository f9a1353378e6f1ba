### After the receipt: questions and answers, status, leaving.

## Writing more, answering
follow-up-write = Write to report { $reference }; a photo or a location is fine too.
follow-up-passed = Passed on to whoever is handling { $reference }. Go on if there is more.
follow-up-added = Added to report { $reference }; an officer has been told.
follow-up-finish = Done
follow-up-done = Thank you. If there is news, just write.
follow-up-closed = This report is no longer open. For anything else, please make a new one.
follow-up-cancelled = All right, we'll stop here. What was passed on stays passed on.

## Receipt
follow-up-receipt = Please type your receipt (16 characters, capitals or not).
follow-up-receipt-wrong = I can't find that receipt. Please check each character and try again.
follow-up-slowly = That was tried many times. Please wait { $minutes } min and try again; this keeps every reporter safe.
follow-up-told =
    Police, { $at }:
    { $text }
follow-up-status =
    Report { $reference }, sent { $at }
    { $status }
follow-up-answer-here = The police are waiting for your answer. You can write it right here.
follow-up-reply = Answer
follow-up-add = Add to { $reference }
follow-up-by-receipt = Another one, by receipt

## Leaving
follow-up-kept = The receipt of { $reference } is off the screen. Please keep it safe.
follow-up-wipe = Erase this chat and anything unfinished? Reports you sent stay with the police; afterwards only the receipt opens them.
follow-up-wipe-yes = Erase it all
follow-up-wipe-no = Keep it
follow-up-wiped = This chat and anything unfinished are erased. Reports you sent remain; your receipt opens them.
follow-up-wiped-telegram = Anything unfinished and the messages of the last 48 hours are erased. Please delete older ones in Telegram yourself. Reports you sent remain; your receipt opens them.
follow-up-not-wiped = All right, nothing was erased.
