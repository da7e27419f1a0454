### Los calendarios de pagos: lo que los pagadores leen de ellos por correo.

schedule-mail-greeting = Hola, { $name }:
schedule-mail-reminder-subject = Se cobrarán { $amount } el { $day }
schedule-mail-reminder-heading = Próximo pago
schedule-mail-reminder-words = { $firm } cobrará este pago el { $day }, según lo acordado. No tiene que hacer nada.
schedule-mail-failure-subject = Su pago de { $amount } a { $firm } no se pudo cobrar
schedule-mail-failure-heading = Pago no cobrado
schedule-mail-failure-words = { $firm } no pudo cobrar el pago que vencía el { $day }. No se cargó nada.
schedule-mail-failure-retry = Volveremos a intentarlo el { $day }. Asegúrese de que el pago pueda realizarse, o comuníquese con nosotros para usar otra tarjeta o cuenta.
schedule-mail-failure-call = Comuníquese con nosotros para acordar el pago o para usar otra tarjeta o cuenta.
schedule-mail-schedule = Calendario
schedule-mail-day = Vencimiento
schedule-mail-questions = Si algo no le parece correcto, comuníquese con nosotros antes de acudir a su banco.
schedule-mail-why = Recibe este correo porque aceptó un calendario de pagos.
