### Signing in, and setting the portal up.

sign-in-title = Sign in
sign-in-email = Email
sign-in-password = Password
sign-in-button = Sign in
sign-in-signed-out = You are signed out.
sign-in-not-set-up-title = This portal is not set up yet
sign-in-not-set-up-text = Open the one-time address that the console printed when the portal was started.
sign-in-error-wrong = The email and password don’t match. After ten tries the account is locked for 30 minutes.
sign-in-error-throttled = Too many tries from this address. Wait a moment and try again.

setup-title = Set up your payment portal
setup-intro = This is done once. Everything can be changed later, except whose money an account holds once it has been used.
setup-firm-section = Your firm
setup-firm-name = Firm name
setup-time-zone = Time zone
setup-currency = Currency
setup-language = Language
setup-account-section = First merchant account
setup-account-hint = The bank account that payments are deposited to. Card payments go through the built-in sandbox: no money moves.
setup-account-name = Account name
setup-account-kind = Whose money
setup-last-four = Last four digits
setup-last-four-hint = Of the bank account, never the whole number
setup-statement-name = Name on the payer’s statement
setup-statement-name-hint = At most 22 characters
setup-admin-section = Administrator
setup-admin-name = Your name
setup-password-hint = At least 15 characters; a few words are easiest to remember
setup-button = Set up the portal
setup-error-choose = Choose one of the list
setup-error-last-four = Enter the last four digits of the bank account
setup-error-firm-name = Enter the firm’s name
setup-error-account-name = Enter a name for the account
setup-error-statement-name = Enter the name on the statement, at most 22 characters
setup-error-admin-name = Enter your name

password-error-short = Enter at least 15 characters
password-error-long = Enter at most 128 characters
password-error-known = Choose a password that is not your email address or the firm’s name
password-error-common = This password is too easy to guess
