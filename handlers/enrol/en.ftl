### Joining and leaving the staff: the code, the name that is shown, the list of members.

enrol-already = You are a member of { $unit } ({ $role }) already; no code is needed.
enrol-slow = That was tried many times. Please try again in { $minutes } min.
enrol-wrong = This code does not work. Please check it letter by letter, or ask for a new one.
enrol-name =
    The code is right. You join { $unit } as { $role }.
    Which name will colleagues see? For example: Officer Lan. (At most { $most } characters.)
enrol-name-long = That name is too long: please keep it within { $most } characters.
enrol-name-taken = There is a “{ $name }” in the unit already. Please choose another name, so nobody mixes you up.
enrol-done-before = You are a member already.
enrol-welcome-desk =
    Welcome { $name }, { $role } of { $unit }.
    Tinbao writes here when a tip comes in.
    • /queue: the queue
    • a tip's reference: opens that tip
    • /help: what you can type
enrol-welcome =
    Welcome { $name }, { $role } of { $unit }.
    Type /help for what you can type.
enrol-replaced = 🔏 { $name } answers for the key of { $former } from now on; { $former } is no longer in Tinbao. If you invited nobody, remove that person and ask at once.
enrol-role-yours = From now on your role in the unit is { $role }. If you do not know of this, ask the lead or whoever keeps the server.
enrol-role-changed = From now on the role of { $name } in the unit is { $role }. If you do not know of this, ask whoever keeps the server.
enrol-joined = 👋 { $name } ({ $role }) has joined the unit. If you do not know this person, remove them from the members.

enrol-queue = Queue
enrol-members = Members

enrol-members-page =
    Members: { $count }
    { $lines }
enrol-no-members = Nobody yet.
enrol-member = • { $name }, { $role }
enrol-lines =
    { $first }
    { $rest }
enrol-remove = Remove { $name }
enrol-page-back = ← Previous page
enrol-page-on = Next page →
enrol-remove-confirm = Remove { $name } from the unit? They will see no tip any more; to come back they need a new code.
enrol-remove-yes = Yes, remove
enrol-stop = Never mind
enrol-stopped = Stopped. Nothing was changed.
enrol-removed = { $name } is removed from the unit.
enrol-not-found = There is no such person in the unit, or they were removed already.
enrol-not-allowed = Your role cannot do this.
enrol-nothing = This choice no longer works. If you want to report something, just write here.

enrol-role-officer = officer
enrol-role-lead = lead
enrol-role-communicator = communicator
enrol-role-custodian = custodian
enrol-role-auditor = auditor
enrol-role-admin = administrator
enrol-role-other = member
enrol-tips-back = Tips of { $name } are back in the queue ({ $count }) and need somebody to take them.
enrol-stay = Closing the browser makes this device forget you. On a device of your own, load the page again and choose “Remember this device”.
