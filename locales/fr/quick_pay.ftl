### Paiement rapide : débiter de nouveau un mode enregistré.

quick-pay-title = Paiement rapide
quick-pay-heading = Débiter de nouveau le même mode de paiement
quick-pay-open = Débiter de nouveau
quick-pay-enter = Saisir un paiement
quick-pay-not = Ce mode de paiement ne peut pas être débité de nouveau
quick-pay-not-saved = Le mode de paiement n’a pas été enregistré; il n’a servi que pour un paiement. Saisissez plutôt un nouveau paiement : tout est rempli, sauf le mode de paiement.
quick-pay-undecided = On ne sait pas encore ce qu’il est advenu de ce paiement. Ne débitez pas de nouveau avant de le savoir.
quick-pay-restored = Votre session avait pris fin. Voici ce que vous aviez saisi. Rien n’a encore été débité.
quick-pay-error-account = Le compte de dépôt de ce paiement est fermé. Saisissez plutôt un nouveau paiement.
