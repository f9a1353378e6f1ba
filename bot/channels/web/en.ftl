### The web page: the way from a QR code to a conversation. Short, as a neighbour in the police would say it.

## Every page
web-name = Tin báo
web-language = Language
web-skip = Skip to content
web-exit = Quick exit
web-exit-hint = Leaves this page and wipes what it shows, at once. Pressing Esc twice does the same.
web-home-title = Commune page

## Landing page
web-here = You are at
web-place = { $point }, { $unit }
web-home-heading = Report drugs
web-home-lead = If you saw something, write to us here. No name, no account needed.
web-danger = Is somebody in danger?
web-call-113 = Call 113
web-call-hotline = Duty desk { $number }
web-chat-here = Write here
web-chat-here-hint = The most private way. One question at a time, nothing to install.
web-form-link = Write it all at once
web-form-link-hint = A single page, works on a weak connection too.
web-zalo = Use Zalo
web-zalo-words = MÃ { $code }
web-zalo-first = Send first:
web-zalo-hint = Zalo knows your account.
web-telegram = Use Telegram
web-telegram-hint = Telegram knows your account, and cannot always be reached.
web-reader = The police of { $unit }
web-reader-any = The police of the place you choose
web-who-heading = Who sees what?
web-who-reads = { $reader } will read your report, but will not know who you are. This page asks for no name and keeps no phone number or network address.
web-who-reads-own = { $reader } reads the report but does not know who you are. No name is needed; this page keeps no device number and no network address.
web-who-apps = Through { $apps }: the company knows your account and keeps your words; the police read only the words.
web-who-calls = By telephone: whoever answers sees the calling number.
web-receipt-link = Have a receipt? See the answer

## Codes that do not work
web-sign-old = The code on this sign is no longer in use
web-sign-old-hint = The sign of { $unit } here was replaced, or is not needed any more.
web-sign-unknown = We do not know this code
web-sign-unknown-hint = Perhaps a letter was mistyped, perhaps the code is not ours: a true one opens { $host }.
web-sign-way-on = You can still report here as usual.

## A sign that is torn or pasted over
web-sign-bad = Is the sign damaged or pasted over?
web-sign-bad-hint = One press is all. Only the day is noted, not who told us.
web-sign-damaged = Torn, faded, hard to scan
web-sign-covered = Another code is pasted over it
web-sign-thanks = Thank you
web-sign-thanks-damaged = An officer will look at the sign. Until then you can still report on this page.
web-sign-thanks-covered = An officer will look at the sign. Until then please do not scan the code on top, and leave it for the officer to see.
web-sign-true = A true code opens a page at:
web-sign-true-damaged = A code that opens another page is not ours.
web-sign-true-covered = A code that opens another page is not ours. If you have entered a name, a phone number or a password on a strange page, please call the duty desk or 113.
web-sign-back = To the report page
web-sign-nobody = We note only the day, not who told us.

## Staff at a sign's page
web-staff-sign = For staff: record this sign
web-staff-sign-hint = Installed, in order, damaged or replaced.

## Chat
web-chat-title = Messages
web-chat-heading = Conversation
web-empty = Write what you saw in the box below. Photos and recordings are fine too.
web-begin = Start
web-log = Messages
web-you = You
web-bot = Tin báo
web-choices = Choose
web-choices-past = Choose again
web-text = Write a message
web-files = Send a photo, recording or file
web-files-hint = Photos, videos, recordings or PDF, at most 20 MB each.
web-send = Send
web-location = Send location
web-reload = Look for news
web-menu = More
web-file-photo = Photo
web-file-video = Video
web-file-audio = Recording
web-file-document = PDF file
web-file-size = { $mb }.{ $tenths } MB
web-file-small = { $kb } KB
web-qr = QR code of the receipt
web-receipt-typed = Look at a report by its receipt
web-keep = Remember this device
web-keep-hint = Only on a device of your own with a screen lock: you can come back for 90 days after closing the browser.
web-keep-offer = Closing the browser ends this session. If this is your own device with a screen lock, let it remember you.
web-unkeep = Stop remembering this device
web-sending = Sending…
web-offline = Not sent yet, the connection may be weak. Your message is still in the box; press Send again in a moment.
web-failed = Not sent yet. Your message is still in the box, please try again.
web-too-large = A file is larger than 20 MB and was left out. Please choose a shorter one.
web-too-many = Ten files at a time. Please send the others with your next message.
web-no-location = The location could not be found. Please type the address.
web-locating = Finding the location…
web-picked = Chosen

