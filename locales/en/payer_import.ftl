### Taking in a file of payers.

import-title = Import
import-list = Earlier imports
import-list-text = Files are kept for a week; nobody else sees yours.
import-none = No imports yet
import-intro = Bring payers from a spreadsheet. Nothing changes until you have looked at the rows and confirmed.
import-file-section = File
import-file = Excel workbook (.xlsx) or CSV
import-file-hint = Headings in the first row. At most 10 MB and 100,000 rows.
import-upload = Look at the rows
import-error-none = Choose a file
import-error-nothing = This file is empty
import-error-unknown = This file is neither an Excel workbook nor CSV text
import-error-damaged = This workbook cannot be read. Open it in a spreadsheet, save it again, and try once more.
import-error-large = This workbook holds more than can be taken in. Bring it in parts.
import-error-rows = A file may have 100,000 rows at most. Bring it in parts.
import-error-columns = A file may have 60 columns at most. Remove those that are not needed.
import-error-empty = This file has no rows below its headings
import-error-column = Say which column holds the name before you confirm
import-rows = { $count ->
    [one] { $count-text } row
   *[other] { $count-text } rows
 }
import-mapping = What the columns hold
import-mapping-hint = Guessed from the headings.
import-column = Column { $number }
import-known = Payers that are known already
import-duplicates = When a row’s payer is known
import-duplicates-hint = Known by the client number, otherwise by an email address.
import-duplicates-skip = Leave the record as it is
import-duplicates-update = Add what the row says to the record
import-duplicates-create = Make a second record
import-apply = Apply and look again
import-preview = What would happen now
import-new = New payers
import-known-rows = Known payers
import-wrong = Rows with an error
import-wrong-file = Download the rows with an error, each with its reason (CSV)
import-wrong-text = The other rows were taken in. Put these right and bring them again.
import-confirm = Take in { $count ->
    [one] { $count-text } row
   *[other] { $count-text } rows
 }
import-again-told = These rows were already taken in: { $name } brought the file “{ $file }” on { $day }.
import-again-see = See that import
import-again = Take these rows in again
import-error-again = These rows were already taken in. Tick the box if they are to be taken in again
import-error-begun = Nothing was changed: this file was confirmed already
import-error-changed = Something was changed since this page was opened. Look at it as it is now, then confirm again
import-left-out = Rows left out
import-rows-title = Rows
import-rows-kinds = Kinds of rows
import-rows-wrong = With an error
import-rows-ready = Ready
import-rows-left-out = Left out
import-rows-search = Find rows by what they hold
import-rows-none = No such rows
import-row-deeds = Actions
import-row-of = row { $number }
import-row-correct = Correct
import-row-change = Change
import-row-leave-out = Leave out
import-row-take-in = Include again
import-row-done-saved = Row { $number } was saved.
import-row-done-left-out = Row { $number } was left out.
import-row-done-taken-in = Row { $number } is included again.
import-row-title = Row { $number }
import-row-intro = What you type here counts in place of what the file says. The file on your computer stays as it is.
import-row-cells = What the row says
import-row-left-out = This row is left out. Saving it includes it again.
import-row-save = Save
import-row-save-next = Save and go to the next error
import-row-stale = This row was changed in another window since you opened it. What you typed is below; save again if yours is right
import-row-now = Saved now: { $text }
import-row-now-empty = Saved now: nothing.
import-row-heading = Column “{ $heading }”.
import-row = Row
import-reason = Reason
import-cells = What it holds
import-progress = { $done ->
    [one] { $done-text }
   *[other] { $done-text }
 } of { $rows ->
    [one] { $rows-text } row
   *[other] { $rows-text } rows
 } looked at
import-stage-uploaded = Not confirmed yet
import-stage-running = Being taken in
import-stage-done = Taken in
import-result = Result
import-added = New payers
import-updated = Records completed
import-skipped = Rows that changed nothing
import-to-list = See the newest payers
import-target-ignored = Not imported
import-target-name = Name
import-target-given-name = Given name
import-target-company = Company
import-target-client-number = Client number
import-target-emails = Email addresses
import-target-phones = Phone numbers
import-target-street = Street
import-target-city = City
import-target-region = State or province
import-target-postal-code = Postal code
import-target-country = Country
import-target-language = Language
import-target-contact = Contact
import-target-notes = Notes
import-target-custom = Other detail, under this heading
import-fault-no-name = There is no name
import-fault-email = An email address is not valid
import-fault-too-long = A text is too long
import-fault-too-many = There are too many addresses, numbers or details
import-fault-language = The language is not English, French or Spanish
import-fault-card-number = It held a card number, which was not kept
import-fault-ambiguous = Several payers have this client number or address
