### Payment schedules: what payers read of them by mail.

schedule-mail-greeting = Hello { $name },
schedule-mail-reminder-subject = { $amount } will be collected on { $day }
schedule-mail-reminder-heading = Upcoming payment
schedule-mail-reminder-words = { $firm } will collect this payment on { $day }, as agreed. There is nothing you need to do.
schedule-mail-failure-subject = Your payment of { $amount } to { $firm } did not go through
schedule-mail-failure-heading = Payment not collected
schedule-mail-failure-words = { $firm } could not collect the payment that was due on { $day }. Nothing was charged.
schedule-mail-failure-retry = We will try again on { $day }. Please make sure that the payment can go through, or contact us to use another card or account.
schedule-mail-failure-call = Please contact us so that we can arrange the payment, or to use another card or account.
schedule-mail-schedule = Schedule
schedule-mail-day = Due date
schedule-mail-questions = If anything looks wrong, please contact us before you contact your bank.
schedule-mail-why = You are getting this e-mail because you agreed to a payment schedule.
