### Los calendarios de pagos: lo que los pagadores leen de ellos por correo.

schedule-mail-greeting = Hola, { $name }:
schedule-mail-reminder-subject = Se cobrarán { $amount } el { $day }
schedule-mail-reminder-heading = Próximo pago
schedule-mail-reminder-words = { $firm } cobrará este pago el { $day }, según lo acordado. No tiene que hacer nada.
schedule-mail-failure-subject = Su pago de { $amount } a { $firm } no se pudo cobrar
schedule-mail-failure-heading = Pago no cobrado
schedule-mail-failure-words = { $firm } no pudo cobrar el pago que vencía el { $day }. No se cargó nada.
schedule-mail-returned-words = { $firm } cobró de su cuenta bancaria el pago que vencía el { $day } y su banco devolvió el débito. No está pagado.
schedule-mail-failure-retry = Volveremos a intentarlo el { $day }. Asegúrese de que el pago pueda realizarse, o comuníquese con nosotros para usar otra tarjeta o cuenta.
schedule-mail-failure-call = Comuníquese con nosotros para acordar el pago o para usar otra tarjeta o cuenta.
schedule-mail-schedule = Calendario
schedule-mail-day = Vencimiento
schedule-mail-questions = Si algo no le parece correcto, comuníquese con nosotros antes de acudir a su banco.
schedule-mail-why = Recibe este correo porque aceptó un calendario de pagos.

# Las páginas.
schedules-title = Pagos programados
schedules-intro = Pagos que se cobran automáticamente en las fechas acordadas.
schedules-new = Nuevo calendario
schedules-list = Pagos programados
schedules-active = Activos
schedules-ahead = Vencen en 7 días
schedules-failed = Pagos fallidos
schedules-collecting = En proceso de cobro
schedules-many = más de { $count }
schedules-run = Cobro de pagos
schedules-running = Cobro de los pagos de hoy: { $done } de { $due }.
schedules-due =
    { $count ->
        [one] { $count-text } pago ha vencido y se cobrará en un momento.
        [many] { $count-text } de pagos han vencido y se cobrarán en un momento.
       *[other] { $count-text } pagos han vencido y se cobrarán en un momento.
    }
schedules-filter = Filtrar calendarios
schedules-state = Estado
schedules-all-states = Todos los estados
schedules-only-failed = Solo con pagos fallidos
schedules-show = Mostrar
schedules-all = Mostrar todos los calendarios
schedules-next = Próximo pago
schedules-failed-count =
    { $count ->
        [one] { $count-text } fallido
        [many] { $count-text } de fallidos
       *[other] { $count-text } fallidos
    }
schedules-earlier = Página anterior
schedules-later = Página siguiente
schedules-none = Aún no hay calendarios de pagos
schedules-none-text = Acuerde varios pagos con un pagador y se cobrarán en sus fechas.
schedules-none-found = No se encontraron calendarios
schedules-none-found-text = Ningún calendario corresponde a este filtro.
schedule-number = Calendario { $number }
schedule-crumb = Calendario
schedule-state-draft = Borrador
schedule-state-active = Activo
schedule-state-paused = En pausa
schedule-state-completed = Completado
schedule-state-cancelled = Anulado
occurrence-pending = Programado
occurrence-collecting = En proceso de cobro
occurrence-submitted = En camino
occurrence-collected = Cobrado
occurrence-failed = Fallido
occurrence-skipped = Omitido
occurrence-paid-elsewhere = Pagado por otra vía
schedule-plan-installments =
    { $count ->
        [one] { $amount }, una vez
        [many] { $amount }, { $count-text } de veces
       *[other] { $amount }, { $count-text } veces
    }
schedule-plan-perpetual = { $amount } hasta que se anule el calendario
schedule-plan-lump =
    { $count ->
        [one] { $amount } en un solo pago
        [many] { $amount } en { $count-text } de pagos
       *[other] { $amount } en { $count-text } pagos
    }
