### Calendarios colectivos: las mismas condiciones para varios pagadores.

groups-title = Calendarios colectivos
groups-new = Nuevo calendario colectivo
groups-intro = Condiciones que se acuerdan una sola vez para varios pagadores. Cada uno recibe su propio calendario.
groups-none = Aún no hay calendarios colectivos
groups-none-text = Útil cuando varios pagadores pagan lo mismo: una iguala anual, una membresía, asuntos de una misma serie.
groups-made = Calendarios
groups-since = Iniciado
groups-one = Calendario colectivo
groups-any = Todos
group-stage-choosing = Elección de pagadores
group-stage-running = En creación
group-stage-done = Creado
group-stage-discarded = Descartado
group-new-title = Nuevo calendario colectivo
group-edit-title = Modificar las condiciones
group-new-intro = Primero las condiciones, luego los pagadores. No se crea nada antes de su revisión.
group-name-hint = Cada calendario lleva este nombre
group-account = Cuenta de depósito
group-account-hint = Solo se pueden cobrar las tarjetas guardadas para esta cuenta
group-error-account = Elija una cuenta abierta
group-preview = Fechas de cada pagador
group-go-on = Elegir pagadores
group-nothing-yet = Este paso no cobra a nadie ni crea nada.
group-error-too-many = Un calendario colectivo admite 500 pagadores como máximo. Para más, use la importación.
group-error-no-one = Ninguno de estos pagadores puede recibir un calendario ahora
group-error-changed = Algo cambió desde su revisión. No se creó nada. Revise los pagadores una vez más.
group-choose-intro = Elija quién recibe este calendario. Su elección se conserva aunque salga de esta página.
group-terms = Condiciones
group-edit = Modificar
group-chosen = Pagadores elegidos
group-none-chosen = Elija al menos un pagador para continuar.
group-to-review = Revisar
group-discard = Descartar
group-find = Buscar pagadores
group-take = Pagador
group-take-one = Elegir a { $name }
group-amount = Importe propio
group-amount-of = Importe propio de { $name }
group-method = { $brand } •••• { $last }
group-method-of = Tarjeta de { $name }
group-add = Añadir los marcados
group-add-all = Añadir toda la página
group-is-chosen = Elegido
group-no-card = No hay tarjeta guardada para esta cuenta.
group-request = Solicitar una tarjeta
group-leave = Quitar
group-leave-one = Quitar a { $name }
group-save-chosen = Guardar los cambios
group-review = Revisión
group-review-title = Revisar los calendarios
group-left-out = Excluidos
group-left-out-text =
    { $count ->
        [one] { $count-text } pagador no recibirá un calendario.
        [many] { $count-text } de pagadores no recibirán un calendario.
       *[other] { $count-text } pagadores no recibirán un calendario.
    }
group-ready = Se crearán
group-dates = Primeras fechas
group-count = Pagos
group-first-total = Se cobra ese día
group-confirm =
    Crear { $count ->
        [one] { $count-text } calendario
        [many] { $count-text } de calendarios
       *[other] { $count-text } calendarios
    }
group-back = Volver a los pagadores
group-warning-expires = La tarjeta vence en { $month }/{ $year }, antes del último pago
group-warning-same-name = Ya tiene un calendario con este nombre
group-warning-no-address = Sin correo electrónico, por lo tanto sin recordatorios
group-unfit-named = { $name }: { $why }
group-unfit-not-in-use = El registro está archivado o fusionado
group-unfit-no-method = La tarjeta se quitó o no se puede cobrar
group-unfit-no-account = La cuenta de depósito está cerrada
group-unfit-amount = El importe no corresponde al plan o a la cuenta
group-unfit-date = La primera fecha ya pasó
group-result = Resultado
group-waiting = Por crear
group-refused = No creados
group-told-done =
    { $count ->
        [one] Se creó { $count-text } calendario.
        [many] Se crearon { $count-text } de calendarios.
       *[other] Se crearon { $count-text } calendarios.
    }
group-told-partly =
    { $count ->
        [one] Se creó { $count-text } calendario. Los pagadores siguientes no recibieron ninguno.
        [many] Se crearon { $count-text } de calendarios. Los pagadores siguientes no recibieron ninguno.
       *[other] Se crearon { $count-text } calendarios. Los pagadores siguientes no recibieron ninguno.
    }
group-told-running = Los calendarios se están creando. Continúa por sí solo.
group-told-choosing = Se están eligiendo los pagadores. Aún no se ha creado nada.
group-told-discarded = Descartado antes de crear nada.
group-to-list = Ver sus calendarios
