### L'envoi en lot : des demandes de paiement à partir d'un fichier.

bulk-title = Envoi en lot
bulk-intro = Demandez des paiements à plusieurs clients d’un coup, une ligne de tableur pour chacun. Rien n’est créé ni envoyé avant que vous ayez examiné les lignes et confirmé.
bulk-accounts = Destination des fonds
bulk-account = Déposer les montants dans
bulk-trust-account = Déposer les montants en fidéicommis dans
bulk-new = Demandes à créer
bulk-mailed = Dont avec une adresse courriel
bulk-sum = À verser dans { $account }
bulk-reaches = Parvient au client par
bulk-link-only = Lien seulement
bulk-send-all = Tout envoyer : { $count ->
    [one] { $count-text } demande
   *[other] { $count-text } demandes
 }
bulk-links-only = Créer { $count ->
    [one] { $count-text } lien
   *[other] { $count-text } liens
 } à télécharger
bulk-added = Demandes créées
bulk-to-list = Voir ces demandes
bulk-links = Les lignes avec leurs liens
bulk-mailed-text = Les messages sont en route. Les lignes sans adresse courriel n’ont qu’un lien.
bulk-again-see = Voir les demandes créées alors
bulk-again = Solliciter ces clients une seconde fois
bulk-error-column = Indiquez les colonnes du nom (ou du numéro de client) et du montant avant de confirmer
bulk-error-account = Choisissez des comptes ouverts pour les montants; le second doit être un compte en fidéicommis
bulk-from = Envoi en lot
bulk-from-row = Fichier { $number }, ligne { $row }
bulk-of-file = Demandes provenant du fichier { $number }.
bulk-all = Afficher toutes les demandes
bulk-about-name = La personne à qui le paiement est demandé, telle que le message la salue. Vide : le nom de la fiche qui porte le numéro de client de la ligne.
bulk-about-emails = Jusqu’à { $most-text }, séparées par des virgules. Vide : la ligne n’obtient qu’un lien.
bulk-about-client-number = Inscrit les paiements à la fiche de ce payeur. Vide : à la fiche qui correspond à ce que le client saisit.
bulk-about-asked = Par exemple { $example }, sans symbole de devise ou avec celui du compte.
bulk-about-asked-in-trust = Un second montant, que le client verse en même temps en fidéicommis. Vide ou zéro : aucun. Il faut au moins l’un des deux.
bulk-about-message = Ce que le client lit dans le message et sur la page; jusqu’à { $most-text } caractères.
bulk-about-date = Écrite comme 2026-12-31, ou une cellule de date dans Excel.
bulk-about-expires = Le dernier jour où le lien accepte des paiements, écrit de la même façon. Vide : il ne prend pas fin.
bulk-about-reminders = Quatre au plus, par exemple « 3, 7, 14 ». Une adresse courriel est nécessaire.
bulk-about-language = Anglais, français ou espagnol. Vide : la langue de la fiche, sinon celle du cabinet.
exports-request-links = Demandes avec leurs liens
import-target-asked = Montant
import-target-asked-in-trust = Montant en fidéicommis
import-target-message = Message au client
import-target-due = Échéance
import-target-expires = Dernier jour du lien
import-target-reminders = Rappels (en jours après l’envoi)
import-fault-split = Deux montants demandent un compte général et un compte en fidéicommis
import-fault-reminders = Les rappels ne sont pas au plus quatre nombres de jours, chacun plus grand que le précédent
import-fault-remind-whom = Des rappels demandent une adresse courriel
import-fault-no-amount = Il n’y a aucun montant
import-fault-amount-unread = Le montant est illisible
import-fault-trust-unread = Le montant en fidéicommis est illisible
import-fault-amount-large = Le montant est trop élevé
import-fault-trust-large = Le montant en fidéicommis est trop élevé
import-fault-trust-nowhere = Aucun compte en fidéicommis n’est choisi pour le montant en fidéicommis
import-fault-due-too-late = Le lien expire avant l’échéance
import-fault-remind-too-late = Un rappel partirait le dernier jour du lien ou après
