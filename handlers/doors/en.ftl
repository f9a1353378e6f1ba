### Other doors: an officer keys in a telephone call or a letter. The reporter's name is not asked for, nor written.

doors-source = By which door did the tip come?
doors-phone = Telephone
doors-letter = Letter, tip box
doors-kind = What is it about?
doors-story-phone =
    Type what the caller tells: what they saw, who, how; several messages are fine.
    Do not ask for or write the caller's name or number. Who wants to leave a name does so with the receipt.
doors-story-letter =
    Type what the letter says, or send photos of it; several messages are fine.
    Cover the writer's name, address and signature before you take the photo, and do not type them.
doors-noted = Noted, not sent. Go on if there is more; when that is all, choose Done.
doors-done = Done
doors-no-voice = Recordings of calls are not kept: a voice tells whose it is. Please type what was said.
doors-when = When did it happen? Choose or type.
doors-unknown = Not known
doors-point = Near which of the unit's places? Choose, or type its name.
doors-no-point = None of them
doors-more = More
doors-point-which = Several places have a name like that; please choose:
doors-point-unknown = Your unit has no place of that name. Type it again, or choose None of them.
doors-where = Where exactly? Type the address, or send a location.
doors-urgent = Is somebody in danger, does it have to be seen to now?
doors-review =
    Please check (by { $source }):
    • About: { $kind } · { $urgency }
    • Place: { $point }
    • Told: { $parts } messages, { $files } files
    Put it into the queue?
doors-number-there =
    There is a telephone number in what was told. If it is the reporter's, choose Take the number out before you send.
doors-unnumber = Take the number out
doors-send = Put it into the queue
doors-add = Add more
doors-filed-phone =
    Tip { $reference } is in the register, with { $office }.

    Read this code to the caller, slowly, group by group:
    { $receipt }

    With it they can see answers and tell more, on the web page or by typing it here. It is kept nowhere: when they have it, choose They have it.
doors-filed-letter =
    Tip { $reference } is in the register, with { $office }.

    The receipt, should you meet who wrote:
    { $receipt }

    It is kept nowhere: when done, choose They have it.
doors-filed-elsewhere =
    It is about an official, so it went straight to { $office }. Your unit does not see it; please keep it to yourself.

    Read this code to the caller:
    { $receipt }

    It is kept nowhere: when they have it, choose They have it.
doors-official-here = Note: there is no unit above that takes tips about officials, so it is in your own unit's queue. If the caller would rather not, please point them to the provincial police.
doors-read = They have it
doors-put-away = The code is put away. Thank you.
doors-put-away-stays = All right. Zalo does not let me take the code off the screen: please delete the message with it in Zalo yourself; whoever has the code can see the report.
doors-again = Key in another
doors-going-on = You are in the middle of keying in a tip; what you typed is all there. Go on with the question below, or choose Stop to drop it and begin another.
