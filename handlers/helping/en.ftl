### Help in chat: which commands there are, and how each is typed.

helping-all =
    You can type:
    { $lines }
    To learn how a command is used, type its name after /help. Example: /help sessions
helping-unknown = You have no command of that name.
helping-none = There is no such command. Type /help to see what you can type.
helping-extra = What follows the command was not understood and is left aside. { $use }

## A line for each
helping-line-queue = /queue – the queue
helping-line-aside = /aside – what is set aside
helping-line-find = /find – find tips by reference or by words
helping-line-note = /note – an internal note on a tip
helping-line-key-in = /key-in – key in a telephone call or a letter
helping-line-duty = /duty – what happened in this shift; hand your tips over
helping-line-rota = /rota – who is on duty
helping-line-points = /points – places with a code: how many have their sign, which want looking at
helping-line-labels = /labels – name the unit's labels
helping-line-questions = /questions – write the unit's questions and status sentences
helping-line-groups = /groups – connect your team's group as a board
helping-line-community = /community-groups – the residents' groups that get messages
helping-line-audit = /audit – the unit's audit
helping-line-sessions = /sessions – see and end where you are signed in
helping-line-start = /start – back to the beginning
helping-line-back = /back – one step back
helping-line-cancel = /cancel – drop what you are doing
helping-line-restart = /restart – start over
helping-line-receipt = /status – see a report by its receipt
helping-line-withdraw = /withdraw – no more questions about a report of your own
helping-line-page = /web – open the web page
helping-line-wipe = /wipe – erase this chat
helping-line-en = /english – English
helping-line-vi = /tiengviet – tiếng Việt
helping-line-help = /help – these commands

## How each is used
helping-use-queue = Type it alone to see the queue, then choose below to narrow it or to open a tip. Example: /queue
helping-use-aside = Type it alone to see the tips of muted reporters. Example: /aside
helping-use-find = Type it, then words from the story (with or without tone marks) or a reference. Add point:, kind:, label:, from:, to: to narrow it. Example: /find red motorbike point:Thôn 3
helping-use-note = Type it, the reference, then the note; the reporter never sees it. Example: /note TK-7F3K2 we know this house
helping-use-key-in = Type it alone and answer one question after the other; the reporter's name is not written down. Example: /key-in
helping-use-duty = Type it alone for the last 12 hours; add 8 or 24 for another shift. Example: /duty 8
helping-use-rota = Type it alone to see who is on duty. A lead adds day, times and name to write one down, like 22/11 18:00 - 06:00 Minh. Example: /rota
helping-use-points = Type this to see how many places have their sign, by kind and by hamlet, with a picture. To note something about a sign, scan it or type its short code, such as MÃ 7F3K2X. Example: /points
helping-use-labels = Type it alone to see the unit's labels, then choose below to add one or drop it. Example: /labels
helping-use-questions = Type it alone to see the unit's sentences, then choose below to add, change or remove one. Example: /questions
helping-use-groups = Type it alone, here, for a code that connects a group, or to disconnect one. Example: /groups
helping-use-community = Type it alone to see the groups, get a code for a new one, name one or take one out. Example: /community-groups
helping-use-audit = Type it alone to read the audit; add a reference for one tip. Example: /audit TK-7F3K2
helping-use-sessions = Type it alone to see from where you are signed in, then choose below to end a session. Example: /sessions
helping-use-start = Type it alone to go back to the beginning, where the choices of your role are. Example: /start
helping-use-back = Type it alone to go back to the question before. Example: /back
helping-use-cancel = Type it alone to drop what you are doing; nothing has been sent or changed. Example: /cancel
helping-use-restart = Type it alone to drop what you are doing and start over. Example: /restart
helping-use-receipt = Type it, then the receipt (16 characters), to see what its reporter sees. Example: /status 7F3K-2Q9X-1A2B-3C4D
helping-use-withdraw = If you have reported something here yourself, this ends questions about it. Example: /withdraw
helping-use-page = Type it to get the link to the web page. Example: /web
helping-use-wipe = Type it alone to erase this chat; you are asked once more. No tip is lost from the queue. Example: /wipe
helping-use-en = From then on Tinbao speaks English with you. Example: /english
helping-use-vi = From then on Tinbao speaks Vietnamese with you. Example: /tiengviet
helping-use-help = Type it alone to see the commands; add the name of one to learn how it is used. Example: /help sessions
