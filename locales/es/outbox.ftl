### La bandeja de salida.

outbox-title = Bandeja de salida
outbox-intro = Correo enviado, en espera, o guardado aquí porque no hay servidor de correo.
outbox-to = Para
outbox-subject = Asunto del correo
outbox-none = Aún no hay mensajes
outbox-none-text = Los recibos aparecen aquí en cuanto se aprueban los pagos.
outbox-older = Mensajes anteriores
outbox-message = Mensaje
outbox-text = Parte de texto
outbox-attempts = Intentos
outbox-waiting = El mensaje se redacta al momento de enviarse.
outbox-not-kept = El texto de este mensaje no se conserva.
outbox-error = Último error:
outbox-refund = Aviso de reembolso { $number }
outbox-report = Informe
outbox-reminder = Recordatorio de pago
outbox-failure-notice = Aviso de pago fallido
outbox-report-run = Abrir la ejecución
outbox-file = Archivo
outbox-file-size = { $name } ({ $size } kB)
outbox-alerts = Alertas
