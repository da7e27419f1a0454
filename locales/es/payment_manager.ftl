### Gestión de pagos: la lista de pagos y la página de un pago.

payments-title = Gestión de pagos
payments-results = Resultados
payments-search = Buscar pagos
payments-search-hint = Pagador, factura, asunto, últimos cuatro dígitos, importe o código de autorización. O con precisión: estado:rechazado, importe:>500, fecha:2026-11
payments-search-go = Buscar
payments-show-unsuccessful = Mostrar rechazos, fallos y anulaciones
payments-match = coinciden con «{ $query }»
payments-approved = Aprobado
payments-refunded = Reembolsado
payments-net = Neto
payments-ignored = No se entendió y se omitió: { $parts }
payments-forgiven = Nada contiene { $words }; se buscaron palabras parecidas.
payments-hidden = { $count ->
    [one] Uno más fue rechazado, falló o se anuló.
    [many] { $count-text } más fueron rechazados, fallaron o se anularon.
   *[other] { $count-text } más fueron rechazados, fallaron o se anularon.
}
payments-show-hidden = Mostrarlos
payments-none = No se encontraron pagos
payments-none-text = Pruebe con menos palabras, o busque el importe o los últimos cuatro dígitos.
payments-clear = Mostrar todos los pagos
payments-rebuilding = Se está reconstruyendo el índice de búsqueda: { $done } de { $total }. Estos son los últimos pagos.
payments-table = Pagos
payments-date = Fecha
payments-payer = Pagador
payments-reference = Referencia
payments-method = Forma
payments-account = Cuenta
payments-status = Estado
payments-amount = Importe
payments-source = Origen
payments-status-refunded = Reembolsado
payments-status-part-refunded = Reembolsado en parte

payment-crumb = Pago
payment-heading = { $amount } de { $payer }
payment-number = N.º { $number }
payment-details = Detalles
payment-expires = Vence
payment-holder = Nombre en la tarjeta
payment-approval = Código de autorización
payment-gateway-id = Identificador del procesador
payment-email = Correo
payment-of-payer = Todos los pagos de este pagador
payment-refunds = Reembolsos
payment-history = Historial
payment-resend = Reenviar recibo
payment-resent = El recibo va en camino a { $addresses }.
payment-resend-none = Este pago nunca se aprobó, por lo que no tiene recibo.

actor-client = el cliente
actor-system = el portal

history-requested = Pago solicitado
history-opened = Cargo abierto en el procesador
history-approve = Pago aprobado
history-authorize = Pago autorizado
history-accept = Débito bancario aceptado
history-require-action = En espera de la confirmación del pagador
history-hold = Retenido para revisión
history-decline = Pago rechazado
history-fail = El pago falló
history-lose-track = Sin respuesta del procesador; en confirmación
history-not-found = El procesador nunca lo recibió; no se cobró nada
history-capture = Pago capturado
history-settle = Liquidado en la cuenta bancaria
history-void = Pago anulado
history-reverse = Pago revertido
history-return = Pago devuelto por el banco
history-open-dispute = Disputa abierta por el pagador
history-win-dispute = Disputa ganada
history-lose-dispute = Disputa perdida
history-contradicted = El procesador informó algo que contradice este pago: { $news }
history-refund-unknown = No hubo respuesta sobre el reembolso; se está consultando al procesador
history-receipt-queued = Recibo en cola
history-receipt-again = Recibo solicitado de nuevo
history-delivered = Recibo entregado
history-sent = Recibo enviado a { $addresses }
history-kept = Recibo para { $addresses } guardado en la bandeja de salida
history-other = Cambio
