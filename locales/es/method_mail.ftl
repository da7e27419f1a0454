### El correo que pide una forma de pago al pagador.

method-mail-subject = { $firm } le pide que actualice su forma de pago
method-mail-subject-expiring = Su { $card } vence pronto: actualícela con { $firm }
method-mail-heading = Actualice su forma de pago
method-mail-heading-expiring = Su tarjeta vence en { $month }
method-mail-greeting = Hola, { $name }:
method-mail-why = { $firm } le pide que añada o actualice la tarjeta con la que se hacen sus pagos.
method-mail-why-expiring = la { $card } que { $firm } tiene registrada para sus pagos vence en { $month }. Introduzca su tarjeta nueva para que no falle ningún pago.
method-mail-heading-failed = Necesitamos otra forma de pago
method-mail-why-failed = la tarjeta o la cuenta que { $firm } tiene registrada para sus pagos no se puede usar como se acordó. Introduzca otra, por favor, para que sus pagos se realicen.
method-mail-button = Administrar mis formas de pago
method-mail-until = El enlace es válido hasta el { $day } y es solo para usted: no lo comparta.
method-mail-trust = { $firm } nunca pide números de tarjeta por correo ni por teléfono. Si no esperaba este mensaje, llámenos.
outbox-method-request = Solicitud de forma de pago
