### The payer portal: a client's own pages, the mail about them, and how staff let people in.

## The client's pages
portal-nav = Your account
portal-nav-home = Overview
portal-nav-payments = Payments
portal-nav-schedules = Scheduled payments
portal-nav-methods = Payment methods
portal-nav-settings = Settings
portal-signed-in-as = Signed in as { $who }
portal-save = Save
portal-to-portal = Go to sign-in

portal-title = Your account
portal-intro = Your payments with { $firm }, for { $names }.
portal-nothing = There is nothing here at the moment. If you expected to see payments to { $firm }, please contact the firm and tell them this email address.
portal-to-pay = To pay
portal-to-pay-none = Nothing is waiting to be paid.
portal-pay = Pay
portal-of-total = left of { $total }
portal-due = Due { $day }
portal-held = { $amount } is being confirmed
portal-coming = Coming payments
portal-collected-on = Will be collected on { $day }
portal-all-schedules = All scheduled payments
portal-recent = Recent payments
portal-all-payments = All payments

portal-payments = Your payments
portal-payments-none = No payments yet
portal-payment = Payment
portal-payment-number = Payment { $number }
portal-for = For
portal-whose = Whose payments
portal-everybodys = Everyone
portal-refunds = Refunded
portal-receipt = Receipt

portal-status-paid = Paid
portal-status-paid-text = The firm has received this payment.
portal-status-reserved = Reserved
portal-status-reserved-text = The amount is reserved on your card and has not been charged yet.
portal-status-pending = On its way
portal-status-pending-text = Your bank is being asked for the money. Until it arrives, this is not paid yet.
portal-status-confirming = Being confirmed
portal-status-confirming-text = We don’t know the outcome yet. Please don’t pay again; the outcome will be shown here.
portal-status-declined = Not charged
portal-status-declined-text = This payment did not go through. Nothing was charged.
portal-status-cancelled = Cancelled
portal-status-cancelled-text = This payment was cancelled. Nothing is charged.
portal-status-returned = Returned
portal-status-returned-text = The bank took this money back, so it is not paid. Please contact the firm.
portal-status-disputed = Disputed
portal-status-disputed-text = This payment is being disputed with your bank.
portal-status-refunded = Refunded
portal-status-part-refunded = Partly refunded

portal-schedules = Your scheduled payments
portal-schedules-intro = What you have agreed with { $firm }. To change anything, please contact the firm.
portal-schedules-none = No scheduled payments
portal-next = Next: { $amount } on { $day }
portal-agreed = What was agreed
portal-agreed-plan = Amount
portal-agreed-days = When
portal-collected = Collected so far
portal-so-far = Payments so far

portal-methods = Your payment methods
portal-methods-intro = Cards and bank accounts that { $firm } may use for payments you have arranged. Their numbers are kept by the payment processor, not here.
portal-methods-none = No payment method is saved
portal-method-add = Add a card
portal-method-change = Change
portal-method-added = Your card is saved.
portal-method-renamed = The name is saved.
portal-method-defaulted = This method is offered first from now on.
portal-method-add-title = Add a card
portal-method-replace-title = Enter a new card
portal-method-for = For { $payer }
portal-method-replaces = Scheduled payments that use { $method } will use the new card.
portal-method-name = Name
portal-method-name-hint = Only to tell methods apart. The firm sees it, too.
portal-method-use = Use
portal-method-replace = Enter a new card instead
portal-method-scheduled = { $count ->
    [one] One scheduled plan uses it
   *[other] { $count-text } scheduled plans use it
}
portal-method-removal = Remove { $method }?
portal-method-removal-text = { $firm } will not be able to use it any more. Past payments and receipts stay.
portal-method-in-use = { $count ->
    [one] One scheduled plan uses this method, so it can’t be removed. Enter a new card instead; the plan will use that one, and this method can then be removed.
   *[other] { $count-text } scheduled plans use this method, so it can’t be removed. Enter a new card instead; the plans will use that one, and this method can then be removed.
}

## Signing in
portal-sign-in-title = Sign in to your account with { $firm }
portal-sign-in-intro = See what’s due, your payments and receipts, and your payment methods. Use the email address at which the firm writes to you.
portal-by-link = By email
portal-send-link = Email me a link
portal-link-sent = If we know this address, a link is on its way to it. It works once, for 30 minutes. Check your spam folder, too.
portal-by-password = With a password
portal-by-password-hint = Only if you have set one in your settings.
portal-error-wrong = The email and password don’t match, or no password was set. After ten tries passwords are not taken for 30 minutes; a link by email always works.
portal-continue = Sign in
portal-continue-text = You are signing in as { $email }.
portal-continue-button = Continue
portal-link-over = This link doesn’t work any more
portal-link-over-text = It was used already, or too much time has passed. Ask for a new one.
portal-signed-out-everywhere = You are signed out on every device.

