### The audit: what is said to the auditor. Only of what staff did, never of who reported.

## Buttons
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
auditing-nothing = This button is no longer in use. To report something, just write here.
auditing-not-allowed = Your role does not read the audit.

## Deeds
auditing-other = { $who }: { $action } { $subject }
auditing-member = { $name } ({ $role })
auditing-did-access-refused = { $who } was refused: { $subject }
auditing-did-audit-exported = { $who } exported the audit { $subject }
auditing-did-audit-read = { $who } read the audit { $subject }
auditing-did-contact-erased = { $who } erased the way back of tip { $subject }
auditing-did-content-erased = { $who } erased the content of tip { $subject }
auditing-did-custodian-added = { $who } registered the key of custodian { $subject }
auditing-did-custodian-retired = { $who } retired the key of custodian { $subject }
auditing-did-factor-added = { $who } set up sign-in ({ $subject })
auditing-did-factor-removed = { $who } removed a way to sign in ({ $subject })
auditing-did-factors-reset = { $who } reset the sign-in of { $subject }
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
auditing-did-reporter-muted = { $who } muted the reporter of tip { $subject }
auditing-did-reporter-unmuted = { $who } unmuted the reporter of tip { $subject }
auditing-did-session-begun = { $who } signed in { $subject }
auditing-did-session-ended = { $who } ended the session { $subject }
auditing-did-sign-in-failed = { $who } failed to sign in { $subject }
auditing-did-tip-asked = { $who } asked the reporter of tip { $subject }
auditing-did-tip-closed = { $who } closed tip { $subject }
auditing-did-tip-filed = New tip { $subject }
auditing-did-tip-noted = { $who } wrote a note on tip { $subject }
auditing-did-tip-opened = { $who } opened tip { $subject }
auditing-did-tip-taken = { $who } took tip { $subject }
auditing-did-unit-added = { $who } added the unit { $subject }
auditing-did-unit-setting = { $who } changed the setting { $subject }

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
