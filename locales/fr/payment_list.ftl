### La liste de la gestion des paiements : filtres, constructeur, touches.

payments-keys = J et K parcourent les lignes, Entrée en ouvre une, / mène au champ de recherche.
