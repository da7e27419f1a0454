### The dashboard.

dashboard-title = Dashboard
dashboard-intro = { $today }. Net amounts: approved payments on their own day, less refunds on the day they were asked for, before fees.
dashboard-intro-counts = { $today }. Counts of payments; amounts are shown to those who may view totals.
dashboard-filter = Figures shown
dashboard-account = Merchant account
dashboard-all-accounts = All merchant accounts
dashboard-period = Period of the breakdowns
dashboard-period-month = This month
dashboard-period-days = Last 30 days
dashboard-period-year = This year
dashboard-show = Show
dashboard-currency = Payments in { $currency }
dashboard-figures = Volume
dashboard-today = Today
dashboard-month = Month to date
dashboard-year = Year to date
dashboard-declined = { $count-text } declined
dashboard-refunds = { $count ->
    [one] { $count-text } refund
   *[other] { $count-text } refunds
}
dashboard-refunds-of = { $count ->
    [one] { $count-text } refund of { $amount }
   *[other] { $count-text } refunds, { $amount } in all
}
dashboard-column = { $when }: { $what }
dashboard-against = { $now }; { $before }
dashboard-whole-day = { $day }, whole day
dashboard-range = { $first } – { $last }
dashboard-up = up { $percent }
dashboard-down = down { $percent }
dashboard-level = level
dashboard-daily = Daily volume
dashboard-monthly = Monthly volume
dashboard-last-days = Last 30 days, { $figure }
dashboard-last-months = Last 12 months
dashboard-year-earlier = A year earlier
dashboard-chart-daily = Daily volume, last 30 days
dashboard-chart-monthly = Monthly volume, last 12 months, with the year before
dashboard-as-table = Show as table
dashboard-table-day = Day
dashboard-table-month = Month
dashboard-table-net = Net
dashboard-table-payments = Payments
dashboard-table-refunds = Refunds
dashboard-table-declined = Declined
dashboard-by-source = Volume by source
dashboard-by-account = Volume by merchant account
dashboard-by-method = Volume by method
dashboard-bank = Bank account
dashboard-other = Not known
dashboard-total = Total
dashboard-nothing = No payments in this period.
dashboard-attention = Needs attention
dashboard-attention-count = { $count ->
    [one] { $count-text } item
   *[other] { $count-text } items
}
dashboard-calm = Nothing needs attention
dashboard-calm-text = Open outcomes, failed refunds, disputes and undelivered mail would appear here.
dashboard-attention-open = { $count ->
    [one] { $count-text } payment without an outcome yet
   *[other] { $count-text } payments without an outcome yet
}
dashboard-attention-open-text = Don’t charge again. The processor is being asked.
dashboard-attention-refunds = { $count ->
    [one] { $count-text } refund failed
   *[other] { $count-text } refunds failed
}
dashboard-attention-refunds-text = The money is still with the firm. Refund again, or pay it back another way.
dashboard-attention-taken-back = { $count ->
    [one] { $count-text } payment disputed or returned
   *[other] { $count-text } payments disputed or returned
}
dashboard-attention-taken-back-text = Within the last 30 days.
dashboard-attention-mail = { $count ->
    [one] { $count-text } receipt not delivered
   *[other] { $count-text } receipts not delivered
}
dashboard-attention-mail-text = Check the address, then send it again.
dashboard-attention-cards = { $count ->
    [one] { $count-text } saved card expires this month
   *[other] { $count-text } saved cards expire this month
}
dashboard-attention-more = { $count ->
    [one] { $count-text } more
   *[other] { $count-text } more
}
dashboard-upcoming = On the way
dashboard-upcoming-authorized = { $count ->
    [one] { $count-text } authorization
   *[other] { $count-text } authorizations
}
dashboard-upcoming-authorized-text = Waiting to be captured
dashboard-upcoming-pending = { $count ->
    [one] { $count-text } bank payment
   *[other] { $count-text } bank payments
}
dashboard-upcoming-pending-text = Waiting to settle
dashboard-upcoming-mail = { $count ->
    [one] { $count-text } message waiting to be sent
   *[other] { $count-text } messages waiting to be sent
}
dashboard-latest = Latest payments
dashboard-latest-table = Latest payments, table
dashboard-open-manager = Open Payment Manager
dashboard-none = No payments yet
dashboard-none-text = The first one appears here as soon as it is taken.
dashboard-open = { $amount } from { $payer }: the outcome is still open. Don’t charge again.
dashboard-attention-pages = { $count ->
    [one] One payment page has paused itself
   *[other] { $count-text } payment pages have paused themselves
}
dashboard-attention-pages-text = Cards were declined there one after the other
