### The audit: what is said to the auditor. Only of what staff did, never of who reported.

## Choices
auditing-older = Older →
auditing-newest = Newest, all
auditing-by-tip = Of one tip
auditing-by-member = Of one person
auditing-by-refusal = Refusals
auditing-verify = Verify the chain
auditing-export = Export a file
auditing-stop = Never mind
auditing-of-one = { $name }

## Reading
auditing-page =
    📒 Audit · { $about }
    { $lines }
auditing-none = 📒 Audit · { $about }: no rows yet.
auditing-about-all = everything, newest first
auditing-about-tip = tip { $reference }
auditing-about-member = { $name }
auditing-about-refusals = refusals
auditing-which-tip = Type the tip's reference, for example TK-7F3K2. Rows stay when a tip's content is erased.
auditing-which-member = Whose deeds do you want to see?
auditing-stopped = Nothing was done.
auditing-line = • { $at } · { $deed }
auditing-line-why = • { $at } · { $deed } — reason: { $why }
auditing-why-sealed = (sealed, this machine cannot open it)
auditing-lines =
    { $first }
    { $rest }
auditing-system = The system

## Verifying, exporting
auditing-whole =
    ✅ The chain is whole from row { $first } to row { $last }, signed at { $at }.{ $unsigned ->
        [0] {""}
       *[other] { " " }{ $unsigned } newer rows wait to be signed; they fit too.
    }
    Copy or print the line below and keep it elsewhere. Whoever cuts or rewrites the audit later is found out by it:
    { $line }
auditing-whole-unsigned = The chain is whole to row { $last }, but was never signed. Look again in an hour; if nothing has changed, tell the operator.
auditing-broken =
    ⚠️ The audit is broken at row { $row } ({ $detail }).
    Leave everything as it is, export the file and tell your superiors.
auditing-exported = The file has { $n } lines. Any machine can check it with “tinbao audit verify” and the public key. It does not hold the reasons, only their digests. Of a very long audit it holds the newer part; the operator can export all of it.

## Refusing
auditing-nothing = This choice is no longer in use. To report something, just write here.
auditing-not-allowed = Your role does not read the audit.

## Deeds
auditing-other = { $who }: { $action } { $subject }
auditing-member = { $name } ({ $role })
auditing-did-access-refused = { $who } was refused: { $subject }
auditing-did-audit-exported = { $who } exported the audit { $subject }
auditing-did-audit-read = { $who } read the audit { $subject }
auditing-did-clock-extended = { $who } put off the deadline of tip { $subject }
auditing-did-clock-missed-transfer = tip { $subject } missed the deadline to hand it on
auditing-did-clock-missed-verify = tip { $subject } missed the deadline to verify it
auditing-did-contact-erased = { $who } erased the way back of tip { $subject }
auditing-did-content-erased = { $who } erased the content of tip { $subject }
auditing-did-custodian-added = { $who } registered the key of custodian { $subject }
auditing-did-custodian-bound = { $who } decides from now on for the key of custodian { $subject }
auditing-did-custodian-retired = { $who } retired the key of custodian { $subject }
auditing-did-factor-added = { $who } set up sign-in ({ $subject })
auditing-did-factor-removed = { $who } removed a way to sign in ({ $subject })
auditing-did-factors-reset = { $who } reset the sign-in of { $subject }
auditing-did-group-added = { $who } let the community group { $subject } get the unit's messages
auditing-did-group-left = The community group { $subject } has left
auditing-did-group-removed = { $who } took the community group { $subject } out
auditing-did-identity-approved = { $who } approved disclosing the identity of tip { $subject }
auditing-did-identity-disclosed = { $who } disclosed the identity of tip { $subject }
auditing-did-identity-refused = { $who } refused to disclose the identity of tip { $subject }
auditing-did-identity-requested = { $who } asked for the identity of tip { $subject }
auditing-did-identity-withdrawn = The identity left with tip { $subject } was withdrawn
auditing-did-invite = { $who } issued an invitation for the role { $subject }
auditing-did-key-destroyed = { $who } destroyed the key { $subject }
auditing-did-key-made = { $who } made the key { $subject }
auditing-did-key-rotated = { $who } rotated the key { $subject }
auditing-did-keys-exported = { $who } exported keys { $subject }
auditing-did-member-added = { $subject } joined
auditing-did-member-removed = { $who } removed { $subject }
auditing-did-points-imported = { $who } added { $subject } points
auditing-did-register-exported = { $who } wrote the reception register to a file ({ $subject })
auditing-did-point-closed = { $who } closed the place { $subject }
auditing-did-points-changed = { $who } changed { $subject } points
auditing-did-points-exported = { $who } exported the list of { $subject } points
auditing-did-signs-made = { $who } made new signs: { $subject }
auditing-did-sign-revoked = { $who } revoked the sign { $subject }
auditing-did-sign-replaced = { $who } replaced the sign { $subject }
auditing-did-reporter-muted = { $who } muted the reporter of tip { $subject }
auditing-did-reporter-unmuted = { $who } unmuted the reporter of tip { $subject }
auditing-did-role-changed = { $who } changed a role: { $subject }
auditing-did-sentences-changed = { $who } changed prepared sentences ({ $subject })
auditing-did-session-begun = { $who } signed in { $subject }
auditing-did-session-ended = { $who } ended the session { $subject }
auditing-did-shift-added = { $who } added a turn of duty
auditing-did-shift-removed = { $who } took out a turn of duty
auditing-did-sign-in-failed = { $who } failed to sign in { $subject }
auditing-did-tip-asked = { $who } asked the reporter of tip { $subject }
auditing-did-tip-assigned = { $who } assigned tip { $subject }
auditing-did-tip-closed = { $who } closed tip { $subject }
auditing-did-tip-concluded-not-enough = { $who } concluded tip { $subject }: not enough to go on
auditing-did-tip-concluded-prank = { $who } concluded tip { $subject }: a prank
auditing-did-tip-concluded-right = { $who } concluded tip { $subject }: right
auditing-did-tip-concluded-wrong = { $who } concluded tip { $subject }: not right
auditing-did-tip-filed = New tip { $subject }
auditing-did-tip-given = { $who } was given tip { $subject }
auditing-did-tip-handed-over = { $who } handed over tip { $subject }
auditing-did-tip-noted = { $who } wrote a note on tip { $subject }
auditing-did-tip-opened = { $who } opened tip { $subject }
auditing-did-tip-released = { $who } gave tip { $subject } back to the queue
auditing-did-tip-reopened = { $who } reopened tip { $subject }
auditing-did-tip-merged = { $who } merged tip { $subject } into another
auditing-did-tip-no-twin = { $who } noted that tip { $subject } is not the same as another
auditing-did-tip-related = { $who } noted that tip { $subject } is related to another
auditing-did-tip-unmerged = { $who } took tip { $subject } out again
auditing-did-tip-unrelated = { $who } noted that tip { $subject } is no longer related to another
auditing-did-tips-searched = { $who } searched the unit's tips
auditing-did-tip-taken = { $who } took tip { $subject }
auditing-did-tip-verifying = { $who } began to verify tip { $subject }
auditing-did-tip-keyed-in = { $who } keyed in tip { $subject } (by telephone or letter)
auditing-did-tip-moved = { $who } handed tip { $subject } to another unit
auditing-did-tip-received = Tip { $subject } came from another unit, handed on by { $who }
auditing-did-tip-sent-away = { $who } handed tip { $subject } to a body outside of the service
auditing-did-tips-imported = Past tips imported from a file: { $subject }
auditing-did-unit-added = { $who } added the unit { $subject }
auditing-did-unit-setting = { $who } changed the setting { $subject }
auditing-did-zalo-authorized = { $who } got Zalo’s permission for the official account { $subject }

