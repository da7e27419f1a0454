### General schedules: the same terms for many payers.

groups-title = General schedules
groups-new = New general schedule
groups-intro = Terms that are agreed once, for many payers. Each of them gets a schedule of their own.
groups-none = No general schedules yet
groups-none-text = Use one when many payers pay the same: a yearly retainer, a membership, a class of matters.
groups-made = Schedules
groups-since = Begun
groups-one = General schedule
groups-any = All
group-stage-choosing = Choosing payers
group-stage-running = Being created
group-stage-done = Created
group-stage-discarded = Discarded
group-new-title = New general schedule
group-edit-title = Edit the terms
group-new-intro = First the terms, then the payers. Nothing is created until you have reviewed both.
group-name-hint = Each schedule gets this name
group-account = Deposit to
group-account-hint = Only cards saved for this account can be charged
group-error-account = Choose an account that is open
group-preview = Dates for each payer
group-go-on = Choose payers
group-nothing-yet = Nobody is charged and nothing is created by this step.
group-error-too-many = A general schedule takes 500 payers at most. Use the import for more.
group-error-no-one = None of these payers can get a schedule now
group-error-changed = Something changed since your review. Nothing was created. Review the payers once more.
group-choose-intro = Choose who gets this schedule. Your choice is kept, even if you leave this page.
group-terms = Terms
group-edit = Edit
group-chosen = Chosen payers
group-none-chosen = Choose at least one payer to go on.
group-to-review = Review
group-discard = Discard
group-find = Find payers
group-take = Payer
group-take-one = Choose { $name }
group-amount = Own amount
group-amount-of = Own amount for { $name }
group-method = { $brand } •••• { $last }
group-method-of = Card of { $name }
group-add = Add the ticked
group-add-all = Add all on this page
group-is-chosen = Chosen
group-no-card = No card saved for this account.
group-request = Request a card
group-leave = Remove
group-leave-one = Remove { $name }
group-save-chosen = Save changes
group-review = Review
group-review-title = Review the schedules
group-left-out = Left out
group-left-out-text =
    { $count ->
        [one] { $count-text } payer will get no schedule.
       *[other] { $count-text } payers will get no schedule.
    }
group-ready = Will be created
group-dates = First dates
group-count = Payments
group-first-total = Collected on that day
group-confirm =
    Create { $count ->
        [one] { $count-text } schedule
       *[other] { $count-text } schedules
    }
group-back = Back to the payers
group-warning-expires = The card expires in { $month }/{ $year }, before the last payment
group-warning-same-name = Has a schedule of this name already
group-warning-no-address = No email address, so no reminders
group-unfit-named = { $name }: { $why }
group-unfit-not-in-use = The record is archived or merged
group-unfit-no-method = The card was removed or cannot be charged
group-unfit-no-account = The deposit account is closed
group-unfit-amount = The amount does not fit the plan or the account
group-unfit-date = The first date has passed
group-result = Result
group-waiting = Still to be created
group-refused = Not created
group-told-done =
    { $count ->
        [one] { $count-text } schedule was created.
       *[other] { $count-text } schedules were created.
    }
group-told-partly =
    { $count ->
        [one] { $count-text } schedule was created. The payers below got none.
       *[other] { $count-text } schedules were created. The payers below got none.
    }
group-told-running = The schedules are being created. This goes on by itself.
group-told-choosing = The payers are being chosen. Nothing is created yet.
group-told-discarded = Given up before anything was created.
group-to-list = See its schedules
