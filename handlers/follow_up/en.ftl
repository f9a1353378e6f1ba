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
follow-up-office = Tip { $reference } is now with { $office }.
follow-up-status =
    Report { $reference }, sent { $at }
    { $status }
follow-up-answer-here = The police are waiting for your answer. You can write it right here.
follow-up-reply = Answer
follow-up-add = Add to { $reference }
follow-up-by-receipt = Another one, by receipt

follow-up-erased = The report of this receipt has been erased under the rules: its content and the way to reach you are gone, and nobody can open it again. If there is something new, please make a new report.

## Over to the web page
follow-up-page =
    Open this link to go on on the web page: what you are writing comes along, and you can send files, videos, a location.
    It works once, within 30 minutes; please give it to nobody. Code: { $code }
follow-up-page-open = Open the web page
follow-up-page-here = You are on the web page already: just write, and send files right here.
follow-up-page-staff = The web page is here.
follow-up-app-zalo = on Zalo
follow-up-app-telegram = on Telegram
follow-up-app-platform = over there
follow-up-door-told =
    What you were writing { $app } is here now: { $words ->
        [0] no words yet
        [one] one message
       *[other] { $words } messages
    }, { $files ->
        [0] no files yet
        [one] one file
       *[other] { $files } files
    }. Go on on this page: files, videos, a location are fine too, and are not seen { $app }.
follow-up-door-on = Let's go on on this page; files, videos, a location are fine too.
follow-up-door-tips = From now on, questions of the police about report { $references } come here too. What was said before you can see with its receipt.
follow-up-door-asked = The police are waiting for your answer about report { $reference }. The question is { $app }, and the receipt opens it; you can write the answer right here.
follow-up-door-unknown = This link no longer works: it was opened elsewhere, or is older than 30 minutes. Go back to the chat and type /web for a new one; what has not come over is still there.
follow-up-door-busy = There is something else of yours on this page that is not sent yet. Send it or drop it first, then open the link again; what you wrote { $app } is still there.
follow-up-door-staff = This page is used for work at the desk and takes no report that was begun elsewhere. Please open the link in another browser; what was written is still there.

## Withdrawing
follow-up-withdraw =
    Withdraw contact for report { $reference }?
    The police keep the report but can no longer ask you. From then on only the receipt opens it, so please keep it.
follow-up-withdraw-yes = Withdraw contact
follow-up-withdraw-no = Leave it as it is
follow-up-withdraw-which = For which report would you like to withdraw contact?
follow-up-withdrawn = Contact is withdrawn for report { $reference }. Nobody can ask you about it any more; your receipt still opens it.
follow-up-not-withdrawn = All right, it stays as it was.
follow-up-not-linked = This chat does not belong to such a report, so there is no contact to withdraw. If you have a receipt, type it to see the report.
follow-up-allowed = If the police have a question about report { $reference }, they will ask right here. When you no longer want that, choose Withdraw contact.
follow-up-allowed-for-days = If the police have a question about report { $reference } in the next 2 days, they will ask right here. After that, please type the receipt now and then, or write a word again, to see whether there is a question. When you no longer want that, choose Withdraw contact.

## Leaving
follow-up-kept = The receipt of { $reference } is off the screen. Please keep it safe.
follow-up-kept-once = The receipt is off the screen. Please keep it safe.
follow-up-kept-stays = All right. Zalo does not let me take the receipt { $reference } off the screen: write it down, then please delete that message in Zalo yourself.
follow-up-wipe = Erase this chat and anything unfinished? We also forget how to reach you, and the police can no longer ask you here. Reports you sent stay with the police; afterwards only the receipt opens them.
follow-up-wipe-yes = Erase it all
follow-up-wipe-no = Keep it
follow-up-wiped = This chat, anything unfinished and the way to reach you are erased. Reports you sent remain; your receipt opens them.
follow-up-wiped-telegram = Anything unfinished, the way to reach you and the messages Telegram still lets us delete (the last 48 hours) are erased. Please delete what is left in Telegram yourself. Reports you sent remain; your receipt opens them.
follow-up-wiped-zalo = Erased on our side: anything unfinished and the way to reach you. Zalo does not let me delete messages on your phone; please delete this chat in Zalo yourself. Reports you sent remain; your receipt opens them.
follow-up-not-wiped = All right, nothing was erased.
