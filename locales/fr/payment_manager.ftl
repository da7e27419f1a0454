### Gestion des paiements : la liste des paiements et la page d’un paiement.

payments-title = Gestion des paiements
payments-results = Résultats
payments-search = Rechercher des paiements
payments-search-hint = Payeur, facture, dossier, quatre derniers chiffres, montant ou code d’autorisation. Ou précisément : statut:refusé, montant:>500, date:2026-11
payments-search-go = Rechercher
payments-show-unsuccessful = Afficher les refus, les échecs et les annulations
payments-match = correspondent à « { $query } »
payments-approved = Approuvé
payments-refunded = Remboursé
payments-net = Net
payments-ignored = Non compris et laissé de côté : { $parts }
payments-forgiven = Rien ne contient { $words }; des mots semblables ont été cherchés.
payments-hidden = { $count ->
    [one] Un autre a été refusé, a échoué ou a été annulé.
    [many] { $count-text } autres ont été refusés, ont échoué ou ont été annulés.
   *[other] { $count-text } autres ont été refusés, ont échoué ou ont été annulés.
}
payments-show-hidden = Les afficher
payments-none = Aucun paiement trouvé
payments-none-text = Essayez moins de mots, ou cherchez le montant ou les quatre derniers chiffres.
payments-clear = Afficher tous les paiements
payments-rebuilding = L’index de recherche est en cours de reconstruction : { $done } sur { $total }. Voici les derniers paiements.
payments-table = Paiements
payments-date = Date
payments-payer = Payeur
payments-reference = Référence
payments-method = Mode
payments-account = Compte
payments-status = Statut
payments-amount = Montant
payments-source = Provenance
payments-status-refunded = Remboursé
payments-status-part-refunded = Remboursé en partie

payment-crumb = Paiement
payment-heading = { $amount } de { $payer }
payment-number = N° { $number }
payment-details = Détails
payment-expires = Expiration
payment-holder = Nom sur la carte
payment-approval = Code d’autorisation
payment-gateway-id = Identifiant du processeur
payment-email = Courriel
payment-of-payer = Tous les paiements de ce payeur
payment-refunds = Remboursements
payment-history = Historique
payment-resend = Renvoyer le reçu
payment-resent = Le reçu est en route vers { $addresses }.
payment-resend-none = Ce paiement n’a jamais été approuvé; il n’a donc pas de reçu.

actor-client = le client
actor-system = le portail

history-requested = Paiement demandé
history-opened = Débit ouvert chez le processeur
history-approve = Paiement approuvé
history-authorize = Paiement autorisé
history-accept = Débit bancaire accepté
history-require-action = En attente de la confirmation du payeur
history-hold = Retenu pour examen
history-decline = Paiement refusé
history-fail = Paiement échoué
history-lose-track = Aucune réponse du processeur; confirmation en cours
history-not-found = Le processeur ne l’a jamais reçu; rien n’a été débité
history-capture = Paiement capturé
history-settle = Réglé au compte bancaire
history-void = Paiement annulé
history-reverse = Paiement contrepassé
history-return = Paiement retourné par la banque
history-open-dispute = Contestation ouverte par le payeur
history-win-dispute = Contestation gagnée
history-lose-dispute = Contestation perdue
history-contradicted = Le processeur a signalé un fait qui contredit ce paiement : { $news }
history-refund-unknown = Aucune réponse au sujet du remboursement; le processeur est interrogé
history-receipt-queued = Reçu mis en file
history-receipt-again = Reçu demandé de nouveau
history-delivered = Reçu livré
history-sent = Reçu envoyé à { $addresses }
history-kept = Reçu pour { $addresses } conservé dans la boîte d’envoi
history-other = Modification
