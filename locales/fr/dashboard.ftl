### Le tableau de bord.

dashboard-title = Tableau de bord
dashboard-intro = { $today }. Montants nets : paiements approuvés à leur date, moins les remboursements à la date de leur demande, avant frais.
dashboard-intro-counts = { $today }. Nombre de paiements; les montants sont réservés aux personnes autorisées à consulter les totaux.
dashboard-filter = Chiffres affichés
dashboard-account = Compte marchand
dashboard-all-accounts = Tous les comptes marchands
dashboard-period = Période des répartitions
dashboard-period-month = Ce mois-ci
dashboard-period-days = 30 derniers jours
dashboard-period-year = Cette année
dashboard-show = Afficher
dashboard-currency = Paiements en { $currency }
dashboard-figures = Volume
dashboard-today = Aujourd’hui
dashboard-month = Mois à ce jour
dashboard-year = Année à ce jour
dashboard-declined = { $count ->
    [one] { $count-text } refusé
   *[other] { $count-text } refusés
}
dashboard-refunds = { $count ->
    [one] { $count-text } remboursement
    [many] { $count-text } de remboursements
   *[other] { $count-text } remboursements
}
dashboard-refunds-of = { $count ->
    [one] { $count-text } remboursement de { $amount }
    [many] { $count-text } de remboursements, { $amount } en tout
   *[other] { $count-text } remboursements, { $amount } en tout
}
dashboard-column = { $when } : { $what }
dashboard-against = { $now }; { $before }
dashboard-whole-day = { $day }, journée entière
dashboard-range = { $first } – { $last }
dashboard-up = en hausse de { $percent }
dashboard-down = en baisse de { $percent }
dashboard-level = stable
dashboard-daily = Volume quotidien
dashboard-monthly = Volume mensuel
dashboard-last-days = 30 derniers jours, { $figure }
dashboard-last-months = 12 derniers mois
dashboard-year-earlier = Un an plus tôt
dashboard-chart-daily = Volume quotidien, 30 derniers jours
dashboard-chart-monthly = Volume mensuel, 12 derniers mois, avec l’année précédente
dashboard-as-table = Afficher en tableau
dashboard-table-day = Jour
dashboard-table-month = Mois
dashboard-table-net = Net
dashboard-table-payments = Paiements
dashboard-table-refunds = Remboursements
dashboard-table-declined = Refusés
dashboard-by-source = Volume par origine
dashboard-by-account = Volume par compte marchand
dashboard-by-method = Volume par mode de paiement
dashboard-bank = Compte bancaire
dashboard-other = Inconnu
dashboard-total = Total
dashboard-nothing = Aucun paiement pendant cette période.
dashboard-attention = À surveiller
dashboard-attention-count = { $count ->
    [one] { $count-text } élément
    [many] { $count-text } d’éléments
   *[other] { $count-text } éléments
}
dashboard-calm = Rien ne demande votre attention
dashboard-calm-text = Résultats en suspens, remboursements échoués, contestations et courriels non remis paraîtraient ici.
dashboard-attention-open = { $count ->
    [one] { $count-text } paiement encore sans résultat
    [many] { $count-text } de paiements encore sans résultat
   *[other] { $count-text } paiements encore sans résultat
}
dashboard-attention-open-text = Ne débitez pas de nouveau. Le processeur est interrogé.
dashboard-attention-refunds = { $count ->
    [one] { $count-text } remboursement échoué
    [many] { $count-text } de remboursements échoués
   *[other] { $count-text } remboursements échoués
}
dashboard-attention-refunds-text = L’argent est toujours au cabinet. Remboursez de nouveau, ou par un autre moyen.
dashboard-attention-taken-back = { $count ->
    [one] { $count-text } paiement contesté ou retourné
    [many] { $count-text } de paiements contestés ou retournés
   *[other] { $count-text } paiements contestés ou retournés
}
dashboard-attention-taken-back-text = Au cours des 30 derniers jours.
dashboard-attention-mail = { $count ->
    [one] { $count-text } reçu non remis
    [many] { $count-text } de reçus non remis
   *[other] { $count-text } reçus non remis
}
dashboard-attention-mail-text = Vérifiez l’adresse, puis renvoyez le reçu.
dashboard-attention-cards = { $count ->
    [one] { $count-text } carte enregistrée expire ce mois-ci
    [many] { $count-text } de cartes enregistrées expirent ce mois-ci
   *[other] { $count-text } cartes enregistrées expirent ce mois-ci
}
dashboard-attention-more = { $count ->
    [one] { $count-text } autre
    [many] { $count-text } d’autres
   *[other] { $count-text } autres
}
dashboard-upcoming = En cours
dashboard-upcoming-authorized = { $count ->
    [one] { $count-text } autorisation
    [many] { $count-text } d’autorisations
   *[other] { $count-text } autorisations
}
dashboard-upcoming-authorized-text = En attente de capture
dashboard-upcoming-pending = { $count ->
    [one] { $count-text } paiement bancaire
    [many] { $count-text } de paiements bancaires
   *[other] { $count-text } paiements bancaires
}
dashboard-upcoming-pending-text = En attente de règlement
dashboard-upcoming-mail = { $count ->
    [one] { $count-text } message en attente d’envoi
    [many] { $count-text } de messages en attente d’envoi
   *[other] { $count-text } messages en attente d’envoi
}
dashboard-latest = Derniers paiements
dashboard-latest-table = Derniers paiements, tableau
dashboard-open-manager = Ouvrir la gestion des paiements
dashboard-none = Aucun paiement
dashboard-none-text = Le premier paraîtra ici dès qu’il sera saisi.
dashboard-open = { $amount } de { $payer } : le résultat n’est pas encore connu. Ne débitez pas de nouveau.
dashboard-attention-pages = { $count ->
    [one] { $count-text } page de paiement s’est suspendue
    [many] { $count-text } pages de paiement se sont suspendues
   *[other] { $count-text } pages de paiement se sont suspendues
}
dashboard-attention-pages-text = Des cartes y ont été refusées l’une après l’autre
