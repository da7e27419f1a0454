### Las alertas: la lista, una alerta, la campana y los correos.

alerts-title = Alertas
alerts-crumb = Alerta
alerts-intro = Lo que alguien debe revisar. Una alerta se cierra con su causa, o cuando alguien la resuelve con una nota.
alerts-shelves = Alertas mostradas
alerts-shelf-open = Pendientes
alerts-shelf-mine = Mías
alerts-shelf-snoozed = Pospuestas
alerts-shelf-resolved = Resueltas
alerts-causes = Causas
alerts-all-causes = Todas las causas
alerts-cause-count = { $cause }, { $count }
alerts-none = Nada requiere su atención
alerts-none-text = Aquí aparecen pagos programados fallidos, devoluciones, disputas, resultados pendientes y correos no entregados.
alerts-none-mine = No tiene ninguna alerta asignada
alerts-none-mine-text = Aquí aparecen las alertas pendientes que alguien le asigne.
alerts-none-snoozed = No hay alertas pospuestas
alerts-none-snoozed-text = Una alerta pospuesta vuelve sola cuando llega su día.
alerts-none-resolved = Aún no se ha resuelto ninguna alerta
alerts-none-resolved-text = Las alertas resueltas quedan aquí, con quién las resolvió y por qué.
alerts-show-all = Mostrar todas las causas
alerts-more = Alertas siguientes
alerts-first = Volver al principio
alerts-list = Tabla de alertas
alerts-select = Seleccionar: { $what }
alerts-what = Asunto
alerts-who = Pagador
alerts-why = Motivo
alerts-when = Desde
alerts-back-on = Vuelve el
alerts-ended-on = Resuelta el
alerts-assignee = Asignada a
alerts-nobody = Nadie
alerts-me = Asignármela
alerts-amount = Importe
alerts-payment = Pago { $number }
alerts-message-to = Para { $addresses }
alerts-account = Cuenta { $name } •••• { $last }
alerts-since = Desde el { $when }
alerts-snoozed-until = Pospuesta hasta el { $when }
alerts-gone = Ya no se puede mostrar de qué trataba.
alerts-given = El pagador ha dado { $method }.
alerts-given-scheduled =
    { $count ->
        [one] El pagador ha dado { $method }; el calendario de pagos la usa desde ahora.
        [many] El pagador ha dado { $method }; { $count-text } de calendarios de pagos la usan desde ahora.
       *[other] El pagador ha dado { $method }; { $count-text } calendarios de pagos la usan desde ahora.
    }

## Por qué, y qué sigue.

