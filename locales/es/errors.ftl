### Las páginas que se muestran cuando una solicitud no se puede atender.

error-home = Ir a la página de inicio
error-not-found-title = Página no encontrada
error-not-found-text = La dirección puede estar mal escrita, o lo que había en ella no está aquí.
error-forbidden-title = No tiene acceso a esto
error-forbidden-text = Su función no lo incluye. Un administrador puede cambiarlo.
error-forged-title = Este formulario no se puede aceptar
error-forged-text = Es demasiado antiguo o no se envió desde una página de este portal. No se cambió nada. Recargue la página e intente de nuevo.
error-card-number-title = Un número de tarjeta no va ahí
error-card-number-text = Lo que envió contiene el número de una tarjeta o cuenta bancaria, así que se rechazó y no se guardó nada. Introduzca esos números solo en sus campos.
error-too-large-title = Es demasiado a la vez
error-too-large-text = El formulario supera el tamaño aceptado. No se cambió nada.
error-file-too-large-title = Este archivo es demasiado grande
error-file-too-large-text = Un archivo puede tener 10 MB como máximo, así que este no se recibió. No se cambió nada.
error-back = Volver al formulario
error-unreadable-title = No se pudo leer la solicitud
error-unreadable-text = No se cambió nada. Regrese e intente de nuevo.
error-unavailable-title = No es posible en este momento
error-unavailable-text = Esta solicitud no cobró ni cambió nada. Intente de nuevo en un momento; si reenviaba un pago, búsquelo primero en la gestión de pagos.
error-failed-title = Algo salió mal aquí
error-failed-text = Quedó registrado. Si estaba cobrando una tarjeta, busque el pago en la gestión de pagos antes de intentar de nuevo.
error-client-unavailable-title = No es posible en este momento
error-client-unavailable-text = Esta solicitud no cobró ni cambió nada. Intente de nuevo en un momento; si ya había enviado el pago, compruebe primero si recibió su recibo por correo.
error-client-failed-title = Algo salió mal aquí
error-client-failed-text = Quedó registrado. Si estaba pagando, es posible que se haya hecho el cobro: no pague otra vez; compruebe si recibió un recibo por correo o comuníquese con el despacho.
error-reference = Referencia: { $reference }
