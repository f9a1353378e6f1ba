### Handing a tip to another unit, or to a body outside of the service.

transfer-do-to = Hand to another unit
transfer-do-away = Hand to a body outside
transfer-yes = Yes, hand it on
transfer-no-note = No note

## Choosing the unit
transfer-choose = Which unit should have tip { $reference }? Choose one, or type its name.
transfer-which = Several units have a name like that; choose one or type more of it:
transfer-unknown = There is no other unit with such a name here. Please type it again.
transfer-why = Why does tip { $reference } go to { $office }? Type a sentence or two; the reason is sealed in your unit's audit and does not travel with the tip.
transfer-note = 🔒 Anything that { $office } should know? What you type becomes an internal note that travels with the tip; the reporter never sees it.
transfer-confirm =
    Hand tip { $reference } to { $office }?
    After that your unit can no longer open it; only the line in the register stays. The reporter is told which unit has it.
transfer-confirm-official = ⚠️ This tip is about an official. At { $office } those it is about may see it, and the reporter is told which office has it. Hand it on only if you are sure that this is safe for them.
transfer-confirm-empty =
    ⚠️ Nobody at { $office } uses Tinbao yet: nobody would see tip { $reference } there, so please give them a call.
    Hand it on all the same? After that your unit can no longer open it; only the line in the register stays.

## Done
transfer-done = ↗️ Tip { $reference } was handed to { $office }. Your unit keeps the line in the register.
transfer-gone = ↗️ { $name } has handed tip { $reference } to { $office }. It is no longer here.
transfer-notice =
    🔔 Tip { $reference } from { $office }
    { $kind } · { $urgency }
    { $point }
transfer-told = Tip { $reference } is now with { $office }. There is nothing you have to do: its number and your receipt stay the same, and you can go on writing here. Still nobody knows who you are.
transfer-request-ended = The request for the identity of tip { $reference } has ended, for the tip went to another unit. There is nothing to do. The name stays sealed.

## Outside of the service
transfer-away-name = To which body does tip { $reference } go? Type its name; the reporter will be told this name.
transfer-name-length = The name takes { $least } to { $most } characters; please type it again.
transfer-away-confirm =
    Note that tip { $reference } was handed to { $office }?
    Tinbao sends no file there; please hand it over as the rules say. The tip stays here until you close it.
transfer-away-done = ↗️ Noted: tip { $reference } went to { $office }. When all is done, choose Close the tip.
transfer-sent = ↗️ { $name } has handed tip { $reference } to { $office }.
transfer-told-away = Tip { $reference } was handed to { $office }. Your receipt stays the same; if there is more to tell, write it here.

## Not done
transfer-too-late = Tip { $reference } is concluded or was handed on already. Reopen it first, please.
transfer-is-part = Tip { $reference } is merged into another one. Separate it first, then hand it on.
transfer-has-parts = Other tips are merged into tip { $reference }. Separate them first, then hand on each one.
transfer-official = Tip { $reference } is about an official. At { $office } those it is about might see it, so only your unit's lead can hand it there. Please give the tip to your lead.
transfer-sealed = This machine does not hold the key of tip { $reference }, so it cannot be handed on here. Please do it at the desk's machine.
transfer-not-done = Somebody has just changed tip { $reference }, so it was not handed on. Please open it again.