alerts-why-returned = El banco devolvió el débito: el dinero salió otra vez de la cuenta del despacho.
alerts-why-reversed = El pago falló después de aprobarse. El dinero no llegó, o se devolvió.
alerts-why-disputed = El pagador disputa este pago ante su banco. El dinero está retenido.
alerts-why-dispute-lost = La disputa se resolvió a favor del pagador. El dinero se perdió.
alerts-why-method-expiring = { $method } vence en { $month }, antes del próximo pago programado.
alerts-why-outcome-unknown = El procesador no ha dicho si este pago se efectuó.
alerts-why-refund-unknown = El procesador no ha dicho si este reembolso se efectuó.
alerts-why-mail-failed = El mensaje no se pudo entregar y no se volverá a intentar.
alerts-why-processor-unreachable = El procesador no responde desde hace varios minutos. Los pagos pueden fallar y las noticias de los anteriores se retrasan.
alerts-why-refund-failed = El reembolso no se efectuó. El dinero sigue en el despacho.
alerts-why-debits-ended = La autorización de débito del pagador ha terminado, así que el calendario de pagos se puso en pausa antes de este pago.
alerts-why-request-overpaid = De esta solicitud se pagó más de lo pedido: un pago que se había dado por perdido se aceptó al final, o el despacho ganó una disputa.
alerts-why-card-testing = Los pagos con tarjeta en las páginas públicas se rechazan a un ritmo que los pagadores reales no alcanzan: puede que alguien esté probando tarjetas robadas.
alerts-why-not-authorized = El pagador no ha autorizado este débito de su cuenta bancaria, o ya no lo autoriza. No se debitó nada.
alerts-why-occurrence-failed = Se intentó cobrar el pago programado y no se logró.
alerts-why-occurrence-missed = El día del pago programado pasó sin ningún intento.
alerts-raw = En palabras de la otra parte:
alerts-next = Qué sigue
alerts-next-occurrence-failed = Los pagos siguientes continúan. Este solo se intenta de nuevo si alguien lo pide.
alerts-next-occurrence-missed = Los pagos siguientes continúan. Este solo se cobra si alguien lo pide.
alerts-next-debit-returned = Nada se cobra por sí solo. Pida otro pago al pagador.
alerts-next-disputed = Envíe sus pruebas al procesador antes del plazo. La alerta se cierra sola si el despacho gana.
alerts-next-dispute-lost = Nada se cobra por sí solo. Acuerde con el pagador cómo se pagará.
alerts-next-method-expiring = El pago fallará si el pagador no da otro método a tiempo.
alerts-next-outcome-unknown = No cobre de nuevo. El portal sigue consultando, y la alerta se cierra sola cuando haya respuesta.
alerts-next-mail-failed = Compruebe la dirección y vuelva a enviarlo. La alerta se cierra sola cuando haya salido.
alerts-next-processor-unreachable = El portal sigue intentándolo. La alerta se cierra sola cuando el procesador responda.
alerts-next-refund-failed = Reembolse de nuevo o devuelva el dinero por otra vía. La alerta se cierra sola cuando se haya devuelto.
alerts-next-debits-ended = No se cobra nada mientras el calendario esté en pausa. Registre una nueva autorización o elija otro método en el calendario y reanúdelo: la alerta se cierra con eso.
alerts-next-request-overpaid = Reembolse el excedente. La alerta se cierra sola cuando se haya devuelto; si el cliente quiere que el despacho lo conserve, resuélvala con una nota.
alerts-next-card-testing = Cada pagador debe demostrar que no es un robot. Eso termina por sí solo cuando cesan los rechazos, y esta alerta también. Si conoce un motivo legítimo, suba el límite en los ajustes.
alerts-public-pages = Páginas públicas
alerts-open-bot-defence = Ajustes de la protección

## Lo que se puede hacer.

alerts-actions = Qué puede hacer
alerts-read-only = Usted puede ver las alertas. Para actuar sobre ellas, pida el rol Facturación a un administrador.
alerts-ask-now = Consultar al procesador
alerts-ask-payer = Pedir otro método por correo electrónico
alerts-pay-otherwise = Registrar otro pago
alerts-pay-otherwise-text = Abre la terminal con el pagador y el importe. Cuando ese pago se apruebe, la alerta se cierra.
alerts-refund-again = Reembolsar de nuevo
alerts-refund = Reembolsar
alerts-open-request = Abrir la solicitud
alerts-open-payment = Abrir el pago
alerts-open-message = Abrir el mensaje
alerts-send-again = Volver a enviar
alerts-assign = Asignar
alerts-assign-to = Asignar a
alerts-assign-nobody = Nadie
alerts-snooze = Posponer
alerts-snooze-tomorrow = Hasta mañana
alerts-snooze-three-days = Tres días
alerts-snooze-week = Una semana
alerts-resolve = Resolver
alerts-resolve-how = Cómo se resolvió
alerts-note = Nota
alerts-note-hint = Para los registros del despacho, hasta 500 caracteres.
alerts-selected = Con las alertas seleccionadas
alerts-history = Historial
alerts-details = Detalles
alerts-raised = Surgió
alerts-state-open = Pendiente
alerts-state-snoozed = Pospuesta
alerts-state-resolved = Resuelta
alerts-note-said = Nota

## Lo que se hizo.

alerts-done-snoozed = La alerta quedó pospuesta. Volverá sola.
alerts-done-assigned = La alerta quedó asignada.
alerts-done-resolved = La alerta quedó resuelta.
alerts-done-asked-open = Se consultó al procesador y aún no tiene respuesta. El portal sigue consultando.
alerts-done-asked-closed = El procesador respondió. La alerta quedó cerrada.
alerts-done-asked-payer = Se le pide al pagador por correo electrónico. El enlace vale una semana.
alerts-done-mail = Su elección quedó guardada.
alerts-done-several-resolved = { $count ->
    [one] { $count-text } alerta resuelta.
    [many] { $count-text } de alertas resueltas.
   *[other] { $count-text } alertas resueltas.
}
alerts-done-several-assigned = { $count ->
    [one] { $count-text } alerta asignada.
    [many] { $count-text } de alertas asignadas.
   *[other] { $count-text } alertas asignadas.
}
alerts-done-left = { $count ->
    [one] Otra persona cambió { $count-text } entretanto, y quedó como está.
   *[other] Otra persona cambió { $count-text } entretanto, y quedaron como están.
}

