# The frame around every page: navigation, search, profile menu, bars.

shell-skip = Skip to main content
shell-tagline = Payments portal
shell-menu = Menu
shell-menu-close = Close menu
shell-nav = Main
shell-nav-payments = Payments
shell-nav-paid = Get paid
shell-nav-administration = Administration
shell-nav-dashboard = Dashboard
shell-nav-enter-payment = Enter Payment
shell-nav-payment-manager = Payment Manager
shell-nav-payers = Payers
shell-nav-schedules = Payment Schedules
shell-nav-outbox = Outbox
shell-nav-surcharges = Surcharges
shell-nav-bot-defence = Bot protection
shell-nav-invoices = Invoices
shell-nav-send-for-payment = Send for Payment
shell-nav-payment-pages = Payment Pages
shell-nav-connect = Connect
shell-nav-users = Users
shell-nav-settings = Settings
shell-topbar = Search and account
shell-search-label = Search payments
shell-search-placeholder = Payer, invoice, last four digits, amount
shell-enter-payment = Enter payment
shell-alerts = { $count ->
    [0] Alerts: nothing needs attention
    [one] Alerts: one needs attention
   *[other] Alerts: { $count-text } need attention
}
shell-profile = Your profile:
shell-profile-language = Language
shell-profile-theme = Appearance
shell-sign-out = Sign out
shell-version = Version { $version }
shell-test-mode = Test mode. No money moves.
shell-read-only = Read only: payments and changes are paused. An administrator finds the reason in the log.
shell-language = Language
shell-powered-contact = Questions?
shell-title-error = Error: { $title }

# Parts that forms and lists share.

form-optional = (optional)
form-recommended = (recommended)
form-required-key = Yellow fields marked * are required
form-problem = There is a problem
form-next-step = One more step
form-error-prefix = Error:
form-choose = Choose
form-range = { $first }–{ $last } of { $total }
form-pages = Pages
form-previous = Previous
form-next = Next
form-cards-accepted = Cards accepted: { $brands }
form-bank-account = Bank account
form-method-unknown = Not known yet
form-account = { $name } •••• { $last }
form-account-kind = { $name } ({ $kind }) •••• { $last }
