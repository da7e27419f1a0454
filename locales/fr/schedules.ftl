### Les calendriers de paiement : ce que les payeurs en lisent par courriel.

schedule-mail-greeting = Bonjour { $name },
schedule-mail-reminder-subject = { $amount } seront prélevés le { $day }
schedule-mail-reminder-heading = Paiement à venir
schedule-mail-reminder-words = { $firm } prélèvera ce paiement le { $day }, comme convenu. Vous n’avez rien à faire.
schedule-mail-failure-subject = Votre paiement de { $amount } à { $firm } n’a pas abouti
schedule-mail-failure-heading = Paiement non prélevé
schedule-mail-failure-words = { $firm } n’a pas pu prélever le paiement prévu le { $day }. Rien n’a été débité.
schedule-mail-returned-words = { $firm } a prélevé sur votre compte bancaire le paiement prévu le { $day }, et votre banque a retourné le débit : il n’est pas payé.
schedule-mail-failure-retry = Nous ferons une nouvelle tentative le { $day }. Veuillez vérifier que le paiement pourra aboutir, ou communiquez avec nous pour utiliser une autre carte ou un autre compte.
schedule-mail-failure-call = Veuillez communiquer avec nous pour convenir du paiement, ou pour utiliser une autre carte ou un autre compte.
schedule-mail-schedule = Calendrier
schedule-mail-day = Échéance
schedule-mail-questions = Si quelque chose vous paraît inexact, veuillez communiquer avec nous avant de vous adresser à votre banque.
schedule-mail-why = Vous recevez ce courriel parce que vous avez accepté un calendrier de paiement.

# Les pages.
schedules-title = Paiements planifiés
schedules-intro = Des paiements prélevés automatiquement aux dates convenues.
schedules-new = Nouveau calendrier
schedules-list = Paiements planifiés
schedules-active = Actifs
schedules-ahead = Échéances d’ici 7 jours
schedules-failed = Paiements échoués
schedules-collecting = Prélèvements en cours
schedules-many = plus de { $count }
schedules-run = Prélèvement des paiements
schedules-running = Prélèvement des paiements du jour : { $done } sur { $due }.
schedules-due =
    { $count ->
        [one] { $count-text } paiement est échu et sera prélevé dans un instant.
        [many] { $count-text } de paiements sont échus et seront prélevés dans un instant.
       *[other] { $count-text } paiements sont échus et seront prélevés dans un instant.
    }
schedules-filter = Filtrer les calendriers
schedules-state = État
schedules-all-states = Tous les états
schedules-only-failed = Seulement avec paiements échoués
schedules-show = Afficher
schedules-all = Afficher tous les calendriers
schedules-next = Prochain paiement
schedules-failed-count =
    { $count ->
        [one] { $count-text } échec
        [many] { $count-text } d’échecs
       *[other] { $count-text } échecs
    }
schedules-earlier = Page précédente
schedules-later = Page suivante
schedules-none = Aucun calendrier de paiement
schedules-none-text = Convenez de plusieurs paiements avec un payeur : ils sont prélevés aux dates prévues.
schedules-none-found = Aucun calendrier trouvé
schedules-none-found-text = Aucun calendrier ne correspond à ce filtre.
schedule-number = Calendrier { $number }
schedule-crumb = Calendrier
schedule-state-draft = Brouillon
schedule-state-active = Actif
schedule-state-paused = En pause
schedule-state-completed = Terminé
schedule-state-cancelled = Annulé
occurrence-pending = Prévu
occurrence-collecting = Prélèvement en cours
occurrence-submitted = En route
occurrence-collected = Prélevé
occurrence-failed = Échoué
occurrence-skipped = Omis
occurrence-paid-elsewhere = Payé autrement
schedule-plan-installments =
    { $count ->
        [one] { $amount }, une seule fois
        [many] { $amount }, { $count-text } de fois
       *[other] { $amount }, { $count-text } fois
    }
schedule-plan-perpetual = { $amount } jusqu’à annulation
schedule-plan-lump =
    { $count ->
        [one] { $amount } en un seul paiement
        [many] { $amount } en { $count-text } de paiements
       *[other] { $amount } en { $count-text } paiements
    }