## One-page form
web-form-title = Write a report
web-form-heading = Write it all at once
web-form-lead = Leave out what you do not know. You will get a receipt to see the answer.
web-form-kind = What is it about?
web-form-official = This goes straight to another office: { $reader }. Nobody here sees it.
web-form-story = What did you see?
web-form-story-hint = Who, what, how. In your own words.
web-form-when = When?
web-form-when-hint = For example: about 9 last night
web-form-where = Where?
web-form-where-hint = For example: the boarding house by the petrol station
web-form-files = Photos, videos, recordings
web-form-alter = Change the voice in recordings
web-form-alter-hint = People who know you can recognise a voice. Leave this ticked and officers hear only a changed voice; the original is destroyed. The sound of videos stays as it is.
web-form-send = Send the report
web-form-nothing = There is nothing to send yet. Write a few words, or add a photo.
web-form-own = Leave your name (optional)
web-form-own-hint = Only if you want a reward or can be a witness. It is sealed at once and the officer cannot see it; it opens only when all its keepers agree, and you will be told.
web-form-name = Name
web-form-phone = Telephone
web-form-reply = May the police ask you back?
web-form-ask-back = Yes, right on this page
web-form-ask-back-hint = The police still don't know who you are.
web-form-one-way = Leave no way to reach me
web-form-one-way-hint = After an hour this page forgets everything. Only the receipt opens the report.
web-form-true = Just tell what you know; a knowingly false report is punishable by law.

## Receipt
web-door-title = Go on here
web-door-heading = Go on on the web page
web-door-lead = Press the button to bring what you are writing in the chat to this page. Until then everything stays there.
web-door-field = Code in the message, 12 characters
web-door-open = Go on here
web-door-once = The code works once, within 30 minutes. After that, type /web in the chat for a new one.
web-door-own = If somebody else gave you the link, do not press.
web-door-report = Make a new report here
web-receipt-title = See the answer
web-receipt-heading = Come back to your report
web-receipt-lead = Type the 16 characters of your receipt. Capitals and dashes do not matter.
web-receipt-field = Receipt
web-receipt-open = See the answer
web-receipt-lost = Without the receipt nobody can bring the report back, not even we. Please write a new one.

## Leaving
web-leave-title = Leave
web-leave-heading = Leave
web-leave-lead = If you only leave, you can come back. If you wipe, this device forgets the conversation; staff have to sign in again.
web-leave-only = Only leave
web-leave-wipe = Wipe everything on this device
web-neutral-title = Numbers to remember
web-neutral-heading = Numbers to remember
web-neutral-fire = Fire, rescue
web-neutral-ambulance = Ambulance
web-neutral-child = Child protection
web-neutral-farm = Storm season: keep clean water, a torch and your usual medicine. The commune radio speaks at 5 in the morning and 5 in the afternoon.

## Trouble
web-trouble-title = Not done yet
web-trouble-back = Back to the messages
web-trouble-home = To the first page
web-trouble-urgent = If it is urgent, call 113.
web-not-found-heading = There is no such page
web-not-found = The address may be incomplete. Scan the code again, or go to the first page.
web-file-missing-heading = The file cannot be opened yet
web-file-missing = It is still on its way, or no longer here. Wait a moment and try again.
web-bad-heading = This was not understood
web-bad = Your message broke off on the way. Please go back and send it again.
web-elsewhere-heading = This was not sent from our page
web-elsewhere = To keep you safe we do not take it. Please open our page and write there.
web-too-much-heading = That is too long
web-too-much = A message may have 200,000 characters and 10 files of 20 MB. Please go back and send it in parts.
web-down-heading = Your message could not be stored
web-down = There is trouble on our side and nothing was sent. Your words are still below; press Send again in a moment.
web-broken-heading = Something is wrong here
web-broken = The fault is ours, not yours. Please wait a moment and try again.

