### Choix des colonnes de la gestion des paiements.

columns-title = Colonnes
columns-intro = Choisissez ce que les listes de paiements affichent, et dans quel ordre. Ce choix ne vaut que pour vous.
columns-shown = Affichées
columns-others = Masquées
columns-none = Toutes les colonnes sont affichées.
columns-up = Monter
columns-up-name = Monter : { $column }
columns-down = Descendre
columns-down-name = Descendre : { $column }
columns-remove = Masquer
columns-remove-name = Masquer : { $column }
columns-add = Afficher
columns-add-name = Afficher : { $column }
columns-usual = Revenir aux colonnes habituelles
columns-save = Enregistrer les colonnes
columns-cancel = Annuler
