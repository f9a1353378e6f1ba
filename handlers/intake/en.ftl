### Reporting: from the scan to the receipt. Short, like a kind local officer talking to a neighbour.

## Hello
intake-welcome =
    { $hello }

    { $privacy }
    An unfinished report is erased after 24 hours. In danger, call 113 first.
intake-place = You are at: { $point }, { $unit }.
intake-hello = Hello, and welcome to { $unit }. Here you can report drug crime.
intake-hello-anywhere = Hello. Here you can report drug crime.
intake-code-unknown = I don't recognise this code, but you can still report.
intake-code-wrong = This code is not right, please have another look: the six characters printed on the sign. Type it again, or just tell; what you have typed is kept.
intake-code-revoked = This code is no longer in use, but you can still report to { $unit }.
intake-privacy-web = Only { $reader } read this, and they can't tell who you are. This page asks for no name and keeps no phone number or network address.
intake-privacy-telegram = Only { $reader } read this, and they don't see your name or account. Telegram can see this chat; for more privacy, scan the code again and choose the web page.
intake-privacy-zalo = Only { $reader } read this, and they don't see your name or account. Zalo can see this chat; for more privacy, scan the code again and choose the web page.
intake-privacy-zalo-oa = Here only { $reader } read this, and they don't see your name or account. But Zalo and whoever administers this Zalo account can see this chat and your Zalo name; for more privacy, scan the code again and choose the web page.
intake-privacy-platform = Only { $reader } read this, and they don't see your name or account. The app you are using can see this chat; for more privacy, scan the code again and choose the web page.

## Choosing who gets it
intake-unit = Which commune or ward is it about? Choose one, or type its name.
intake-unit-more = Show more
intake-unit-which = Several places have a name like that. Which one?
intake-unit-unknown = I couldn't find that name.

## Someone who just tells
intake-offer =
    Shall I send this to { $reader }?

    { $privacy }
intake-offer-again = Noted. Shall I send it to { $reader }?
intake-send = Send it now
intake-tell-more = Tell more
intake-do-not-send = Don't send
intake-add-to = Add to { $reference }
intake-form-kept = What you filled in is kept; only the story is missing.

## What
intake-kind = What did you see? Choose one, or just start telling.
intake-kind-of-told = What kind of thing is it?
intake-danger-now = Danger right now
intake-danger =
    If someone is in danger, call 113 first and keep well away.
    After the call, or if you can't call, we'll write an urgent report here.
intake-call-113 = Call 113
intake-call-hotline = Call the duty officer, { $number }
intake-danger-on = Go on with an urgent report
intake-official = This report goes straight to { $reader }; { $local } won't see it.
intake-official-here = Please note: no higher office is connected here, so { $reader } will read it. If that worries you, turn to the provincial police.

## Telling
intake-story = Please tell: what did you see, who, how? Photos, recordings and a location are welcome, in as many messages as you like.
intake-story-more = Go on. When that's all, choose Done.
intake-noted = Noted, not sent yet.
intake-noted-go-on = Noted, not sent yet. Go on if there is more; otherwise choose Done or Send it now.
intake-done = Done

## When and where
intake-when = When did it happen? Choose or type.
intake-where = Where? Type an address, or send a location.
intake-where-point = Did it happen right at { $point }, or elsewhere?
intake-where-else = Where was it? Type an address, or send a location.
intake-here = Right at { $point }
intake-elsewhere = Elsewhere
intake-skip = Skip

## Looking it over
intake-review =
    Please look it over:
    • What: { $kind }
    • When: { $when }
    • Where: { $where }
    • Photos, files: { $files ->
        [0] none
       *[other] { $files }
    }
    { $story }

    { $reach }
    Send it to { $reader }? Just tell what you know; a report that is knowingly false is punishable by law.
intake-review-named =
    { $review }

    🔏 Name left (sealed when sent): { $who }
intake-no-words = (nothing in words)
intake-unsaid = not said
intake-on-map = the location you sent
intake-urgent-kind = { $kind } (urgent)
intake-reach-ask-back = The police can ask you more right here, without knowing who you are.
intake-reach-both = The police can ask you more here and in the chat where you began, without knowing who you are.
intake-reach-one-way = You leave no way to reach you: once it is sent we forget this chat, and only the receipt opens the report.
intake-choose-one-way = Leave no way to reach me
intake-choose-ask-back = They may ask me here
intake-add-more = Add more
intake-change-kind = Change the kind

## Sent
intake-urgent = This is an urgent report. If someone is in danger, call 113 now.
intake-filed =
    Report { $reference } has reached { $reader }. Thank you.

    Your receipt:
    { $receipt }

    Only you have it. Write it down: type it here or on the web page to see answers and to add more.
    { $reach }
intake-filed-ask-back = If the police have a question, they will ask right here. If you no longer want that, choose Withdraw contact.
intake-filed-both = If the police have questions, they ask here and in the chat where you began; answer in either. If you no longer want that, choose Withdraw contact.
intake-filed-ask-back-for-days = If the police have a question in the next 2 days, they will ask right here. After that, please type the receipt now and then, or write a word again, to see whether there is a question. If you no longer want that, choose Withdraw contact.
intake-filed-one-way = You left no way to reach you: the police cannot ask back, and we forget this chat. Please type the receipt now and then to see whether there is a question.
intake-qr = Scan to see this report again.
intake-kept = I have written it down
intake-link = Page of this report

## Stopping
intake-restarted = Let's start over. What you had told is dropped.
intake-dropped = Dropped. Nothing was sent.
intake-nothing-open = There is nothing unfinished here.
intake-expired = Your unfinished report was erased after 24 hours, as promised. Come back whenever it suits you.

## Many at once
intake-held = You have sent many reports, or many people are reporting here. What you wrote is kept; please choose Send again in about { $minutes } min. If it is urgent, call 113.
intake-held-web = Many reports are arriving at once. What you wrote is kept; press Continue, your device does one small step and the report goes out. If it is urgent, call 113.
intake-held-send = Send again
intake-held-go = Continue
intake-full = This report is already very long, so your last message could not be added; everything before it is kept. Please send this report first, then send that message again.
