### Pagar en el portal de pagadores lo que se pide, con una forma de pago guardada; y el camino de vuelta.

portal-back = Volver a sus pagos
portal-request-with = Pagar con
portal-request-continue = Continuar
portal-request-check = Revisar y pagar
portal-request-receipt-to = El recibo se envía a
portal-request-pay-card = Pagar { $amount } con { $brand } •••• { $last }
portal-request-pay-account = Pagar { $amount } desde la cuenta bancaria •••• { $last }
portal-request-agree = Al pulsar el botón, autoriza a { $firm } a cargar hoy { $amount } en esta tarjeta. El cargo aparecerá como { $statement }.
portal-request-again = Cambiar
portal-request-other-cards = Otra tarjeta
portal-request-other-bank-accounts = Otra cuenta bancaria
portal-request-other-both = Otra tarjeta o cuenta bancaria
portal-request-error-method = Elija con qué pagar. No se cargó nada.
