### Names of the domain's values, used on every page. Keys are listed in src/i18n/labels.rs.

## Where a payment stands, as staff see it.

status-created = En traitement
status-unknown = Confirmation en cours
status-action-required = En attente du payeur
status-held = En cours d’examen
status-declined = Refusé
status-failed = Échoué
status-authorized = Autorisé
status-pending = En attente
status-captured = Approuvé
status-settled = Réglé
status-voided = Annulé
status-reversed = Contrepassé
status-returned = Retourné
status-disputed = Contesté
status-dispute-won = Contestation gagnée
status-dispute-lost = Contestation perdue

## What the processor was asked to do.

kind-sale = Vente
kind-authorization = Autorisation

## Where a payment came from: the names of the menu.

source-enter-payment = Saisir un paiement
source-quick-pay = Paiement rapide
source-payment-page = Page de paiement
source-payment-schedule = Paiements planifiés
source-send-for-payment = Demande de paiement
source-invoice = Facture
source-payer-portal = Portail du payeur
source-connect = Connect

## Why a payment was refused, for staff; payers get a general text.

decline-generic = La carte a été refusée sans motif précis
decline-insufficient-funds = Les fonds sont insuffisants
decline-limit-exceeded = Le montant dépasse la limite de la carte
decline-expired-card = La carte est expirée
decline-invalid-number = Le numéro de carte n’est pas valide
decline-security-code = Le code de sécurité ne correspond pas
decline-address-mismatch = L’adresse de facturation ne correspond pas
decline-call-issuer = Le titulaire doit appeler l’émetteur de la carte
decline-do-not-honor = L’émetteur de la carte a refusé le paiement
decline-type-not-accepted = Ce compte n’accepte pas ce type de carte
decline-processor-down = Le service de paiement n’est pas disponible; réessayez plus tard
decline-duplicate = Le service de paiement a cru à un paiement en double
decline-fraud = L’émetteur soupçonne une fraude, ou la carte a été déclarée perdue ou volée

## Address and security code checks.

check-match = Concorde
check-mismatch = Ne concorde pas
check-not-checked = Non vérifié

## Where the money on a card comes from.

funding-credit = Crédit
funding-debit = Débit
funding-prepaid = Prépayée
funding-unknown = Type inconnu

## Whose money a deposit account holds.

account-kind-operating = Compte général
account-kind-trust = Compte en fidéicommis

## How far a refund has got.

refund-status-pending = En attente
refund-status-unknown = Confirmation en cours
refund-status-submitted = Transmis
refund-status-settled = Remboursé
refund-status-failed = Échoué

## How far a message has got.

delivery-status-waiting = En attente
delivery-status-sent = Envoyé
delivery-status-kept = Conservé ici
delivery-status-failed = Échoué

## Roles of staff; in French and Spanish the function, which has no gender.

role-administrator = Administration
role-billing = Facturation
role-cashier = Caisse
role-auditor = Vérification

## What a role allows.

permission-take-payments = Encaisser des paiements
permission-view-payments = Consulter les paiements
permission-export-payments = Exporter les paiements
permission-view-totals = Consulter les totaux
permission-resend-receipts = Renvoyer des reçus
permission-refund-payments = Rembourser des paiements
permission-refund-trust = Rembourser depuis les comptes en fidéicommis
permission-annotate-payments = Étiqueter les paiements et écrire des notes internes
permission-view-outbox = Consulter la boîte d’envoi
permission-view-journal = Consulter le journal
permission-manage-settings = Gérer les paramètres
permission-manage-reports = Gérer les rapports partagés
permission-manage-payers = Gérer les payeurs et leurs modes de paiement
permission-manage-schedules = Gérer les calendriers de paiement
permission-resolve-alerts = Traiter les alertes
permission-send-requests = Envoyer des demandes de paiement
permission-manage-payment-pages = Gérer les pages de paiement

## Colours of the portal.

theme-device = Comme l’appareil
theme-light = Clair
theme-dark = Sombre
theme-contrast = Contraste élevé, sombre
theme-contrast-light = Contraste élevé, clair

## Languages, named in the language of the page.

language-en = Anglais
language-fr = Français
language-es = Espagnol

## Pourquoi quelqu’un doit examiner quelque chose, et ce qui y a mis fin.

cause-occurrence-failed = Paiement planifié échoué
cause-occurrence-missed = Paiement planifié manqué
cause-debit-returned = Paiement retourné
cause-disputed = Paiement contesté
cause-method-expiring = Carte enregistrée bientôt expirée
cause-outcome-unknown = Résultat inconnu
cause-mail-failed = Message non remis
cause-processor-unreachable = Processeur sans réponse
cause-refund-failed = Remboursement échoué
cause-debits-ended = Autorisation de débit terminée
cause-request-overpaid = Demande payée en trop
cause-card-testing = Essais de cartes sur les pages publiques

resolution-retried = Nouvel essai réussi
resolution-other-method = Encaissé par un autre mode de paiement
resolution-payment = Un autre paiement a été encaissé
resolution-paid-elsewhere = Payé hors du portail
resolution-written-off = Radié
resolution-skipped = Retiré du calendrier
resolution-no-action-needed = Rien à faire
resolution-by-itself = La cause a disparu

## Quand une personne reçoit des courriels sur les alertes.

alert-mail-never = Jamais
alert-mail-daily = Une fois par jour, à 8 h
alert-mail-at-once = Dès qu’il y en a une

## Small parts of sentences.

payment-count =
    { $count ->
        [one] { $count-text } paiement
        [many] { $count-text } de paiements
       *[other] { $count-text } paiements
    }
list-and = { $first } et { $second }
form-table = Tableau : { $name }
form-copy = Copier
form-copied = Copié
