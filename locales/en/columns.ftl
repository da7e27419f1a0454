### Columns of lists of payments. Keys are listed in src/i18n/labels.rs.

column-number = Number
column-date = Date
column-payer = Payer
column-client = Client number
column-matter = Matter
column-invoice = Invoice
column-reference = Reference
column-method = Method
column-last-four = Last four digits
column-holder = Name on card
column-account = Account
column-source = Source
column-status = Status
column-amount = Amount
column-tax = Tax
column-surcharge = Surcharge
column-refunded = Refunded
column-net = Net
column-currency = Currency
column-entered-by = Entered by
column-approval = Approval code
column-gateway-id = Processor’s ID
column-email = Email
column-note = Note to payer