schedule-plan-until-day = { $amount } hasta el { $day }
schedule-plan-until-total = { $amount } hasta cobrar { $total }
schedule-words-once = Una vez, el { $day }
schedule-words-from = { $often }, desde el { $day }
schedule-words-twice-a-month = Dos veces al mes, día { $first } y día { $second }
schedule-month-day = { $number-text }
schedule-last-day = último
schedule-every-days = Cada { $count-text } días
schedule-every-weeks = Cada { $count-text } semanas
schedule-every-months = Cada { $count-text } meses
schedule-every-years = Cada { $count-text } años
schedule-frequency-once = Una vez
schedule-frequency-daily = Cada día
schedule-frequency-weekly = Cada semana
schedule-frequency-two-weeks = Cada dos semanas
schedule-frequency-twice-a-month = Dos veces al mes
schedule-frequency-monthly = Cada mes
schedule-frequency-quarterly = Cada trimestre
schedule-frequency-half-yearly = Cada seis meses
schedule-frequency-yearly = Cada año
schedule-retry-none = Nunca
schedule-retry-3 = Una vez, a los 3 días
schedule-retry-1-3 = A los 1 y 3 días
schedule-retry-1-3-7 = A los 1, 3 y 7 días
schedule-retry-after-one = Una vez, a los { $days } días
schedule-retry-after-many = A los { $days } y { $last } días
schedule-new = Nuevo
schedule-new-title = Nuevo calendario de pagos
schedule-new-intro = Todas las fechas se muestran antes de guardar.
schedule-edit-title = Editar el calendario de pagos
schedule-edit-intro = Un cambio rige a partir del próximo pago. Los pagos hechos quedan como están.
schedule-edit = Editar
schedule-who = ¿De qué pagador es?
schedule-who-hint = El comienzo del nombre del pagador
schedule-who-find = Buscar pagador
schedule-who-none = Ningún pagador tiene un nombre así.
schedule-no-method = Sin método de pago guardado
schedule-no-method-text = { $payer } no tiene tarjeta ni cuenta guardada. Registre un pago y guarde el método con él; después vuelva aquí.
schedule-no-method-action = Registrar un pago
schedule-section-plan = Plan
schedule-section-amount = Importe
schedule-section-dates = Fechas
schedule-section-failure = Recordatorios y reintentos
schedule-section-reference = Referencias
schedule-name = Nombre del calendario
schedule-method-hint = El dinero va a la cuenta para la que se guardó el método.
schedule-method-card = { $brand } •••• { $last }, { $account }
schedule-method-bank = Cuenta bancaria •••• { $last }, { $account }
schedule-plan = Plan
schedule-plan-choice-installments = El mismo importe, un número de veces
schedule-plan-choice-perpetual = El mismo importe hasta que se anule el calendario
schedule-plan-choice-lump = Un total en pagos iguales
schedule-plan-choice-until-day = El mismo importe hasta una fecha
schedule-plan-choice-until-total = El mismo importe hasta cobrar un total
schedule-each = Cada pago
schedule-total = Total
schedule-count = Número de pagos
schedule-last = Última fecha posible
schedule-frequency = Frecuencia
schedule-first = Primer pago
schedule-first-hint = Se cobra desde las 6 a. m.
schedule-every = Cada cuántos
schedule-every-hint = Vacío: cada uno
schedule-first-day = Primer día del mes
schedule-second-day = Segundo día del mes
schedule-last-day-hint = En un mes sin ese día, el pago vence el último día.
schedule-remind = Recordatorio al pagador
schedule-remind-never = Nunca
schedule-remind-days =
    { $count ->
        [one] { $count-text } día antes
        [many] { $count-text } de días antes
       *[other] { $count-text } días antes
    }
