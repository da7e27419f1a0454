### L'importation d'un fichier de payeurs.

import-title = Importer
import-list = Importations antérieures
import-list-text = Les fichiers sont conservés une semaine; personne d’autre ne voit les vôtres.
import-none = Aucune importation
import-intro = Importez des payeurs d’un tableur. Rien ne change avant que vous ayez vu les lignes et confirmé.
import-file-section = Fichier
import-file = Classeur Excel (.xlsx) ou CSV
import-file-hint = Titres à la première ligne. Au plus 10 Mo et 100 000 lignes.
import-upload = Examiner les lignes
import-error-none = Choisissez un fichier
import-error-nothing = Ce fichier est vide
import-error-unknown = Ce fichier n’est ni un classeur Excel ni du texte CSV
import-error-damaged = Ce classeur est illisible. Ouvrez-le dans un tableur, enregistrez-le de nouveau et réessayez.
import-error-large = Ce classeur contient plus qu’on ne peut importer. Importez-le en plusieurs parties.
import-error-rows = Un fichier peut avoir au plus 100 000 lignes. Importez-le en plusieurs parties.
import-error-columns = Un fichier peut avoir au plus 60 colonnes. Retirez celles qui sont inutiles.
import-error-empty = Ce fichier n’a aucune ligne sous ses titres
import-error-column = Indiquez la colonne du nom avant de confirmer
import-rows = { $count ->
    [one] { $count-text } ligne
   *[other] { $count-text } lignes
 }
import-mapping = Contenu des colonnes
import-mapping-hint = Deviné d’après les titres.
import-column = Colonne { $number }
import-known = Payeurs déjà connus
import-duplicates = Quand le payeur d’une ligne est connu
import-duplicates-hint = Reconnu au numéro de client, sinon à une adresse courriel.
import-duplicates-skip = Laisser le dossier tel quel
import-duplicates-update = Compléter le dossier avec la ligne
import-duplicates-create = Créer un second dossier
import-apply = Appliquer et réexaminer
import-preview = Ce qui se produirait maintenant
import-new = Nouveaux payeurs
import-known-rows = Payeurs connus
import-wrong = Lignes en erreur
import-wrong-file = Télécharger les lignes en erreur avec leur motif (CSV)
import-wrong-text = Les autres lignes ont été importées. Corrigez celles-ci et importez-les de nouveau.
import-confirm = Importer { $count ->
    [one] { $count-text } ligne
   *[other] { $count-text } lignes
 }
import-again-told = Ces lignes ont déjà été importées : { $name } a déposé le fichier « { $file } » le { $day }.
import-again-see = Voir cette importation
import-again = Importer ces lignes une nouvelle fois
import-error-again = Ces lignes ont déjà été importées. Cochez la case pour les importer une nouvelle fois
import-error-begun = Rien n’a été modifié : ce fichier a déjà été confirmé
import-error-changed = Quelque chose a changé depuis l’ouverture de cette page. Vérifiez ce qu’elle indique maintenant, puis confirmez de nouveau
import-left-out = Lignes exclues
import-rows-title = Lignes
import-rows-kinds = Catégories de lignes
import-rows-wrong = Avec une erreur
import-rows-ready = Prêtes
import-rows-left-out = Exclues
import-rows-search = Trouver des lignes par leur contenu
import-rows-none = Aucune ligne de ce genre
import-row-deeds = Actions
import-row-of = la ligne { $number }
import-row-correct = Corriger
import-row-change = Modifier
import-row-leave-out = Exclure
import-row-take-in = Réintégrer
import-row-done-saved = La ligne { $number } est enregistrée.
import-row-done-left-out = La ligne { $number } est exclue.
import-row-done-taken-in = La ligne { $number } est réintégrée.
import-row-title = Ligne { $number }
import-row-intro = Ce que vous saisissez ici remplace ce que dit le fichier. Le fichier de votre ordinateur reste tel quel.
import-row-cells = Ce que dit la ligne
import-row-left-out = Cette ligne est exclue. L’enregistrer la réintègre.
import-row-save = Enregistrer
import-row-save-next = Enregistrer et passer à l’erreur suivante
import-row-stale = Cette ligne a été modifiée dans une autre fenêtre depuis que vous l’avez ouverte. Votre saisie figure ci-dessous; enregistrez de nouveau si c’est la bonne
import-row-now = Enregistré à présent : { $text }
import-row-now-empty = Enregistré à présent : rien.
import-row-heading = Colonne « { $heading } ».
import-row = Ligne
import-reason = Motif
import-cells = Contenu
import-progress = { $done ->
    [one] { $done-text }
   *[other] { $done-text }
 } de { $rows ->
    [one] { $rows-text } ligne
   *[other] { $rows-text } lignes
 } traitées
import-stage-uploaded = Pas encore confirmée
import-stage-running = En cours d’importation
import-stage-done = Importée
import-result = Résultat
import-added = Nouveaux payeurs
import-updated = Dossiers complétés
import-skipped = Lignes sans effet
import-to-list = Voir les payeurs les plus récents
import-target-ignored = Non importée
import-target-name = Nom
import-target-given-name = Prénom
import-target-company = Société
import-target-client-number = Numéro de client
import-target-emails = Adresses courriel
import-target-phones = Téléphones
import-target-street = Rue
import-target-city = Ville
import-target-region = Province ou État
import-target-postal-code = Code postal
import-target-country = Pays
import-target-language = Langue
import-target-contact = Contact
import-target-notes = Notes
import-target-custom = Autre renseignement, sous ce titre
import-fault-no-name = Le nom manque
import-fault-email = Une adresse courriel n’est pas valide
import-fault-too-long = Un texte est trop long
import-fault-too-many = Trop d’adresses, de numéros ou de renseignements
import-fault-language = La langue n’est ni l’anglais, ni le français, ni l’espagnol
import-fault-card-number = Elle contenait un numéro de carte, qui n’a pas été gardé
import-fault-ambiguous = Plusieurs payeurs ont ce numéro de client ou cette adresse