## Settings of one’s own
portal-settings = Settings
portal-name = Your name
portal-name-hint = What we call you on these pages. The firm’s records stay as they are.
portal-name-saved = Your name is saved.
portal-address = Email for signing in
portal-address-now = You sign in with { $email }.
portal-address-hint = We send a link to the new address; open it in this browser to confirm. You keep access to the same payments. The address in the records of { $firm } does not change: please tell the firm if receipts should go elsewhere.
portal-new-address = New email address
portal-address-send = Send a link
portal-address-sent = A link is on its way to the new address. Nothing changes until you confirm it.
portal-address-changed = Your new address is confirmed. You sign in with it from now on.
portal-address-confirm = Confirm your new address
portal-address-confirm-text = You now sign in with { $before }. From now on you will sign in with { $after }.
portal-address-confirm-button = Use this address
portal-address-elsewhere = Open this link where you asked for it
portal-address-elsewhere-text = Sign in with your current address first, then open the link again. If you did not ask for it, you can ignore it.
portal-address-taken = This address has a sign-in of its own
portal-address-taken-text = Nothing was changed. Sign in with that address instead.
portal-password = Password
portal-password-none = You don’t need a password: a link by email is enough.
portal-password-has = You have a password. Changing or removing it signs you out on your other devices.
portal-password-now = Current password
portal-password-new = New password
portal-password-set = Set a password
portal-password-change = Change the password
portal-password-remove = Remove the password
portal-password-saved = Your password is saved.
portal-password-removed = Your password is removed. Sign in by email link from now on.
portal-error-password = This is not your current password
portal-looks = Language and colors
portal-preferences-saved = Saved.
portal-sessions = Devices
portal-everywhere = Sign out everywhere
portal-everywhere-hint = Ends every session, this one too: on a computer you have lost or shared, for example.

## The mail
portal-mail-sign-in-subject = Your link to sign in with { $firm }
portal-mail-sign-in-heading = Sign in
portal-mail-sign-in-why = You asked for a link to your account with { $firm }.
portal-mail-sign-in-button = Sign in
portal-mail-invitation-subject = Your account with { $firm }
portal-mail-invitation-heading = See and pay online
portal-mail-invitation-why = { $firm } invites you to see the payments of { $payer }: what is to be paid, receipts, scheduled payments and payment methods. No password is needed.
portal-mail-invitation-button = Open your account
portal-mail-address-subject = Confirm your new address for { $firm }
portal-mail-address-heading = Confirm your new address
portal-mail-address-why = You asked to sign in with this address at { $firm }. Open the link in the browser in which you are signed in.
portal-mail-address-button = Confirm this address
portal-mail-until = The link works once, until { $time }.
portal-mail-not-you = If you did not expect this message, you can ignore it.
portal-mail-changed-subject = Your address for signing in with { $firm } was changed
portal-mail-changed-heading = You sign in with another address now
portal-mail-changed-why = The address for signing in to your account with { $firm } was changed. This one is not used for it any more.
portal-mail-changed-not-you = If it was not you who changed it, please call { $firm } at once.
portal-mail-password-subject = A password was set for your account with { $firm }
portal-mail-password-heading = You can sign in with a password now
portal-mail-password-why = A password was set for your account with { $firm }. Links by email go on working.
portal-mail-password-not-you = If it was not you who set it, please call { $firm } at once.
portal-mail-link-hidden = [link not kept]
outbox-portal-link = Link to the payer portal
outbox-portal-address = Word of a changed portal address
outbox-portal-password = Word of a first portal password
outbox-about = About
outbox-portal = Payer portal

## What staff see and do
payer-tab-portal = Portal
payer-portal-title = Who sees this payer in the portal
payer-portal-access = Access
payer-portal-last = Last signed in
payer-portal-never = Never
payer-portal-actions = Actions
payer-portal-nobody = Nobody
payer-portal-nobody-text = This record has no email address. Add one, or invite somebody below.
payer-portal-by-address = Address is on the record
payer-portal-given = Invited by staff
payer-portal-former = Former address is on the record
payer-portal-withdrawn = Withdrawn
payer-portal-lapsed = None any more
payer-portal-invite = Send invitation
payer-portal-withdraw = Withdraw access
payer-portal-invite-other = Invite somebody else
payer-portal-invite-hint = They will see this payer’s payments, receipts, schedules and payment methods, and can pay. The payer’s record is not changed.
payer-portal-invited = The invitation is on its way.
payer-portal-taken = The access is withdrawn.
payer-portal-shut = The portal is closed, so nobody can sign in at the moment.
payer-portal-archived = The record is archived, so nobody sees it in the portal.
payer-portal-withdrawal = Withdraw access?
payer-portal-withdrawal-text = { $email } will no longer see the payments, schedules and payment methods of { $name } in the portal, from the next page they open. Mail to this address goes on. An invitation gives the access back.
payer-story-portal-invited = Invited to the portal: { $address }
payer-story-portal-withdrawn = Portal access withdrawn: { $address }

shell-nav-portal = Payer portal
portal-switch-title = Payer portal
portal-switch-intro = Where payers see what is to be paid, their payments, schedules and methods, after signing in with an address on their record.
portal-switch-state = Payers can sign in
portal-switch-open = On
portal-switch-shut = Off
portal-switch-open-text = Payers sign in at this address. Nobody sees a payer unless their address is on the record or you invited them.
portal-switch-shut-text = The address says that the portal is closed. Payment pages and links of requests go on working.
portal-switch-close = Turn the portal off
portal-switch-reopen = Turn the portal on
portal-switch-opened = The portal is on.
portal-switch-closed = The portal is off.

error-portal-closed-title = These pages are closed at the moment
error-portal-closed-text = Nothing of yours is lost. Links in our emails to pay a request still work. If you have questions, please contact the firm.