## Many at once
web-held-title = Almost sent
web-held-heading = Almost sent
web-held-kept = Many reports are arriving at once. What you wrote is kept here; nothing is lost.
web-held-working = Your device is doing one small step; the report goes out by itself in a few seconds. Please leave this page open.
web-held-wait = Please wait about { $seconds } seconds. The page opens again by itself; then press Send report.
web-held-done = Done, sending…
web-held-ready = It is your turn. Press Send report.
web-held-send = Send report
web-held-back = See what you wrote

## Staff sign in
web-desk-title = Sign in
web-desk-heading = Staff sign-in
web-desk-lead = This page is for officers who receive tips. To report something, you need not sign in.
web-desk-over = Your last session has ended; please sign in again.
web-desk-passkey = Use fingerprint, face or screen lock
web-desk-passkey-hint = If you have set up a passkey on this computer or phone.
web-desk-passkey-wrong = This passkey did not work here. Please try again, or use the number on your phone.
web-desk-or = or
web-desk-code = Member code
web-desk-number = Number on your phone
web-desk-number-hint = Six digits in your authenticator app; they change every half minute. Your member code stands beside them.
web-desk-enter = Sign in
web-desk-wrong = The member code or the number is not right. Please wait for a new number and try again.
web-desk-slow = Too many tries. Please wait { $minutes } more minutes, or sign in with a passkey.
web-desk-lost = Lost your phone? Ask the administrator to reset your sign-in and give you a new invitation code.
web-desk-again = The session on this page has ended. Staff can sign in again.
web-factor-title = Set up sign-in
web-factor-heading = Set up sign-in
web-factor-lead = From now on you sign in to every new session in one of these two ways.
web-factor-passkey = A passkey on this device
web-factor-passkey-hint = The quickest: fingerprint, face, or the password that unlocks it.
web-factor-passkey-wrong = The passkey could not be set up. Please try again, or choose the other way.
web-factor-numbers = Numbers on your phone
web-factor-numbers-hint = With an authenticator app such as Google Authenticator, Aegis or FreeOTP.
web-factor-number-heading = Set up numbers on your phone
web-factor-scan = Open your authenticator app, choose to add an account, and scan this code.
web-factor-qr = QR code for the authenticator app
web-factor-by-hand = Cannot scan it? Type this key into the app
web-factor-code = Your member code, which you need to sign in:
web-factor-first = Type the six digits that the app shows now
web-factor-confirm = Confirm
web-factor-other = Choose another way
web-factor-number-wrong = The number is not right. Please check your phone's clock, wait for a new number and type it again.
web-factor-slow = Too many tries. Please wait { $minutes } more minutes.
web-factor-done-heading = How you sign in
web-factor-done = All set. Next time, open this page and sign in.
web-factor-have-passkey = Passkey, set up on { $since }
web-factor-have-numbers = Numbers on your phone, set up on { $since }. Member code:
web-factor-go = Go to work
web-factor-more = Add or remove a way to sign in
web-factor-prove = Please confirm first that it is you. Each time allows one change, within 5 minutes.
web-factor-proof-wrong = The number is not right. Please wait for a new number and type it again.
web-factor-late = Your last confirmation no longer holds. Please confirm again.
web-factor-last = It could not be removed. You need to keep at least one way to sign in.
web-factor-remove = Remove
web-factor-remove-passkey = Remove the passkey set up on { $since }
web-factor-remove-numbers = Remove the numbers on your phone set up on { $since }

## The queue beside the conversation, seen by staff only
web-queue-title = Queue
web-queue-views = Ways to see the queue
web-queue-urgent = Urgent
web-queue-waiting = Added to
web-queue-looking = 👀 Looking at it now:
web-queue-empty = The queue is empty. Thank you.
web-queue-none = No tips here.
web-queue-pages = Pages of the queue
web-queue-back = ← Previous page
web-queue-on = Next page →
web-queue-close = Close
web-queue-keys = Keys
web-queue-key-j = Next tip
web-queue-key-k = Tip before
web-queue-key-open = Open the chosen tip
web-queue-key-a = Take the opened tip
web-queue-key-r = Ask the reporter
web-queue-key-n = Internal note
web-queue-key-g = To the queue
web-queue-key-help = Show these keys
web-queue-key-close = Close a small window, leave the box
web-queue-photo-back = Photo before
web-queue-photo-on = Next photo
web-spot-hint = Open in this device's map
web-spot-copy = Copy coordinates
web-spot-copied = Copied
web-spot-not-copied = Could not be copied. Please select the numbers and copy them.