schedule-retry = Reintentar automáticamente
schedule-retry-hint = Solo si el rechazo puede ser pasajero, como por falta de fondos
schedule-tell = Avisar al pagador por correo cuando falle un pago
schedule-preview = Fechas
schedule-preview-none = Indique importe, frecuencia y primer pago para ver todas las fechas.
schedule-preview-first = Primero
schedule-preview-last = Último
schedule-preview-endless = Hasta que se anule
schedule-preview-rest = Mostrar las otras { $count-text } fechas
schedule-preview-again = Mostrar fechas
schedule-start = Iniciar el calendario
schedule-keep-draft = Guardar como borrador
schedule-save = Guardar los cambios
schedule-consent = Inicie un calendario solo con la autorización del pagador para estos importes y fechas.
schedule-notice-section = Aviso al pagador
schedule-notice-text = El pagador debe saber antes de un cambio en un débito bancario: 10 días para otro importe, 7 para otra fecha.
schedule-notice = Lo que se acordó
schedule-notice-told = Ya se avisó al pagador
schedule-notice-told-on = Avisado el
schedule-notice-defer = Le avisamos hoy; el cambio espera a que corra el plazo
schedule-kept-text = El pagador debe ser avisado antes. Hasta que venza el preaviso, los pagos siguen como estaban:
schedule-kept = { $day }: { $amount }
schedule-terms = Condiciones
schedule-earlier-terms = Condiciones anteriores
schedule-terms-from = Desde el pago { $number }
schedule-collected = Cobrado hasta ahora
schedule-under-way = En camino
schedule-next-dates = Próximos pagos
schedule-next-none = No se cobrará nada más.
schedule-paused-text = Durante la pausa no se cobra nada. Las fechas que pasan se aplazan.
schedule-payments = Pagos
schedule-payments-none = Aún no vence ningún pago.
schedule-number-short = N.º
schedule-due = Vence
schedule-tries = Intentos
schedule-tried-again-on = Nuevo intento el { $day }
schedule-act-failed = Resolver el pago { $number }
schedule-act-pending = Cambiar el pago { $number }
schedule-try-again = Reintentar { $amount }
schedule-collect-now = Cobrar { $amount } ahora
schedule-debited-on-its-day = La cuenta bancaria se debita el día que autorizó el pagador, no antes.
schedule-from-now-on = Usar este método de ahora en adelante
schedule-note = Nota
schedule-skip = Omitir este pago
schedule-paid-elsewhere = Pagado por otra vía
schedule-pause = Pausar
schedule-resume = Reanudar
schedule-cancel = Anular el calendario
schedule-cancel-text = No se cobrará nada más y los pagos fallidos se cierran. No se puede deshacer.
schedule-why-total = Ya se cobró el total
schedule-why-cancelled = El calendario se anuló
schedule-why-not-planned = No figura en las nuevas condiciones
schedule-why-not-reached = No se pudo contactar al procesador; no se cargó nada
schedule-why-returned = El banco devolvió el débito
schedule-why-returned-code = El banco devolvió el débito ({ $code })
schedule-why-reversed = Aprobado primero, falló después
schedule-why-voided = El pago se anuló
schedule-why-dispute-lost = Se perdió la disputa
schedule-why-missed = Venció hace demasiado para cobrarlo sin preguntar
schedule-why-no-method = El método de pago ya no existe
schedule-why-no-account = La cuenta de comercio está cerrada
schedule-why-not-asked-for = No se pudo pedir el pago según lo acordado
schedule-why-not-authorized = El pagador no ha autorizado este débito
schedule-done-made = El calendario se guardó.
schedule-done-changed = Los cambios se guardaron.
schedule-done-state = El calendario se cambió.
schedule-done-collected = El pago se cobró.
schedule-done-tried = Se intentó el pago; vea abajo el resultado.
schedule-done-waived = El pago está cerrado.
schedule-told-added = Calendario creado
schedule-told-changed = Calendario cambiado
schedule-told-activate = Calendario iniciado
schedule-told-pause = Calendario en pausa
schedule-told-resume = Calendario reanudado
schedule-told-complete = Calendario completado
schedule-told-reopen = Calendario abierto de nuevo: un pago volvió
schedule-told-cancel = Calendario anulado
schedule-told-submit = El pago { $number } está en camino
schedule-told-collect = Pago { $number } cobrado
schedule-told-fail = Pago { $number } fallido
schedule-told-skip = Pago { $number } omitido
schedule-told-elsewhere = Pago { $number } pagado por otra vía
schedule-told-reminder = Recordatorio del pago { $number } en cola
schedule-told-notice = Aviso del fallo del pago { $number } en cola
schedule-error-name = Escriba un nombre para el calendario
schedule-error-method = Elija un método de pago
schedule-error-method-unfit = Este método de pago no sirve para este calendario
schedule-error-plan = Elija un plan
schedule-error-plan-unfit = Estos importes no cuadran: revise el importe, el total y el número de pagos
schedule-error-amount-unfit = El importe es demasiado alto o en otra moneda que la cuenta
schedule-error-count = Indique un número de pagos de 1 a { $most }
schedule-error-frequency = Elija una frecuencia
schedule-error-every = Indique un número de 1 a { $most }
schedule-error-two-days = Elija dos días distintos del mes, primero el anterior
schedule-error-date = Indique una fecha
schedule-error-past = El primer pago está en el pasado: elija hoy o una fecha posterior
schedule-error-no-date = No habría ningún pago: revise las fechas
schedule-error-retry = Elija si se reintenta
schedule-error-notice = Se debe avisar al pagador { $days } días antes del próximo débito; si se le avisa hoy, el cambio puede regir desde el { $day }
schedule-error-stale = El calendario se cambió entretanto. Revíselo e inténtelo de nuevo
schedule-error-stale-form = Este formulario es demasiado antiguo. Revíselo y envíelo de nuevo
schedule-error-not-now = No es posible en el estado actual del calendario
schedule-error-not-authorized = El pagador no ha autorizado estos débitos de su cuenta bancaria, o ya no los autoriza. Modifique el calendario para registrar una autorización o elegir una tarjeta
schedule-error-too-early = Una cuenta bancaria no se debita antes del día que autorizó el pagador
schedule-error-presented = Este débito se presentó tantas veces como permiten las reglas. Elija una tarjeta o pida otro pago al pagador
schedule-error-unavailable = Ahora no se puede guardar nada. No se cambió nada; inténtelo en un momento
