### The dashboard.

dashboard-title = Dashboard
dashboard-intro = { $today }. Amounts are approved payments by payment date, before refunds and fees.
dashboard-figures = Volume
dashboard-today = Today
dashboard-month = Month to date
dashboard-year = Year to date
dashboard-declined = { $count } declined
dashboard-latest = Latest payments
dashboard-open-manager = Open Payment Manager
dashboard-none = No payments yet
dashboard-none-text = The first one appears here as soon as it is taken.
dashboard-open = { $amount } from { $payer }: the outcome is still open. Don’t charge again.

alerts-title = Alerts
alerts-none = Nothing needs attention
alerts-none-text = Payments whose outcome stays open, and failed scheduled payments, appear here.
