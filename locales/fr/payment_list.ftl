### La liste de la gestion des paiements : filtres, constructeur, touches.

payments-keys = J et K parcourent les lignes, Entrée en ouvre une, / mène au champ de recherche.

builder-title = Recherche avancée
builder-match = Trouver les paiements qui répondent à
builder-all = toutes les lignes
builder-any = l’une des lignes
builder-field = Champ, ligne
builder-operator = Comparaison, ligne
builder-value = Valeur, ligne
builder-upper = Valeur supérieure, ligne
builder-and = et
builder-add = Ajouter une ligne
builder-remove = Retirer la ligne { $number }
builder-close = Fermer
builder-field-any = Paiement entier
builder-field-card = Carte
builder-field-tag = Étiquette
builder-contains = contient
builder-lacks = ne contient pas
builder-exactly = est exactement
builder-not-exactly = n’est pas exactement
builder-is = est
builder-is-not = n’est pas
builder-more = est supérieur à
builder-at-least = est d’au moins
builder-less = est inférieur à
builder-at-most = est d’au plus
builder-between = est entre
builder-outside = n’est pas entre
builder-on = est le
builder-not-on = n’est pas le
builder-after = est après le
builder-from = est à partir du
builder-before = est avant le
builder-until = est jusqu’au

filter-list = Filtres
filter-words = { $field } { $operator } { $value }
filter-two = { $first } et { $second }
filter-any = Un seul de ces critères suffit
filter-remove = Retirer le filtre : { $filter }
filter-clear = Effacer la recherche

quick-filters = Filtres rapides
quick-any = Indifférent
quick-other = Personnalisé
