### Le tableau de bord.

dashboard-title = Tableau de bord
dashboard-intro = { $today }. Les montants sont les paiements approuvés à la date du paiement, avant remboursements et frais.
dashboard-figures = Volume
dashboard-today = Aujourd’hui
dashboard-month = Mois à ce jour
dashboard-year = Année à ce jour
dashboard-declined = { $count ->
    [one] { $count-text } refusé
   *[other] { $count-text } refusés
}
dashboard-latest = Derniers paiements
dashboard-open-manager = Ouvrir la gestion des paiements
dashboard-none = Aucun paiement
dashboard-none-text = Le premier paraîtra ici dès qu’il sera saisi.
dashboard-open = { $amount } de { $payer } : le résultat n’est pas encore connu. Ne débitez pas de nouveau.

alerts-title = Alertes
alerts-none = Rien ne demande votre attention
alerts-none-text = Les paiements dont le résultat tarde et les paiements planifiés échoués paraissent ici.
