### Community groups: which get the unit's messages, and what is said in a group, where everybody reads it.

## Staff
outreach-groups =
    Community groups of your unit: { $n }.
    { $lines }
    Choose a group to name it or to take it out.
outreach-none = There is no community group yet. A group of a hamlet, a school or a boarding house that agrees to get messages can be added here.
outreach-unnamed = A group on { $channel ->
        [telegram] Telegram
        [zalo_bot] Zalo
        [zalo_oa] Zalo
       *[other] another app
    } without a name, since { $since }
outreach-line = { $name }: { $channel ->
        [telegram] Telegram
        [zalo_bot] Zalo
        [zalo_oa] Zalo
       *[other] another app
    }, since { $since }
outreach-add = + Add a group
outreach-all = Community groups
outreach-page-back = ← Page before
outreach-page-on = Next page →
outreach-code =
    A code for one group, once, within { $hours } hours: { $code }
    1. Ask whoever runs the group to add the bot to it.
    2. They type in the group:
    • Zalo: @ the bot's name, then DANGKY { $code }
    • Telegram: /dangky { $code }
    From then on the unit's messages go to the whole group. What people say in the group the bot does not keep.
outreach-group =
    { $line }
    What would you like to do with this group?
outreach-gone = This group gets no messages of your unit any more. Type /community-groups to see which do.
outreach-name = Name it
outreach-name-ask = What do you call this group? Type a name of at most { $most } characters, such as: Zalo hamlet 3. Only the unit's staff see it.
outreach-named = This group is called { $name } from now on.
outreach-drop = Take it out
outreach-drop-sure =
    Take this group out?
    { $line }
    The group is told so in one sentence and gets no more messages. To get them again it needs a new code.
outreach-drop-yes = Yes, take it out
outreach-dropped = The group is taken out, and is told so.
outreach-stop = Never mind
outreach-stopped = Left as it was.
outreach-told = ✅ A group on { $channel ->
        [telegram] Telegram
        [zalo_bot] Zalo
        [zalo_oa] Zalo
       *[other] another app
    } has come in with your code. Give it a name to know it by.

## In the group
outreach-joined =
    Hello everybody! From now on this group gets messages of { $unit } against drugs: short ones, { $most } a week at the most.
    What is said in the group the bot neither keeps nor answers. If you want to report something, please write in private.
    If you want no more of them, { $leave }.
outreach-out-command = type /roi
outreach-out-name = type @ the bot's name, then ROI
outreach-here = This group gets the messages of { $unit } already, no code is needed.
outreach-elsewhere = This group gets the messages of { $unit }. To get another unit's, first { $leave }, then type this code again.
outreach-wrong = This code is wrong or has expired. Please ask the staff for a new one.
outreach-board-code = This code is for a group of staff, not for one of residents. Staff get another one by writing /community-groups to the bot in private.
outreach-is-board = This group is the unit's board, so it gets no messages for residents.
outreach-over = This group gets no more messages of { $unit }. Thank you. To report something, just write to the bot in private.
outreach-private = Everybody reads what is said here, so please do not tell it in the group. Report in private, where it is kept; in danger call 113.
outreach-by-chat = Write in private
outreach-by-web = Report on the web page
