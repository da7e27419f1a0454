### Bulk Upload: requests for payment from a file.

bulk-title = Bulk Upload
bulk-intro = Ask many clients for payments at once, one row of a spreadsheet for each. Nothing is made or sent until you have looked at the rows and confirmed.
bulk-accounts = Where the money goes
bulk-account = Deposit amounts to
bulk-trust-account = Deposit amounts into trust to
bulk-new = Requests to be made
bulk-mailed = Of these, with an email address
bulk-sum = To be paid into { $account }
bulk-reaches = Reaches the client by
bulk-link-only = Link only
bulk-send-all = Send all: { $count ->
    [one] { $count-text } request
   *[other] { $count-text } requests
 }
bulk-links-only = Make { $count ->
    [one] { $count-text } link
   *[other] { $count-text } links
 } to download
bulk-added = Requests made
bulk-to-list = See these requests
bulk-links = Rows with their links
bulk-mailed-text = The messages are on their way. Rows without an email address have a link only.
bulk-again-see = See the requests made then
bulk-again = Ask these clients a second time
bulk-error-column = Say which columns hold the name (or the client number) and the amount before you confirm
bulk-error-account = Choose open accounts for the amounts; the second one must be a trust account
bulk-from = Bulk Upload
bulk-from-row = File { $number }, row { $row }
bulk-of-file = Requests that came with file { $number }.
bulk-all = Show all requests
bulk-about-name = Who is asked, as the message greets them. Empty: the name on the record with the row’s client number.
bulk-about-emails = Up to { $most-text }, separated by commas. Empty: the row gets a link only.
bulk-about-client-number = Puts the payments on the record of this payer. Empty: on the record that fits what the client types.
bulk-about-asked = Such as { $example }, without a currency sign or with the account’s own.
bulk-about-asked-in-trust = A second amount, which the client pays at the same time into trust. Empty or zero: none. At least one of the two is needed.
bulk-about-message = What the client reads in the message and on the page; up to { $most-text } characters.
bulk-about-date = Written as 2026-12-31, or a date cell in Excel.
bulk-about-expires = The last day on which the link takes payments, written the same way. Empty: it doesn’t end.
bulk-about-reminders = Up to four, such as “3, 7, 14”. They need an email address.
bulk-about-language = English, French or Spanish. Empty: the record’s language, otherwise the firm’s.
exports-request-links = Requests with their links
import-target-asked = Amount
import-target-asked-in-trust = Amount into trust
import-target-message = Message to the client
import-target-due = Due date
import-target-expires = Link ends after
import-target-reminders = Reminders (days after sending)
import-fault-split = Two amounts need one operating and one trust account
import-fault-reminders = The reminders are not up to four numbers of days, each larger than the one before
import-fault-remind-whom = Reminders need an email address
import-fault-no-amount = There is no amount
import-fault-amount-unread = The amount can’t be read
import-fault-trust-unread = The amount into trust can’t be read
import-fault-amount-large = The amount is too large
import-fault-trust-large = The amount into trust is too large
import-fault-trust-nowhere = No trust account is chosen for the amount into trust
import-fault-due-too-late = The link ends before the due date
import-fault-remind-too-late = A reminder would go out on the link’s last day or later
