### Les colonnes des listes de paiements. Les clés sont dans src/i18n/labels.rs.

column-number = Numéro
column-date = Date
column-payer = Payeur
column-client = Numéro de client
column-matter = Dossier
column-invoice = Facture
column-reference = Référence
column-method = Mode
column-last-four = Quatre derniers chiffres
column-holder = Titulaire
column-account = Compte
column-source = Provenance
column-status = Statut
column-amount = Montant
column-tax = Taxes
column-surcharge = Supplément
column-refunded = Remboursé
column-net = Net
column-currency = Devise
column-entered-by = Saisi par
column-approval = Code d’autorisation
column-gateway-id = Identifiant du processeur
column-email = Courriel
column-note = Note au payeur
