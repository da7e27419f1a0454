### La boîte d’envoi.

outbox-title = Boîte d’envoi
outbox-intro = Les courriels envoyés, en attente, ou conservés ici faute de serveur de courriel.
outbox-to = À
outbox-subject = Objet
outbox-none = Aucun message
outbox-none-text = Les reçus paraissent ici dès que des paiements sont approuvés.
outbox-older = Messages plus anciens
outbox-message = Message
outbox-text = Version texte
outbox-attempts = Essais
outbox-waiting = Le message est rédigé au moment de son envoi.
outbox-not-kept = Le texte de ce message n’est pas conservé.
outbox-error = Dernière erreur :
outbox-refund = Avis de remboursement { $number }
outbox-report = Rapport
outbox-reminder = Rappel de paiement
outbox-failure-notice = Avis de paiement échoué
outbox-report-run = Ouvrir l’exécution
outbox-file = Fichier
outbox-file-size = { $name } ({ $size } Ko)
outbox-alerts = Alertes
