### Talking with a reporter: prepared questions, a picture along with them, sentences on a status.

## Questions that every unit has (one line each; none asks who the reporter is)
talk-starter-danger = Is somebody in danger right now? If so, please call 113 at once.
talk-starter-when = At what time does it usually happen, and on which days of the week?
talk-starter-house = Which house is it, and what landmark is near (a shop, a gate, a pole, a tree…)?
talk-starter-vehicle = What vehicle do they use, of what colour, and did you see its plate? Whatever digits you remember help.
talk-starter-way = Which way did the [vehicle, colour] go, and at what time?
talk-starter-people = About how many people were there, and what did they look like? If you are not sure, just say so.
talk-starter-often = Since when has it been going on at [place], and how often?
talk-starter-online = Could you send the link, or the name of the page or group that sells [what]?
talk-starter-picture = If you already have a picture or a film, please send it. Do not go back to take one: your safety comes first.

## Choosing a prepared one
talk-ready = Prepared question
talk-choose =
    Prepared questions for tip { $reference }, page { $page }/{ $pages }. What stands in square brackets you fill in next.
    { $lines }
talk-line = • { $text }
talk-pick = { $text }
talk-type = Type my own
talk-gone = That one is gone. Please choose again.
talk-gap =
    Gap { $n }/{ $of }: type “{ $gap }” to go into:
    “{ $question }”
talk-preview =
    ✉️ The reporter of tip { $reference } will get:
    “{ $question }”{ $attached ->
        [yes] { " + 📎 one file" }
       *[no] {""}
    }

    Choose Send, or type the whole question anew. Nothing has been sent yet.
talk-send = Send
talk-language = English / Vietnamese
talk-takes =
    Only one picture or one PDF can go along. Nothing has been sent yet.{ $attached ->
        [yes] { " The file that came is kept to go along." }
       *[no] {""}
    } Please type your question.
talk-slash = What begins with / looks like a command, so it was not sent to the reporter. For an internal note type: /note reference words. If it is a question, please type it again without the /.
talk-too-late = Tip { $reference } has just changed hands or been closed, so the question was not sent. Please open the tip again.

## How far it has come
talk-arrival-sending = ⏳ on its way
talk-arrival-waiting = 🕓 waiting (the reporter sees it when they come back)
talk-arrival-delivered = ✔️ delivered
talk-arrival-unreachable = ✖️ could not be delivered (seen only if the reporter comes back with the receipt)

## What a reporter is told
talk-told-status =
    Report { $reference }: { $sentence }

## The unit's own questions
talk-questions =
    Prepared questions of the unit: { $count } (besides { $starters } that come with Tinbao).
    { $lines }
talk-none = The unit has none of its own yet.
talk-numbered = { $n }. { $text }
talk-open-one = Question { $n }
talk-add = Add a question
talk-statuses = Status sentences
talk-list = List of questions
talk-one =
    Prepared question:
    “{ $text }”
talk-change = Change
talk-remove = Remove
talk-write = Type the question. Put what is to be filled in in square brackets, for example: Which way did the [colour] car go? The whole unit sees it: nothing of a particular tip belongs in it.
talk-write-status = Type what reporters are told when their tip becomes “{ $status }”. It is said of every tip: nothing of a particular one belongs in it.
talk-length = It needs { $least } to { $most } characters; please write it again.
talk-slash-kept = It cannot begin with /; please write it again.
talk-brackets = The square brackets do not match. Write each gap like [colour]; please write it again.
talk-asks-who = This seems to ask who the reporter is or where they live, so it is not kept. Please ask only about what they saw.
talk-added = Kept.
talk-changed = Changed.
talk-full = The unit has too many already. Please remove an old one first.
talk-removing =
    Remove this one?
    “{ $text }”
talk-removed = Removed.

## Status sentences
talk-status-list =
    When a tip changes, its reporter is told:
    { $lines }
talk-status-line = • { $status }: { $text }
talk-usual = the usual words (dealt with, thank you)
talk-silent = nothing
talk-set = Set: { $status }
talk-unset = Unset: { $status }
talk-doubt = This seems to ask who the reporter is: “{ $question }”. It was not sent. Asked for a name, a number or a home, people grow afraid and stop telling; whoever wants to leave a name has a place of their own for it. If you mean somebody who was reported, choose Send it all the same; if not, type another question.
talk-anyway = Send it all the same
