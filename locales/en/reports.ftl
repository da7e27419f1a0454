### Reports: the list, a report, its form, its runs, its mail.

reports-title = Reports
reports-intro = Every figure is by the firm’s own days and links back to the payments behind it.
reports-new = New report
reports-payments-tab = All payments
reports-tabs = Payment Manager
reports-section-payments = Payments
reports-section-summaries = Summaries
reports-section-attention = Needs attention
reports-own = My reports
reports-shared = Shared reports
reports-own-none = No reports of your own yet. Start a new one, or copy any report on this page.
reports-shared-none = No shared reports yet.
reports-name = Name
reports-range = Dates
reports-sent = Sent
reports-changed = Changed

## The reports that every portal has.

report-today = Today’s payments
report-today-text = Every payment of today, declines and voids included.
report-month-to-date = Month to date
report-month-to-date-text = Payments since the first of the month.
report-last-month = Last month
report-last-month-text = Payments of the whole month before this one.
report-trust-receipts = Trust receipts
report-trust-receipts-text = Money received into trust, with client and matter.
report-operating-receipts = Operating receipts
report-operating-receipts-text = Money received into operating accounts.
report-year-by-month = Year to date by month
report-year-by-month-text = What each month of this year came to.
report-by-account = By merchant account
report-by-account-text = What went to each merchant account.
report-by-source = By source
report-by-source-text = Where payments came from.
report-by-user = By user
report-by-user-text = What each person entered.
report-by-payer = By payer
report-by-payer-text = What each payer paid, largest first.
report-by-method = By method
report-by-method-text = Card networks and bank accounts.
report-deposits = Deposits
report-deposits-text = What settled on each day, refunds shown beside it.
report-declines = Declines and errors
report-declines-text = Payments that were declined or failed, and why.
report-refunds = Refunds and voids
report-refunds-text = Money given back and payments cancelled.
report-open-outcomes = Open outcomes
report-open-outcomes-text = Payments whose outcome the processor has not told yet.
report-expiring-cards = Expiring cards
report-expiring-cards-text = Saved cards by the month in which they expire.
report-tax-collected = Tax collected
report-tax-collected-text = Tax in the payments of each account. The share of every refund is taken off.
report-surcharges-collected = Surcharges collected
report-surcharges-collected-text = What was added for paying by credit card, by account. The share of every refund is taken off.
report-echeck-returns = eCheck returns
report-echeck-returns-text = Bank debits that came back, with the bank’s reason, by the day they last changed.
report-scheduled-failures = Failed scheduled payments
report-scheduled-failures-text = Payments of schedules that were declined, failed or came back.

## Dates.

range-today = Today
range-yesterday = Yesterday
range-this-week = This week
range-last-week = Last week
range-this-month = This month
range-last-month = Last month
range-this-quarter = This quarter
range-last-quarter = Last quarter
range-this-year = This year
range-last-year = Last year
range-month-to-date = Month to date
range-quarter-to-date = Quarter to date
range-year-to-date = Year to date
range-last-7-days = Last 7 days
range-last-30-days = Last 30 days
range-last-90-days = Last 90 days
range-next-90-days = Next 90 days
range-all-time = All time
range-fixed = From … to …
range-span = { $first } to { $last }
report-range = Dates
report-from = From
report-to = To
report-from-hint = For “From … to …” only.
report-range-go = Show
report-basis = Date meant
report-basis-asked = Payment date
report-basis-changed = Date of last change (settled payments: settlement date)

## Groups.

report-grouping-none = No grouping
report-grouping-day = Day
report-grouping-week = Week
report-grouping-month = Month
report-grouping-payer = Payer
report-grouping-source = Source
report-grouping-account = Merchant account
report-grouping-method = Method
report-grouping-status = Status
report-grouping-user = Entered by
report-group-all = All
report-group-none = Not known
report-group-week = Week of { $day }

## Columns.

report-column-expires = Expires
report-given-back = Given back
report-sum-tax = Tax collected
report-sum-surcharge = Surcharges collected
report-count = Count

## An answer.