## Lo que está mal en un formulario.

alerts-error-stale = Alguien cambió esta alerta entretanto. No se hizo nada; así está ahora.
alerts-error-ended = Esta alerta se resolvió entretanto. No se hizo nada.
alerts-error-note = Diga en pocas palabras cómo se resolvió
alerts-error-note-long = La nota tiene más de 500 caracteres
alerts-error-how = Elija cómo se resolvió
alerts-error-until = Elija hasta cuándo
alerts-error-assignee = Esta persona no puede actuar sobre alertas. Elija a otra.
alerts-error-none = Seleccione al menos una alerta
alerts-error-unavailable = Por ahora no se puede guardar nada. No se hizo nada; inténtelo de nuevo en un minuto.
alerts-error-settle = La alerta que este pago iba a saldar se resolvió entretanto. No se cobró nada.

## Lo que pasó con una alerta.

alerts-history-raised = Surgió
alerts-history-snoozed = Pospuesta hasta el { $when }
alerts-history-woken = Pendiente de nuevo
alerts-history-asked-payer = Otro método pedido al pagador por correo electrónico
alerts-history-given = El pagador dio un método de pago
alerts-history-assigned = Asignada a { $name }
alerts-history-assigned-nobody = Asignada a nadie
alerts-history-resolved = Resuelta: { $how }

## La campana.

alerts-bell-all = Todas las alertas
alerts-bell-count = { $count ->
    [one] { $count-text } pendiente
    [many] { $count-text } de pendientes
   *[other] { $count-text } pendientes
}

## Los correos.

alerts-mail = Correos sobre alertas
alerts-mail-text = Se envían a { $address }.
alerts-mail-choice = Frecuencia
alerts-mail-save = Guardar
alerts-mail-subject = { $count ->
    [one] { $count-text } alerta requiere atención
    [many] { $count-text } de alertas requieren atención
   *[other] { $count-text } alertas requieren atención
}
alerts-mail-none = Lo que trataba ya se atendió.
alerts-mail-line = { $payer }: { $cause }
alerts-mail-more = { $count ->
    [one] y { $count-text } más
    [many] y { $count-text } más
   *[other] y { $count-text } más
}
alerts-mail-view = Ver las alertas
alerts-mail-why = Recibe este correo porque así lo eligió en la página de alertas. Allí puede cambiarlo.
alerts-terminal = Este pago salda la alerta { $what }. Cuando se apruebe, la alerta se cierra.

## Los pagos programados.

alerts-occurrence = { $schedule }, pago { $number }
alerts-due = previsto el { $day }
alerts-why-not-reached = No se pudo contactar con el procesador. No se cobró nada.
alerts-why-voided = El pago se anuló antes de liquidarse.
alerts-why-no-method = El método guardado ya no existe o pertenece a otra cuenta comercial.
alerts-why-no-account = La cuenta comercial está cerrada.
alerts-next-retry = Se intentará de nuevo el { $when }. Los pagos siguientes continúan.
alerts-collect = Intentar de nuevo
alerts-collect-method = Método de pago
alerts-collect-no-method = El pagador no tiene ningún método guardado para esta cuenta. Registre otro pago o pídale un método.
alerts-done-collected = Cobrado. La alerta se cierra cuando el dinero esté en el despacho.
alerts-done-not-collected = Se intentó de nuevo y no se cobró. El motivo aparece más abajo.
alerts-done-collecting = Se está cobrando. El resultado aparecerá aquí.
alerts-error-not-now = Se está cobrando en este momento, o se resolvió de otra forma. No se hizo nada.
alerts-error-method = No se puede cobrar con este método. Elija otro.
alerts-error-not-authorized = El pagador no ha autorizado este débito, o no tan pronto ni tantas veces. Elija una tarjeta o introduzca otro pago.
alerts-error-being-confirmed = Aún no se sabe si el pago se efectuó. No lo intente de nuevo; el portal está consultando.
alerts-why-declined = { $reason }.
alerts-open-schedule = Abrir el calendario