schedule-plan-until-day = { $amount } jusqu’au { $day }
schedule-plan-until-total = { $amount } jusqu’à ce que { $total } soient prélevés
schedule-words-once = Une fois, le { $day }
schedule-words-from = { $often }, à partir du { $day }
schedule-words-twice-a-month = Deux fois par mois, le { $first } et le { $second }
schedule-month-day = { $number ->
    [1] 1er
   *[other] { $number-text }
}
schedule-last-day = dernier jour
schedule-every-days = Tous les { $count-text } jours
schedule-every-weeks = Toutes les { $count-text } semaines
schedule-every-months = Tous les { $count-text } mois
schedule-every-years = Tous les { $count-text } ans
schedule-frequency-once = Une fois
schedule-frequency-daily = Chaque jour
schedule-frequency-weekly = Chaque semaine
schedule-frequency-two-weeks = Toutes les deux semaines
schedule-frequency-twice-a-month = Deux fois par mois
schedule-frequency-monthly = Chaque mois
schedule-frequency-quarterly = Chaque trimestre
schedule-frequency-half-yearly = Tous les six mois
schedule-frequency-yearly = Chaque année
schedule-retry-none = Jamais
schedule-retry-3 = Une fois, après 3 jours
schedule-retry-1-3 = Après 1 et 3 jours
schedule-retry-1-3-7 = Après 1, 3 et 7 jours
schedule-retry-after-one = Une fois, après { $days } jours
schedule-retry-after-many = Après { $days } et { $last } jours
schedule-new = Nouveau
schedule-new-title = Nouveau calendrier de paiement
schedule-new-intro = Toutes les dates sont affichées avant l’enregistrement.
schedule-edit-title = Modifier le calendrier de paiement
schedule-edit-intro = Une modification vaut à partir du prochain paiement. Les paiements effectués restent tels quels.
schedule-edit = Modifier
schedule-who = Pour quel payeur?
schedule-who-hint = Le début du nom du payeur
schedule-who-find = Chercher le payeur
schedule-who-none = Aucun payeur ne porte un tel nom.
schedule-no-method = Aucun mode de paiement enregistré
schedule-no-method-text = { $payer } n’a ni carte ni compte enregistrés. Saisissez un paiement en enregistrant le mode de paiement, puis revenez.
schedule-no-method-action = Saisir un paiement
schedule-section-plan = Plan
schedule-section-amount = Montant
schedule-section-dates = Dates
schedule-section-failure = Rappels et nouvelles tentatives
schedule-section-reference = Références
schedule-name = Nom du calendrier
schedule-method-hint = L’argent va au compte pour lequel le mode de paiement a été enregistré.
schedule-method-card = { $brand } •••• { $last }, { $account }
schedule-method-bank = Compte bancaire •••• { $last }, { $account }
schedule-plan = Plan
schedule-plan-choice-installments = Le même montant, un certain nombre de fois
schedule-plan-choice-perpetual = Le même montant jusqu’à annulation
schedule-plan-choice-lump = Un total en paiements égaux
schedule-plan-choice-until-day = Le même montant jusqu’à une date
schedule-plan-choice-until-total = Le même montant jusqu’à un total prélevé
schedule-each = Chaque paiement
schedule-total = Total
schedule-count = Nombre de paiements
schedule-last = Dernière date possible
schedule-frequency = Fréquence
schedule-first = Premier paiement
schedule-first-hint = Prélevé à partir de 6 h
schedule-every = Intervalle
schedule-every-hint = Vide : à chaque fois
schedule-first-day = Premier jour du mois
schedule-second-day = Second jour du mois
schedule-last-day-hint = Dans un mois où ce jour n’existe pas, le paiement est dû le dernier jour.
schedule-remind = Rappel au payeur
schedule-remind-never = Jamais
schedule-remind-days =
    { $count ->
        [one] { $count-text } jour avant
        [many] { $count-text } de jours avant
       *[other] { $count-text } jours avant
    }
