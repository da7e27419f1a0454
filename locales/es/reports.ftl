### Informes: la lista, un informe, su formulario, sus ejecuciones, su correo.

reports-title = Informes
reports-intro = Todas las cifras siguen los días del despacho y llevan a los pagos correspondientes.
reports-new = Nuevo informe
reports-payments-tab = Todos los pagos
reports-tabs = Gestión de pagos
reports-section-payments = Pagos
reports-section-summaries = Resúmenes
reports-section-attention = Requiere atención
reports-own = Mis informes
reports-shared = Informes compartidos
reports-own-none = Aún no tiene informes propios. Cree uno o copie cualquier informe de esta página.
reports-shared-none = Aún no hay informes compartidos.
reports-name = Nombre
reports-range = Fechas
reports-sent = Envío
reports-changed = Modificado

## Los informes que todo portal tiene.

report-today = Pagos de hoy
report-today-text = Todos los pagos de hoy, incluidos rechazos y anulaciones.
report-month-to-date = Mes hasta la fecha
report-month-to-date-text = Pagos desde el primero del mes.
report-last-month = Mes pasado
report-last-month-text = Pagos de todo el mes anterior.
report-trust-receipts = Ingresos en fideicomiso
report-trust-receipts-text = Dinero recibido en fideicomiso, con cliente y asunto.
report-operating-receipts = Ingresos operativos
report-operating-receipts-text = Dinero recibido en las cuentas operativas.
report-year-by-month = Año hasta la fecha, por mes
report-year-by-month-text = El total de cada mes de este año.
report-by-account = Por cuenta comercial
report-by-account-text = El total de cada cuenta comercial.
report-by-source = Por origen
report-by-source-text = De dónde vienen los pagos.
report-by-user = Por usuario
report-by-user-text = Lo que registró cada persona.
report-by-payer = Por pagador
report-by-payer-text = Lo que pagó cada pagador, de mayor a menor.
report-by-method = Por forma de pago
report-by-method-text = Redes de tarjetas y cuentas bancarias.
report-deposits = Depósitos
report-deposits-text = Lo que se liquidó cada día, con los reembolsos al lado.
report-declines = Rechazos y errores
report-declines-text = Pagos rechazados o fallidos, y por qué.
report-refunds = Reembolsos y anulaciones
report-refunds-text = Dinero devuelto y pagos anulados.
report-open-outcomes = Resultados pendientes
report-open-outcomes-text = Pagos cuyo resultado el procesador aún no ha dado.
report-expiring-cards = Tarjetas por vencer
report-expiring-cards-text = Tarjetas guardadas, por mes de vencimiento.
report-tax-collected = Impuestos cobrados
report-tax-collected-text = Los impuestos incluidos en los pagos de cada cuenta. Se descuenta la parte de cada reembolso.
report-surcharges-collected = Recargos cobrados
report-surcharges-collected-text = Lo que se sumó por pagar con tarjeta de crédito, por cuenta. Se descuenta la parte de cada reembolso.
report-echeck-returns = eChecks devueltos
report-echeck-returns-text = Los débitos bancarios devueltos, con el motivo del banco, por el día de su último cambio.
report-scheduled-failures = Pagos programados fallidos
report-scheduled-failures-text = Pagos programados que se rechazaron, fallaron o fueron devueltos.

## Fechas.

range-today = Hoy
range-yesterday = Ayer
range-this-week = Esta semana
range-last-week = La semana pasada
range-this-month = Este mes
range-last-month = El mes pasado
range-this-quarter = Este trimestre
range-last-quarter = El trimestre pasado
range-this-year = Este año
range-last-year = El año pasado
range-month-to-date = Mes hasta la fecha
range-quarter-to-date = Trimestre hasta la fecha
range-year-to-date = Año hasta la fecha
range-last-7-days = Últimos 7 días
range-last-30-days = Últimos 30 días
range-last-90-days = Últimos 90 días
range-next-90-days = Próximos 90 días
range-all-time = Todo el período
range-fixed = Del … al …
range-span = { $first } al { $last }
report-range = Fechas
report-from = Desde
report-to = Hasta
report-from-hint = Solo para «Del … al …».
report-range-go = Mostrar
report-basis = Fecha considerada
report-basis-asked = Fecha del pago
report-basis-changed = Fecha del último cambio (pagos liquidados: fecha de liquidación)

