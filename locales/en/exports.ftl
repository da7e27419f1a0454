### Lists as files: their columns, what is told of them, and the page that waits for a long one.

exports-links = Download this list
exports-excel = Excel
exports-csv = CSV

## Names of sheets, and the sheet that tells of the others.

exports-payments = Payments
exports-outbox = Outbox
exports-about = About
exports-about-firm = Firm
exports-about-search = Search
exports-about-everything = All payments
exports-about-file = File { $number }
exports-about-unsuccessful = Declines, failures and voids
exports-about-shown = Included
exports-about-hidden = Left out
exports-about-refunds = Amounts
exports-about-refunds-text = Approved is the amount of approved payments only. Net is approved less refunded. Totals follow the filters of the sheet.
exports-about-zone = Time zone
exports-about-made = Exported
exports-about-by = Exported by
exports-about-rows = Rows
exports-total = Total

## Columns.

exports-number = No.
exports-date = Date and time
exports-status = Status
exports-to = To
exports-subject = Subject
exports-payment = Payment no.
exports-attempts = Attempts
exports-error = Last error

## The page that waits.

exports-title = Export
exports-waiting = Waiting for other exports to finish
exports-writing = { $done } of { $total } rows written
exports-packing = All rows are written; the file is being put together
exports-progress = Progress of the export
exports-meanwhile = You may leave this page and go on working. Come back to its address within 12 hours.
exports-check = Check again
exports-stop = Cancel export
exports-ready = Your file is ready
exports-ready-text = { $rows ->
    [one] { $rows-text } row, { $size } MB. The file is deleted an hour after you download it, and after 12 hours in any case.
   *[other] { $rows-text } rows, { $size } MB. The file is deleted an hour after you download it, and after 12 hours in any case.
}
exports-download = Download { $file }
exports-failed = The file could not be written
exports-failed-text = Nothing was kept. The disk may be full: tell whoever runs the portal, then try again.
exports-stopped = The export was cancelled
exports-stopped-text = Nothing was kept.
exports-busy = Too many exports at once
exports-busy-text = Wait until some are finished, then try again.
exports-rebuilding = The search index is being rebuilt
exports-rebuilding-text = Lists can be exported again as soon as it is complete: { $done } of { $total } so far.
exports-back = Back to the list