## Actions
auditing-action-see-queue = see the queue
auditing-action-open-tip = open a tip
auditing-action-take-tip = take a tip
auditing-action-ask-reporter = ask the reporter
auditing-action-write-note = write a note
auditing-action-close-tip = close a tip
auditing-action-remove-member = manage members
auditing-action-request-identity = ask for an identity
auditing-action-decide-identity = decide on an identity
auditing-action-mute-reporter = mute a reporter
auditing-action-read-audit = read the audit
auditing-action-export-audit = export the audit
auditing-action-end-sessions = end others' sessions
auditing-action-move-tip = change the status of a tip
auditing-action-hand-over = hand over a tip
auditing-action-assign-tip = assign a tip
auditing-action-extend-clock = extend a deadline
auditing-action-transfer-tip = transfer a tip
auditing-action-link-tips = link tips
auditing-action-label-tip = label a tip
auditing-action-bulk-change = change many tips at once
auditing-action-find-tips = find tips
auditing-action-key-in-tip = key in a tip
auditing-action-read-duty-book = read the duty book
auditing-action-set-rota = set the rota
auditing-action-edit-words = edit prepared words and labels
auditing-action-join-group = add a staff group
auditing-action-keep-groups = look after community groups
auditing-did-board-added = { $who } connected a group as a board { $subject }
auditing-did-board-removed = { $who } disconnected a group { $subject }
auditing-did-label-added = { $who } added the label “{ $subject }”
auditing-did-label-dropped = { $who } dropped the label “{ $subject }”
auditing-did-tip-closed-in-bulk = { $who } closed tip { $subject } (with others)
auditing-did-tip-given-in-bulk = { $who } gave away tip { $subject } (with others)
auditing-did-tip-labelled = { $who } put a label on tip { $subject }
auditing-did-tip-unlabelled = { $who } took a label off tip { $subject }
auditing-action-mark-sign = note something about a sign
auditing-action-revoke-sign = withdraw a sign
auditing-action-see-coverage = see how much of 100% hangs
auditing-did-sign-installed = { $who } noted that sign { $subject } hangs
auditing-did-sign-inspected = { $who } checked sign { $subject }
auditing-did-sign-damaged = { $who } noted that sign { $subject } is damaged
auditing-did-sign-pledged = { $who } noted a pledge at the place of sign { $subject }
auditing-did-sign-rules-posted = { $who } noted that the rules hang at the place of sign { $subject }
