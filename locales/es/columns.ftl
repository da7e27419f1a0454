### Las columnas de las listas de pagos. Las claves están en src/i18n/labels.rs.

column-number = Número
column-date = Fecha
column-payer = Pagador
column-client = Número de cliente
column-matter = Asunto
column-invoice = Factura
column-reference = Referencia
column-method = Forma
column-last-four = Últimos cuatro dígitos
column-holder = Titular
column-account = Cuenta
column-source = Origen
column-status = Estado
column-amount = Importe
column-tax = Impuestos
column-surcharge = Recargo
column-refunded = Reembolsado
column-net = Neto
column-currency = Moneda
column-entered-by = Registrado por
column-approval = Código de autorización
column-gateway-id = Identificador del procesador
column-email = Correo electrónico
column-note = Nota al pagador
