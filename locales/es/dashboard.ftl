### El panel.

dashboard-title = Panel
dashboard-intro = { $today }. Importes netos: pagos aprobados en su fecha, menos los reembolsos en la fecha en que se pidieron, antes de comisiones.
dashboard-intro-counts = { $today }. Número de pagos; los importes se muestran a quienes pueden ver los totales.
dashboard-filter = Cifras mostradas
dashboard-account = Cuenta comercial
dashboard-all-accounts = Todas las cuentas comerciales
dashboard-period = Período de los desgloses
dashboard-period-month = Este mes
dashboard-period-days = Últimos 30 días
dashboard-period-year = Este año
dashboard-show = Mostrar
dashboard-currency = Pagos en { $currency }
dashboard-figures = Volumen
dashboard-today = Hoy
dashboard-month = Mes a la fecha
dashboard-year = Año a la fecha
dashboard-declined = { $count ->
    [one] { $count-text } rechazado
   *[other] { $count-text } rechazados
}
dashboard-refunds = { $count ->
    [one] { $count-text } reembolso
    [many] { $count-text } de reembolsos
   *[other] { $count-text } reembolsos
}
dashboard-refunds-of = { $count ->
    [one] { $count-text } reembolso de { $amount }
    [many] { $count-text } de reembolsos, { $amount } en total
   *[other] { $count-text } reembolsos, { $amount } en total
}
dashboard-column = { $when }: { $what }
dashboard-against = { $now }; { $before }
dashboard-whole-day = { $day }, día completo
dashboard-range = { $first } – { $last }
dashboard-up = sube { $percent }
dashboard-down = baja { $percent }
dashboard-level = sin cambio
dashboard-daily = Volumen diario
dashboard-monthly = Volumen mensual
dashboard-last-days = Últimos 30 días, { $figure }
dashboard-last-months = Últimos 12 meses
dashboard-year-earlier = Un año antes
dashboard-chart-daily = Volumen diario, últimos 30 días
dashboard-chart-monthly = Volumen mensual, últimos 12 meses, con el año anterior
dashboard-as-table = Mostrar como tabla
dashboard-table-day = Día
dashboard-table-month = Mes
dashboard-table-net = Neto
dashboard-table-payments = Pagos
dashboard-table-refunds = Reembolsos
dashboard-table-declined = Rechazados
dashboard-by-source = Volumen por origen
dashboard-by-account = Volumen por cuenta comercial
dashboard-by-method = Volumen por método
dashboard-bank = Cuenta bancaria
dashboard-other = Desconocido
dashboard-total = Total
dashboard-nothing = No hay pagos en este período.
dashboard-attention = Requiere atención
dashboard-attention-count = { $count ->
    [one] { $count-text } asunto
    [many] { $count-text } de asuntos
   *[other] { $count-text } asuntos
}
dashboard-calm = Nada requiere su atención
dashboard-calm-text = Aquí aparecerían resultados pendientes, reembolsos fallidos, disputas y correos no entregados.
dashboard-attention-open = { $count ->
    [one] { $count-text } pago aún sin resultado
    [many] { $count-text } de pagos aún sin resultado
   *[other] { $count-text } pagos aún sin resultado
}
dashboard-attention-open-text = No cobre de nuevo. Se está consultando al procesador.
dashboard-attention-refunds = { $count ->
    [one] { $count-text } reembolso fallido
    [many] { $count-text } de reembolsos fallidos
   *[other] { $count-text } reembolsos fallidos
}
dashboard-attention-refunds-text = El dinero sigue en el despacho. Reembolse de nuevo o devuélvalo por otra vía.
dashboard-attention-taken-back = { $count ->
    [one] { $count-text } pago disputado o devuelto
    [many] { $count-text } de pagos disputados o devueltos
   *[other] { $count-text } pagos disputados o devueltos
}
dashboard-attention-taken-back-text = En los últimos 30 días.
dashboard-attention-mail = { $count ->
    [one] { $count-text } recibo sin entregar
    [many] { $count-text } de recibos sin entregar
   *[other] { $count-text } recibos sin entregar
}
dashboard-attention-mail-text = Compruebe la dirección y vuelva a enviarlo.
dashboard-attention-cards = { $count ->
    [one] { $count-text } tarjeta guardada vence este mes
    [many] { $count-text } de tarjetas guardadas vencen este mes
   *[other] { $count-text } tarjetas guardadas vencen este mes
}
dashboard-attention-more = { $count ->
    [one] { $count-text } más
    [many] { $count-text } más
   *[other] { $count-text } más
}
dashboard-upcoming = En curso
dashboard-upcoming-authorized = { $count ->
    [one] { $count-text } autorización
    [many] { $count-text } de autorizaciones
   *[other] { $count-text } autorizaciones
}
dashboard-upcoming-authorized-text = En espera de captura
dashboard-upcoming-pending = { $count ->
    [one] { $count-text } pago bancario
    [many] { $count-text } de pagos bancarios
   *[other] { $count-text } pagos bancarios
}
dashboard-upcoming-pending-text = En espera de liquidación
dashboard-upcoming-mail = { $count ->
    [one] { $count-text } mensaje en espera de envío
    [many] { $count-text } de mensajes en espera de envío
   *[other] { $count-text } mensajes en espera de envío
}
dashboard-latest = Últimos pagos
dashboard-latest-table = Últimos pagos, tabla
dashboard-open-manager = Abrir la gestión de pagos
dashboard-none = Aún no hay pagos
dashboard-none-text = El primero aparecerá aquí en cuanto se registre.
dashboard-open = { $amount } de { $payer }: el resultado aún no se conoce. No cobre de nuevo.
dashboard-attention-pages = { $count ->
    [one] Una página de pago se puso en pausa
    [many] { $count-text } páginas de pago se pusieron en pausa
   *[other] { $count-text } páginas de pago se pusieron en pausa
}
dashboard-attention-pages-text = Allí se rechazaron tarjetas una tras otra
