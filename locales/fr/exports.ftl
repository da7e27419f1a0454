### Listes sous forme de fichiers : leurs colonnes, ce qui en est dit, et la page qui attend les longues.

exports-links = Télécharger cette liste
exports-excel = Excel
exports-csv = CSV

## Noms des feuilles, et la feuille qui décrit les autres.

exports-payments = Paiements
exports-outbox = Boîte d’envoi
exports-about = À propos
exports-about-firm = Cabinet
exports-about-search = Recherche
exports-about-everything = Tous les paiements
exports-about-file = Fichier { $number }
exports-about-unsuccessful = Refus, échecs et annulations
exports-about-shown = Inclus
exports-about-hidden = Exclus
exports-about-refunds = Montants
exports-about-refunds-text = « Approuvé » est le montant des seuls paiements approuvés. « Net » est l’approuvé moins le remboursé. Les totaux suivent les filtres de la feuille.
exports-about-zone = Fuseau horaire
exports-about-made = Exporté
exports-about-by = Exporté par
exports-about-rows = Lignes
exports-total = Total

## Colonnes.

exports-number = N°
exports-date = Date et heure
exports-status = Statut
exports-to = À
exports-subject = Objet
exports-payment = N° de paiement
exports-attempts = Essais
exports-error = Dernière erreur

## La page d’attente.

exports-title = Exportation
exports-waiting = En attente de la fin d’autres exportations
exports-writing = { $done } lignes écrites sur { $total }
exports-packing = Toutes les lignes sont écrites; le fichier est en cours d’assemblage
exports-progress = Progression de l’exportation
exports-meanwhile = Vous pouvez quitter cette page et continuer à travailler. Revenez à son adresse d’ici 12 heures.
exports-check = Vérifier de nouveau
exports-stop = Annuler l’exportation
exports-ready = Votre fichier est prêt
exports-ready-text = { $rows ->
    [one] { $rows-text } ligne, { $size } Mo. Le fichier est supprimé une heure après son téléchargement, et de toute façon après 12 heures.
    [many] { $rows-text } lignes, { $size } Mo. Le fichier est supprimé une heure après son téléchargement, et de toute façon après 12 heures.
   *[other] { $rows-text } lignes, { $size } Mo. Le fichier est supprimé une heure après son téléchargement, et de toute façon après 12 heures.
}
exports-download = Télécharger { $file }
exports-failed = Le fichier n’a pas pu être écrit
exports-failed-text = Rien n’a été conservé. Le disque est peut-être plein : prévenez la personne qui gère le portail, puis réessayez.
exports-stopped = L’exportation a été annulée
exports-stopped-text = Rien n’a été conservé.
exports-busy = Trop d’exportations à la fois
exports-busy-text = Attendez que certaines se terminent, puis réessayez.
exports-rebuilding = L’index de recherche est en cours de reconstruction
exports-rebuilding-text = Les listes pourront être exportées dès qu’il sera complet : { $done } sur { $total } pour l’instant.
exports-back = Retour à la liste