schedule-retry = Nouvelle tentative automatique
schedule-retry-hint = Seulement si le refus peut être passager, comme une provision insuffisante
schedule-tell = Aviser le payeur par courriel quand un paiement échoue
schedule-preview = Dates
schedule-preview-none = Indiquez le montant, la fréquence et le premier paiement pour voir toutes les dates.
schedule-preview-first = Premier
schedule-preview-last = Dernier
schedule-preview-endless = Jusqu’à annulation
schedule-preview-rest = Afficher les { $count-text } autres dates
schedule-preview-again = Afficher les dates
schedule-start = Démarrer le calendrier
schedule-keep-draft = Enregistrer comme brouillon
schedule-save = Enregistrer les modifications
schedule-consent = Ne démarrez un calendrier qu’avec l’autorisation du payeur pour ces montants et ces dates.
schedule-notice-section = Préavis au payeur
schedule-notice-text = Le payeur doit être avisé d’avance d’un changement à un débit bancaire : 10 jours pour un autre montant, 7 pour une autre date.
schedule-notice = Ce qui est convenu
schedule-notice-told = Le payeur a été avisé
schedule-notice-told-on = Avisé le
schedule-notice-defer = Nous l’avisons aujourd’hui; le changement attend la fin du préavis
schedule-kept-text = Le payeur doit d’abord être avisé. D’ici la fin du préavis, les paiements restent tels quels :
schedule-kept = { $day } : { $amount }
schedule-terms = Conditions
schedule-earlier-terms = Conditions antérieures
schedule-terms-from = À partir du paiement { $number }
schedule-collected = Prélevé à ce jour
schedule-under-way = En route
schedule-next-dates = Prochains paiements
schedule-next-none = Rien ne sera plus prélevé.
schedule-paused-text = Rien n’est prélevé pendant la pause. Les dates qui passent sont reportées.
schedule-payments = Paiements
schedule-payments-none = Aucun paiement n’est encore échu.
schedule-number-short = Nº
schedule-due = Échéance
schedule-tries = Tentatives
schedule-tried-again-on = Nouvelle tentative le { $day }
schedule-act-failed = Régler le paiement { $number }
schedule-act-pending = Modifier le paiement { $number }
schedule-try-again = Retenter { $amount }
schedule-collect-now = Prélever { $amount } maintenant
schedule-debited-on-its-day = Le compte bancaire est débité le jour que son titulaire a autorisé, pas avant.
schedule-from-now-on = Utiliser ce mode de paiement désormais
schedule-note = Note
schedule-skip = Omettre ce paiement
schedule-paid-elsewhere = Payé autrement
schedule-pause = Mettre en pause
schedule-resume = Reprendre
schedule-cancel = Annuler le calendrier
schedule-cancel-text = Rien ne sera plus prélevé, et les paiements échoués sont clos. C’est irréversible.
schedule-why-total = Le total a été prélevé
schedule-why-cancelled = Le calendrier a été annulé
schedule-why-not-planned = Absent des nouvelles conditions
schedule-why-not-reached = Le processeur était injoignable; rien n’a été débité
schedule-why-returned = La banque a retourné le débit
schedule-why-returned-code = La banque a retourné le débit ({ $code })
schedule-why-reversed = Approuvé d’abord, échoué ensuite
schedule-why-voided = Le paiement a été annulé
schedule-why-dispute-lost = La contestation a été perdue
schedule-why-missed = Échu depuis trop longtemps pour être prélevé sans demander
schedule-why-no-method = Le mode de paiement n’existe plus
schedule-why-no-account = Le compte marchand est fermé
schedule-why-not-asked-for = Le paiement n’a pas pu être demandé comme convenu
schedule-why-not-authorized = Le payeur n’a pas autorisé ce débit
schedule-done-made = Le calendrier a été enregistré.
schedule-done-changed = Les modifications ont été enregistrées.
schedule-done-state = Le calendrier a été modifié.
schedule-done-collected = Le paiement a été prélevé.
schedule-done-tried = Le paiement a été tenté; voyez le résultat ci-dessous.
schedule-done-waived = Le paiement est clos.
schedule-told-added = Calendrier créé
schedule-told-changed = Calendrier modifié
schedule-told-activate = Calendrier démarré
schedule-told-pause = Calendrier mis en pause
schedule-told-resume = Calendrier repris
schedule-told-complete = Calendrier terminé
schedule-told-reopen = Calendrier rouvert : un paiement est revenu
schedule-told-cancel = Calendrier annulé
schedule-told-submit = Paiement { $number } en route
schedule-told-collect = Paiement { $number } prélevé
schedule-told-fail = Paiement { $number } échoué
schedule-told-skip = Paiement { $number } omis
schedule-told-elsewhere = Paiement { $number } payé autrement
schedule-told-reminder = Rappel du paiement { $number } mis en file
schedule-told-notice = Avis d’échec du paiement { $number } mis en file
schedule-error-name = Donnez un nom au calendrier
schedule-error-method = Choisissez un mode de paiement
schedule-error-method-unfit = Ce mode de paiement ne peut pas servir à ce calendrier
schedule-error-plan = Choisissez un plan
schedule-error-plan-unfit = Ces montants ne concordent pas : vérifiez le montant, le total et le nombre de paiements
schedule-error-amount-unfit = Le montant est trop élevé, ou dans une autre monnaie que le compte
schedule-error-count = Indiquez un nombre de paiements de 1 à { $most }
schedule-error-frequency = Choisissez une fréquence
schedule-error-every = Indiquez un nombre de 1 à { $most }
schedule-error-two-days = Choisissez deux jours du mois différents, le premier d’abord
schedule-error-date = Indiquez une date
schedule-error-past = Le premier paiement est dans le passé : choisissez aujourd’hui ou une date ultérieure
schedule-error-no-date = Il n’y aurait aucun paiement : vérifiez les dates
schedule-error-retry = Choisissez s’il faut réessayer
schedule-error-notice = Le payeur doit être avisé { $days } jours avant le prochain débit; avisé aujourd’hui, le changement peut valoir à partir du { $day }
schedule-error-stale = Le calendrier a été modifié entre-temps. Vérifiez-le et réessayez
schedule-error-stale-form = Ce formulaire est trop ancien. Vérifiez-le et envoyez-le de nouveau
schedule-error-not-now = Impossible dans l’état actuel du calendrier
schedule-error-not-authorized = Le payeur n’a pas autorisé ces débits de son compte bancaire, ou ne les autorise plus. Modifiez le calendrier pour inscrire une autorisation, ou pour choisir une carte
schedule-error-too-early = Un compte bancaire n’est pas débité avant le jour que son titulaire a autorisé
schedule-error-presented = Ce débit a été présenté aussi souvent que les règles le permettent. Choisissez une carte, ou demandez un autre paiement au payeur
schedule-error-unavailable = Rien ne peut être enregistré pour le moment. Rien n’a changé; réessayez dans un instant