report-rows = { $count ->
    [one] { $count-text } row
   *[other] { $count-text } rows
}
report-totals = Totals
report-table = Rows
report-total = Total
report-none = Nothing in these dates
report-none-text = Choose other dates, or change the filters.
report-hidden = { $count ->
    [one] One more was declined, failed or was voided, and is left out.
   *[other] { $count-text } more were declined, failed or were voided, and are left out.
}
report-ignored = These filters are no longer understood and were left out: { $parts }
report-most = Only the first { $most } rows are shown here. The Excel file has all of them.
report-rebuilding = The search index is being rebuilt, and this report needs it. Try again in a few minutes.
report-copy = Save a copy
report-edit = Edit
report-run = Run and keep
report-runs = Runs
report-runs-none = Not run yet. A run keeps its dates and totals, so that it can be shown again.
report-run-title = Run of { $when }
report-run-when = When
report-run-who = By
report-run-schedule = Schedule
report-run-days = Dates
report-run-handed = Delivered
report-run-screen = On screen
report-run-attached = By email, attached
report-run-linked = By email, as a link
report-run-missed = { $count ->
    [one] One earlier delivery did not happen because the portal was not running.
   *[other] { $count-text } earlier deliveries did not happen because the portal was not running.
}
report-run-changed = The records have changed since: the run counted { $then } rows, today there are { $now }.
report-run-then = As counted then
report-facts = About this report
report-filters = Filters
report-accounts = Accounts
report-accounts-any = All accounts
report-measure = What is added up
report-measure-amount = Whole amount
report-measure-tax = Tax (only payments with tax)
report-measure-surcharge = Surcharge (only payments with a surcharge)
report-filters-none = None
report-sharing = Who sees it
report-next = Sent next
report-never = Not sent
report-recipients = To
report-delete = Delete report
report-delete-text = The report, its schedule and its runs are deleted. Mail that was sent stays in the outbox; mail that still waits is not sent.
report-done-saved = The report is saved.
report-done-copied = This is your own copy. Nobody else sees it.
report-done-deleted = The report is deleted.
report-done-run = The run is kept.
report-copy-of = Copy of { $name }

## The form.

report-new-title = New report
report-edit-title = Edit report
report-restored = What you typed before your session ended is back. Nothing has been saved yet.
report-form-what = What it tells
report-form-layout = Layout
report-form-send = Email
report-name = Name
report-personal = Only me
report-global = Everybody who may see payments
report-filters-hint = As in the search box, such as account:trust amount:>500. Leave empty for all payments.
report-unsuccessful = Show declines, errors and voids
report-group = Group by
report-detail-rows = Every row, with totals
report-detail-totals = Totals only
report-detail = Detail
report-columns = Columns
report-columns-hint = In this order, from left to right.
report-column-up = Move { $name } up
report-column-down = Move { $name } down
report-column-remove = Remove { $name }
report-up = Up
report-down = Down
report-remove = Remove
report-column-add = Add a column
report-add = Add
report-send = Send it
report-send-never = Never
report-send-daily = Every day
report-send-weekly = Every week
report-send-monthly = Every month
report-send-yearly = Every year
report-send-once = Once
report-send-hint = As an Excel file. Only the details of the choice you make here are used.
report-time = Time
report-time-hint = By the firm’s clock ({ $zone }), such as 07:30.
report-weekday = Day of the week
report-month-day = Day of the month
report-month-last = Last day
report-month = Month
report-once = Date
report-recipients-label = Recipients
report-recipients-hint = Up to { $most } addresses, separated by commas.
report-save = Save report
report-cancel = Cancel
weekday-monday = Monday
weekday-tuesday = Tuesday
weekday-wednesday = Wednesday
weekday-thursday = Thursday
weekday-friday = Friday
weekday-saturday = Saturday
weekday-sunday = Sunday
report-sent-daily = Every day at { $time }
report-sent-weekly = { $day }, every week at { $time }
report-sent-monthly = Every month on day { $day } at { $time }
report-sent-monthly-last = Every month on its last day at { $time }
report-sent-yearly = Every year in { $month }, on day { $day }, at { $time }
report-sent-yearly-last = Every year in { $month }, on its last day, at { $time }
report-sent-once = Once, on { $day } at { $time }
report-error-name = Enter a name
report-error-name-long = Use at most 100 characters for the name
report-error-sharing = Your role may not keep reports that everybody sees
report-error-range = Choose the dates
report-error-from = Enter the first date, such as 2026-11-01
report-error-to = Enter the last date, such as 2026-11-30
report-error-order = The last date is before the first
report-error-filters = Correct or remove what is not understood: { $parts }
report-error-columns = Add at least one column
report-error-time = Enter a time, such as 07:30
report-error-weekday = Choose the day of the week
report-error-month-day = Choose the day of the month
report-error-month = Choose the month
report-error-once = Enter a date that is still to come, such as { $example }
report-error-recipients = Enter at least one email address
report-error-recipient = Check this address: { $address }
report-error-recipients-many = Use at most { $most } addresses
report-error-stale = Somebody changed this report while you were editing it. Your entries are below and are not saved; the saved version is at { $when }. Save again to replace it.
report-error-stale-form = This form is too old. Open it again
report-error-unavailable = Nothing can be saved at the moment. Your entries are still here; try again in a minute.

## Mail and files.

report-mail-subject = { $name }: { $days }
report-mail-days = Dates
report-mail-rows = Rows
report-mail-run = Made
report-mail-attached = The report is attached as { $file }.
report-mail-too-large = The report is too large for an email. Open it in the portal.
report-mail-missed = { $count ->
    [one] One earlier delivery did not happen because the portal was not running.
   *[other] { $count-text } earlier deliveries did not happen because the portal was not running.
}
report-mail-view = Open the report
report-mail-why = You receive this because someone at the firm put your address on this report.
report-file-group = Group
