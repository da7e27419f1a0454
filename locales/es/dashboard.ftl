### El panel.

dashboard-title = Panel
dashboard-intro = { $today }. Los importes son pagos aprobados por fecha de pago, antes de reembolsos y comisiones.
dashboard-figures = Volumen
dashboard-today = Hoy
dashboard-month = Mes a la fecha
dashboard-year = Año a la fecha
dashboard-declined = { $count ->
    [one] { $count-text } rechazado
   *[other] { $count-text } rechazados
}
dashboard-latest = Últimos pagos
dashboard-open-manager = Abrir la gestión de pagos
dashboard-none = Aún no hay pagos
dashboard-none-text = El primero aparecerá aquí en cuanto se ingrese.
dashboard-open = { $amount } de { $payer }: el resultado aún no se conoce. No cobre de nuevo.

alerts-title = Alertas
alerts-none = Nada requiere su atención
alerts-none-text = Aquí aparecen los pagos cuyo resultado sigue abierto y los pagos programados que fallaron.
