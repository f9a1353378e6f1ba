### Signs with a code and where they hang: what staff are told in front of a sign, and how much of 100% hangs.

## Kinds of places
points-kind-hamlet = Hamlets
points-kind-school = Schools
points-kind-boarding-house = Boarding houses
points-kind-enterprise = Enterprises
points-kind-public-place = Public places

## A sign's card
points-card =
    🪧 Sign { $serial } · short code { $short }
    { $place } · { $kind }
points-state-made = ⚪ Not put up yet
points-state-installed = 🟢 Put up
points-state-damaged = 🟠 Damaged, to be replaced
points-state-replaced = ⚫ Replaced, this code is no longer in use
points-state-revoked = ⚫ Withdrawn, this code is no longer in use
points-installed-at = Put up on { $at }
points-inspected-at = Last checked: { $at }
points-told-damaged = ⚠️ Residents say: torn, faded, hard to read
points-told-covered = ⚠️ Residents say: another code is pasted over it. Please look at once, it may be a fraud.
points-pledged-on = Pledge: signed { $at }
points-not-pledged = Pledge: not signed
points-rules-on = Rules: posted { $at }
points-not-rules = Rules: not posted
points-others = This place also has sign { $serials }
points-instead = The sign in use here: { $serials }
points-do-installed = Put up
points-do-inspected = Checked, in order
points-do-damaged = Damaged
points-do-replaced = Replace it
points-do-revoked = Withdraw the sign
points-do-pledged = Pledge signed
points-do-rules-posted = Rules posted
points-open-one = Sign { $serial }
points-history = History
points-as-resident = Report like a resident
points-unknown = Tinbao does not know this code. If you saw it on a sign, the sign may be a forgery: take a photo and tell your lead. To report something, choose “Report like a resident”.
points-of-another = This sign belongs to { $unit }, not to your unit, so nothing can be noted here. To report something to them, choose “Report like a resident”.

## Noting what happened
points-photo =
    ✍️ Not done yet: about to note that sign { $serial } { $what }.
    If you have a photo from the spot, send it here and it is noted with it (no faces, please). Otherwise choose “Note it without a photo”.
points-photo-only = Please send one photo here, or choose “Note it without a photo”. Nothing has been noted yet.
points-no-photo = Note it without a photo
points-sure-replaced = Replace sign { $serial } by a new one? The code on the old one ends; whoever scans it is still led to where one reports. The new sign has its own number and code.
points-sure-revoked = Withdraw sign { $serial }? Its code ends and cannot be used again; whoever scans it is still led to where one reports.
points-yes-replaced = Yes, replace it
points-yes-revoked = Yes, withdraw it
points-done = ✅ Noted: sign { $serial } { $what }.
points-done-replaced = ✅ Sign { $serial } has ended. The new sign is { $new }: print the code below for the time being, or have your operator print sign { $new }. Once it hangs, scan the new code and choose Put up.
points-code-of-new = The new sign's code
points-overtaken = ✋ Not noted: { $who } has just noted sign { $serial } { $what } on { $at }. Have a look, then choose again if need be.
points-overtaken-by-me = ✋ You have noted sign { $serial } { $what } on { $at } already, so nothing was added.
points-overtaken-by = ✋ Not noted: somebody has just changed this sign. Open its card again.

## History
points-history-of =
    🕘 { $place }
    { $lines }
points-history-none = Nothing has happened at { $place } yet.
points-line = • { $at } · { $serial } { $what } · { $who }
points-line-photo = • { $at } · { $serial } { $what } · { $who } · with a photo
points-a-resident = told by residents
points-was-installed = put up
points-was-inspected = checked, in order
points-was-damaged = damaged
points-was-replaced = replaced
points-was-revoked = withdrawn
points-was-pledged = pledge signed
points-was-rules-posted = rules posted
points-was-told-damaged = torn, faded
points-was-told-covered = pasted over

## A resident tells of a bad sign
points-tell = Thank you for noticing. What is wrong with the sign here?
points-tell-damaged = Torn, faded, hard to read
points-tell-covered = Another code is pasted over it
points-told-thanks = Noted, an officer will have a look. Nobody knows that it was you. Please do not scan the code that is pasted over it.

## How much of 100% hangs
points-none = Your unit has no places in its register yet. Your operator adds them with tinbao points import.
points-coverage =
    📍 { $name }: { $installed } of { $places } places have their sign ({ $percent }%)
points-bar = • { $name }: { $installed }/{ $places } ({ $percent }%)
points-bar-damaged = • { $name }: { $installed }/{ $places } ({ $percent }%), { $damaged } damaged
points-wants-damaged = 🟠 Damaged, to be replaced: { $n }
points-wants-told = ⚠️ Residents say damaged or pasted over: { $n }
points-wants-overdue = ⏳ Not checked for more than 90 days: { $n }
points-hamlets = Signs by hamlet:
points-units = Signs by unit:
points-no-hamlet = In no hamlet
points-by-hamlet = By hamlet
points-by-unit = By unit
points-to-all = All places
points-open = Places and signs
points-list-missing = Not put up
points-list-damaged = Damaged
points-list-told = Residents say damaged
points-list-overdue = Long unchecked
points-list-never = Never scanned
points-list-under = Seldom scanned
points-listed-missing = Without a sign: { $n } places
points-listed-damaged = Damaged, to be replaced: { $n } places
points-listed-told = Residents say damaged or pasted over: { $n } places
points-listed-overdue = Not checked for more than 90 days: { $n } places
points-listed-never = Put up and never scanned: { $n } places
points-listed-under = Put up and scanned under 5 times in the last quarter: { $n } places
points-item = • { $serial } · { $name }
points-item-at = • { $serial } · { $name } · last seen { $at }
points-in = { $name } ({ $where })

## Use
points-use = How they are used
points-use-of =
    📊 { $unit }: scans → begun → sent

    { $rest }
points-used = { $name }: { $scans } → { $started } → { $sent }
points-use-parts = Each, { $of }:
points-quarter = quarter { $n }/{ $year }
points-this-month = this month so far: { $scans } scans, { $sent } tips
points-under = under 5
points-use-exact = Exact figures, for the desk alone. Please do not pass them on: where few people report it is easy to guess who. Only reports begun are told of the last quarter alone, with no figure under 5 and others rounded down to a multiple of 5. Tips about officials are not among the tips.
points-use-rule = So that nobody can guess who reported: only the last quarter is told, under 5 no figure is given, others are rounded down to a multiple of 5; so the parts do not add up to the total.

## Pictures
points-chart = 📊 How much of 100% hangs, as a picture.
points-map = Map
points-map-none = No place has a location yet, so there is no map.
points-map-coming = Tinbao is drawing a map of { $n } places, one moment.
points-map-here = 🗺 The places on a map.
points-chart-headline = { $installed } of { $places } places have their sign
points-chart-kinds = By kind
points-chart-hamlets = By hamlet
points-chart-units = By unit
points-chart-others = { $n } others
points-standing-installed = put up
points-standing-damaged = damaged
points-standing-missing = not put up
points-map-north = North
points-map-note = Locations are those of the register.
points-spot-title = Place sent by the reporter
points-spot-scan = Scan the code with a phone to open it in a map.
points-map-far = { $n } places are too far away to be drawn.
points-metres = { $n } m
points-kilometres = { $n } km
