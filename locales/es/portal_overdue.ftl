### Pagar, en el portal del cliente, un pago programado que no se pudo cobrar.

portal-overdue-title = Pago programado del { $day }
portal-overdue-pay = Pagar ahora
portal-overdue-since = Vencía el { $day } y no se pudo cobrar
portal-overdue-again = Volveremos a intentarlo el { $day }.
portal-overdue-returned = El banco revirtió este pago, así que sigue pendiente.
portal-overdue-declined = El intento del { $time } no se aceptó.
portal-overdue-agree-account = Al pulsar el botón, { $firm } debitará { $amount } de esta cuenta bancaria, según la autorización que usted dio para estos pagos programados. El débito aparecerá como { $statement }.
portal-overdue-no-method = Ninguna de sus formas de pago guardadas sirve para este pago. Guarde otra tarjeta o pregunte a { $firm } cómo pagar.
portal-overdue-error-changed = Algo de este pago ha cambiado entretanto. No se ha cobrado nada. Revíselo y pulse de nuevo.
portal-overdue-back = Volver al calendario de pagos
