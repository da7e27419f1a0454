### Pago rápido: volver a cobrar una forma de pago guardada.

quick-pay-title = Pago rápido
quick-pay-heading = Volver a cobrar la misma forma de pago
quick-pay-open = Volver a cobrar
quick-pay-enter = Registrar pago
quick-pay-not = Esta forma de pago no se puede volver a cobrar
quick-pay-not-saved = La forma de pago no se guardó, así que sirve para un solo pago. Registre un pago nuevo: todo está completo, salvo la forma de pago.
quick-pay-undecided = Aún no se sabe qué pasó con este pago. No vuelva a cobrar antes de saberlo.
quick-pay-restored = Su sesión había terminado. Esto es lo que había escrito. Aún no se ha cobrado nada.
quick-pay-error-account = La cuenta de depósito de este pago está cerrada. Registre un pago nuevo.
