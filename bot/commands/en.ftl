# What the commands say of lists of places: to whoever keeps the list.

points-fault-line = { $file } line { $line }: { $fault }
points-fault-more = and { $count } more faults
points-fault-nothing = tinbao: nothing was imported. Mend the faults above and import the whole file again.
points-no-heads = no first line has the columns “loại” (kind) and “tên” (name): add it and import again
points-two-heads = two columns mean “{ $column }”: drop one
points-no-lines = the file has no places yet: write one a line, below the first line

points-fault-empty = the column “{ $column }” is empty: fill it in
points-fault-kind = the column “loại” (kind) is not right: write one of { $known }
points-fault-nameless = the column “tên” (name) has no letter or digit: write the name again
points-fault-long = the column “{ $column }” is longer than { $most } characters: make it shorter
points-fault-dated = Excel has made a date of the column “{ $column }”: make the cell text and write it again
points-fault-error = the column “{ $column }” is a formula's error: mend the formula or write the value
points-fault-formula = the column “{ $column }” is a formula that was not calculated: write the value
points-fault-letters = the column “{ $column }” has broken letters: type it again and save the file as XLSX or CSV UTF-8
points-fault-cells = has more cells than the first line: put a name with a comma in it between quotes
points-fault-degrees = the column “{ $column }” must be a number like 11,5432: write it again
points-fault-pair = latitude and longitude go together: write both or neither
points-fault-swapped = latitude and longitude have changed places: change them back
points-fault-abroad = the place is outside Vietnam: look at latitude and longitude again
points-fault-day = the column “{ $column }” must be a day like 22/11/2026: write it again
points-fault-no-day = the column “{ $column }” is no day of the calendar: write it again
points-fault-time = the column “{ $column }” is after today or before 1990: write it again
points-fault-tags = the column “đối tượng” (tags) is not right: write one or more of { $known }
points-fault-signs = the column “số biển” (signs) must be a number from 0 to { $most }: write it again
points-fault-twice = is the same as line { $line }: drop one, or give them different names
points-fault-parent = the column “thuộc thôn” (parent) names a place that is neither in the file nor in the register: mend the name, or add a line for it
points-fault-parents = several places have the name in the column “thuộc thôn” (parent): write it out, like “Xã A > Thôn 1”
points-fault-which = several places have this kind and name: fill in the column “thuộc thôn” (parent) to say which
points-fault-cycle = the places lie in one another: mend the column “thuộc thôn” (parent)

points-summary = { $dry ->
    [yes] { $added } would be added, { $changed } changed, { $same } left as they are.
   *[no] { $added } added, { $changed } changed, { $same } left as they are.
 }
points-summary-signs = { $dry ->
    [yes] { $signs } new signs would be made.
   *[no] { $signs } new signs made.
 }
points-summary-closed = { $count } places are closed: left so, not opened again (--reopen adds them again).
points-summary-unnamed = { $count } places of the register are not in the file: left as they are.
points-summary-alike = line { $line } differs only in its marks from { $other }: see whether it is the same place
points-alike-line = line { $line }
points-alike-held = a place that is there
points-summary-ignored = Columns that are not used: { $columns }
points-summary-unprinted = The name has a letter that no poster can print, in lines: { $lines }. Mend the file and import it again, or leave these signs out with --skip-unprintable when printing.
points-summary-ahead = { $count } lines above the first line of the table: not read.

points-sign-made = not yet up
points-sign-installed = up
points-sign-damaged = damaged
