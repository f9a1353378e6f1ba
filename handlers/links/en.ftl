### Twins, merging, related tips. Said to colleagues at the desk.

## In the dossier
links-twin = 👥 Perhaps the same as { $reference }: { $why }.
links-why-point = same point
links-why-nearby = less than 300 m apart
links-why-place = same place in words
links-why-night = same night
links-why-day = same day
links-why-days = { $n ->
    [0] less than a day apart
    [one] a day apart
   *[other] { $n } days apart
}
links-why-kind = same kind
links-why-words = words { $n }% alike
links-commas = { $first }, { $rest }
links-merge-with = Merge with { $reference }
links-apart = Not the same as { $reference }
links-part = 👤 From reporter no. { $number } · tip { $reference } (merged):
links-part-erased = 👤 Reporter no. { $number } · tip { $reference }: its content was erased.
links-is-inside = 🧩 This tip was merged into { $into } and is worked on there.
links-unmerge = Take { $reference } out
links-related = 🔗 Related: { $names }
links-see-related = Related tips

## Merging
links-do-merge = Merge into another…
links-ask-merge = Into which tip is { $reference } to be merged? Type its reference. Each reporter keeps a receipt of their own, and none learns of another.
links-merged = 🧩 Tip { $reference } was merged into { $into }. It can be taken out again at any time.
links-merged-turned = 🧩 Tip { $reference } was merged into { $into }, which is urgent and so stays the one that is worked on. It can be taken out again at any time.
links-told-merged = 🧩 { $name } merged tip { $reference } into { $into }.
links-unmerged = Tip { $reference } was taken out of { $into }; it stands as it stood before.
links-unmerged-closed = Tip { $reference } was taken out of { $into }. It stays closed; reopen it to go on with it.
links-told-unmerged = { $name } took tip { $reference } out of { $into }; it is in the queue again.
links-not-merged = Tip { $reference } is not merged into any.
links-same = That is the same tip. Please choose another one.
links-no-such = There is no such tip in your unit. Please look at the reference, like TK-7F3K2, and type it again.
links-owned-by = Tip { $reference } is { $owner }'s. Please talk to { $owner }, or mark both as related.
links-has-ended = Tip { $reference } has been concluded and cannot be merged. You can mark both as related.
links-changed = One of the two has just changed, so they were not merged. Please open the tip again.

## Related
links-do-relate = Related tip…
links-ask-relate = To which tip is { $reference } related? Type its reference.
links-relate-to = Related to { $reference }
links-now-related = 🔗 Noted: tip { $reference } is related to { $other }.
links-unrelate = No longer related: { $reference }
links-not-related = Tips { $reference } and { $other } are no longer noted as related.
links-none-related = Nothing is related to tip { $reference } yet.
links-list-related =
    🔗 Related to tip { $reference }:
    { $lines }
links-is-apart = Noted: tips { $reference } and { $other } are not the same. You will not be asked again.