## Agrupaciones.

report-grouping-none = Sin agrupar
report-grouping-day = Día
report-grouping-week = Semana
report-grouping-month = Mes
report-grouping-payer = Pagador
report-grouping-source = Origen
report-grouping-account = Cuenta comercial
report-grouping-method = Forma
report-grouping-status = Estado
report-grouping-user = Registrado por
report-group-all = Todos
report-group-none = Desconocido
report-group-week = Semana del { $day }

## Columnas.

report-column-expires = Vence
report-given-back = Devuelto
report-sum-tax = Impuestos cobrados
report-sum-surcharge = Recargos cobrados
report-count = Cantidad

## Una respuesta.

report-rows = { $count ->
    [one] { $count-text } fila
    [many] { $count-text } filas
   *[other] { $count-text } filas
}
report-totals = Totales
report-table = Filas
report-total = Total
report-none = Nada en estas fechas
report-none-text = Elija otras fechas o cambie los filtros.
report-hidden = { $count ->
    [one] Uno más fue rechazado, falló o se anuló, y no se cuenta.
    [many] { $count-text } más fueron rechazados, fallaron o se anularon, y no se cuentan.
   *[other] { $count-text } más fueron rechazados, fallaron o se anularon, y no se cuentan.
}
report-ignored = Estos filtros ya no se entienden y se omitieron: { $parts }
report-most = Aquí solo se muestran las primeras { $most } filas. El archivo de Excel las contiene todas.
report-rebuilding = Se está reconstruyendo el índice de búsqueda y este informe lo necesita. Inténtelo de nuevo en unos minutos.
report-copy = Guardar una copia
report-edit = Editar
report-run = Ejecutar y conservar
report-runs = Ejecuciones
report-runs-none = Aún no se ha ejecutado. Una ejecución conserva sus fechas y totales para mostrarse de nuevo.
report-run-title = Ejecución del { $when }
report-run-when = Cuándo
report-run-who = Por
report-run-schedule = Envío programado
report-run-days = Fechas
report-run-handed = Entrega
report-run-screen = En pantalla
report-run-attached = Por correo, como adjunto
report-run-linked = Por correo, como enlace
report-run-missed = { $count ->
    [one] Un envío anterior no se hizo porque el portal no estaba en marcha.
    [many] { $count-text } envíos anteriores no se hicieron porque el portal no estaba en marcha.
   *[other] { $count-text } envíos anteriores no se hicieron porque el portal no estaba en marcha.
}
report-run-changed = Los datos han cambiado desde entonces: la ejecución contó { $then } filas, hoy hay { $now }.
report-run-then = Contados entonces
report-facts = Acerca de este informe
report-filters = Filtros
report-accounts = Cuentas
report-accounts-any = Todas las cuentas
report-measure = Qué se suma
report-measure-amount = Importe completo
report-measure-tax = Impuestos (solo pagos con impuestos)
report-measure-surcharge = Recargos (solo pagos con recargo)
report-filters-none = Ninguno
report-sharing = Quién lo ve
report-next = Próximo envío
report-never = No se envía
report-recipients = Para
report-delete = Eliminar informe
report-delete-text = Se eliminan el informe, su envío programado y sus ejecuciones. El correo enviado permanece en la bandeja de salida; el que aún espera no se envía.
report-done-saved = El informe está guardado.
report-done-copied = Esta es su copia. Nadie más la ve.
report-done-deleted = El informe está eliminado.
report-done-run = La ejecución está conservada.
report-copy-of = Copia de { $name }

## El formulario.

