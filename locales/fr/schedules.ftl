### Les calendriers de paiement : ce que les payeurs en lisent par courriel.

schedule-mail-greeting = Bonjour { $name },
schedule-mail-reminder-subject = { $amount } seront prélevés le { $day }
schedule-mail-reminder-heading = Paiement à venir
schedule-mail-reminder-words = { $firm } prélèvera ce paiement le { $day }, comme convenu. Vous n’avez rien à faire.
schedule-mail-failure-subject = Votre paiement de { $amount } à { $firm } n’a pas abouti
schedule-mail-failure-heading = Paiement non prélevé
schedule-mail-failure-words = { $firm } n’a pas pu prélever le paiement prévu le { $day }. Rien n’a été débité.
schedule-mail-failure-retry = Nous ferons une nouvelle tentative le { $day }. Veuillez vérifier que le paiement pourra aboutir, ou communiquez avec nous pour utiliser une autre carte ou un autre compte.
schedule-mail-failure-call = Veuillez communiquer avec nous pour convenir du paiement, ou pour utiliser une autre carte ou un autre compte.
schedule-mail-schedule = Calendrier
schedule-mail-day = Échéance
schedule-mail-questions = Si quelque chose vous paraît inexact, veuillez communiquer avec nous avant de vous adresser à votre banque.
schedule-mail-why = Vous recevez ce courriel parce que vous avez accepté un calendrier de paiement.
