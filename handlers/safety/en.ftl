safety-sessions = You are working from { $count } places:

    { $lines }
safety-none = (none)
safety-lines =
    { $first }
    { $rest }
safety-session = { $number }. { $channel }, since { $days ->
    [0] today
   *[other] { $days } days ago
}, { $minutes ->
    [0] used just now
   *[other] last used { $minutes } minutes ago
}{ $here }
safety-here = {" "}– this session
safety-elsewhere = { "" }
safety-channel-web = Web page
safety-channel-telegram = Telegram
safety-channel-zalo = Zalo
safety-channel-platform = Another app
safety-end = End session { $number }
safety-end-others = End all others
safety-colleagues = Colleagues' sessions
safety-end-of = End { $count } sessions of { $name }
safety-whose = Whose sessions do you want to end? They will have to sign in again.
safety-nobody = No colleague has a session.
safety-ended = Ended { $count } sessions. Nothing can be read there any more.
safety-gone = There is no such session; perhaps it has ended already.
safety-nothing = There is nothing to see here. Type /help to learn how this works.
safety-old-button = This choice no longer works. To report something, just write here.
safety-not-allowed = Your role does not end the sessions of others.

## PIN
safety-pin = Please type your PIN to go on. The message with it is deleted at once; where that cannot be done, you are asked to delete it.
safety-pin-typed = What you just typed was neither sent nor kept. Please type it again after your PIN.
safety-pin-new = Before you read a report, please choose a PIN of { $least } to { $most } digits, none that is easily guessed. It keeps whoever picks up your phone from reading. The message with it is deleted at once; where that cannot be done, you are asked to delete it.
safety-pin-easy = A PIN needs { $least } to { $most } digits and must not be an easy row such as 123456 or 000000. Please choose another.
safety-pin-again = Please type the PIN once more.
safety-pin-differs = The two were not alike; let us begin again.
safety-pin-wrong = That is not right; { $left } tries are left.
safety-pin-right = Right, please go on.
safety-pin-go-on = Go on
safety-pin-locked = Too many wrong tries: locked for { $minutes } minutes. If you forgot your PIN, ask your lead to reset it.
safety-pin-locked-of = The PIN of { $name } was typed wrong many times and is locked. If that was not them, end that session (/sessions).
safety-pin-words = Only the digits of your PIN are taken here. To do something else, choose Stop.
safety-pin-stop = Stop
safety-pin-stopped = Stopped. The report was not opened.
safety-pin-reset = The PIN of { $name } has been dropped; they choose a new one when they next read a report.
safety-pin-not-own = Ask another lead or an administrator to reset your own PIN.
safety-pin-reset-of = Reset the PIN of { $name }