report-new-title = Nuevo informe
report-edit-title = Editar informe
report-restored = Lo que escribió antes de que terminara su sesión está de vuelta. Aún no se ha guardado nada.
report-form-what = Qué muestra
report-form-layout = Presentación
report-form-send = Correo
report-name = Nombre
report-personal = Solo yo
report-global = Toda persona que puede ver pagos
report-filters-hint = Como en la búsqueda, por ejemplo cuenta:fideicomiso importe:>500. Déjelo vacío para todos los pagos.
report-unsuccessful = Mostrar rechazos, fallos y anulaciones
report-group = Agrupar por
report-detail-rows = Cada fila, con totales
report-detail-totals = Solo totales
report-detail = Detalle
report-columns = Columnas
report-columns-hint = En este orden, de izquierda a derecha.
report-column-up = Subir { $name }
report-column-down = Bajar { $name }
report-column-remove = Quitar { $name }
report-up = Subir
report-down = Bajar
report-remove = Quitar
report-column-add = Añadir una columna
report-add = Añadir
report-send = Enviar
report-send-never = Nunca
report-send-daily = Cada día
report-send-weekly = Cada semana
report-send-monthly = Cada mes
report-send-yearly = Cada año
report-send-once = Una vez
report-send-hint = Como archivo de Excel. Solo se usan los datos propios de esta opción.
report-time = Hora
report-time-hint = Según la hora del despacho ({ $zone }), por ejemplo 07:30.
report-weekday = Día de la semana
report-month-day = Día del mes
report-month-last = Último día
report-month = Mes
report-once = Fecha
report-recipients-label = Destinatarios
report-recipients-hint = Hasta { $most } direcciones, separadas por comas.
report-save = Guardar informe
report-cancel = Cancelar
weekday-monday = Lunes
weekday-tuesday = Martes
weekday-wednesday = Miércoles
weekday-thursday = Jueves
weekday-friday = Viernes
weekday-saturday = Sábado
weekday-sunday = Domingo
report-sent-daily = Cada día a las { $time }
report-sent-weekly = { $day }, cada semana a las { $time }
report-sent-monthly = Cada mes, el día { $day } a las { $time }
report-sent-monthly-last = Cada mes, el último día a las { $time }
report-sent-yearly = Cada año en { $month }, el día { $day }, a las { $time }
report-sent-yearly-last = Cada año en { $month }, el último día, a las { $time }
report-sent-once = Una vez, el { $day } a las { $time }
report-error-name = Escriba un nombre
report-error-name-long = Use como máximo 100 caracteres para el nombre
report-error-sharing = Su función no permite tener informes compartidos
report-error-range = Elija las fechas
report-error-from = Escriba la primera fecha, por ejemplo 2026-11-01
report-error-to = Escriba la última fecha, por ejemplo 2026-11-30
report-error-order = La última fecha es anterior a la primera
report-error-filters = Corrija o quite lo que no se entiende: { $parts }
report-error-columns = Añada al menos una columna
report-error-time = Escriba una hora, por ejemplo 07:30
report-error-weekday = Elija el día de la semana
report-error-month-day = Elija el día del mes
report-error-month = Elija el mes
report-error-once = Escriba una fecha futura, por ejemplo { $example }
report-error-recipients = Escriba al menos una dirección de correo
report-error-recipient = Revise esta dirección: { $address }
report-error-recipients-many = Use como máximo { $most } direcciones
report-error-stale = Alguien cambió este informe mientras usted lo editaba. Sus datos están abajo y no se han guardado; la versión guardada es de { $when }. Guarde de nuevo para reemplazarla.
report-error-stale-form = Este formulario es demasiado antiguo. Ábralo de nuevo
report-error-unavailable = Por ahora no se puede guardar nada. Sus datos siguen aquí; inténtelo de nuevo en un minuto.

## Correo y archivos.

report-mail-subject = { $name }: { $days }
report-mail-days = Fechas
report-mail-rows = Filas
report-mail-run = Elaborado
report-mail-attached = El informe va adjunto: { $file }.
report-mail-too-large = El informe es demasiado grande para un correo. Ábralo en el portal.
report-mail-missed = { $count ->
    [one] Un envío anterior no se hizo porque el portal no estaba en marcha.
    [many] { $count-text } envíos anteriores no se hicieron porque el portal no estaba en marcha.
   *[other] { $count-text } envíos anteriores no se hicieron porque el portal no estaba en marcha.
}
report-mail-view = Abrir el informe
report-mail-why = Recibe este mensaje porque alguien del despacho puso su dirección en este informe.
report-file-group = Grupo
