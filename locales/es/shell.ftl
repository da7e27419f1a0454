# El marco de cada página: navegación, búsqueda, menú del perfil, avisos.

shell-skip = Ir al contenido principal
shell-tagline = Portal de pagos
shell-menu = Menú
shell-menu-close = Cerrar el menú
shell-nav = Principal
shell-nav-payments = Pagos
shell-nav-paid = Cobros
shell-nav-administration = Administración
shell-nav-dashboard = Panel
shell-nav-enter-payment = Registrar pago
shell-nav-payment-manager = Gestión de pagos
shell-nav-payers = Pagadores
shell-nav-schedules = Pagos programados
shell-nav-outbox = Bandeja de salida
shell-nav-surcharges = Recargos
shell-nav-bot-defence = Protección contra robots
shell-nav-invoices = Facturas
shell-nav-send-for-payment = Solicitudes de pago
shell-nav-payment-pages = Páginas de pago
shell-nav-connect = Connect
shell-nav-users = Usuarios
shell-nav-settings = Configuración
shell-topbar = Búsqueda y cuenta
shell-search-label = Buscar pagos
shell-search-placeholder = Pagador, factura, últimos cuatro dígitos, importe
shell-enter-payment = Registrar pago
shell-alerts = { $count ->
    [0] Alertas: no hay nada pendiente
    [one] Alertas: una pendiente
   *[other] Alertas: { $count-text } pendientes
}
shell-profile = Su perfil:
shell-profile-language = Idioma
shell-profile-theme = Apariencia
shell-sign-out = Cerrar sesión
shell-version = Versión { $version }
shell-test-mode = Modo de prueba. No se mueve dinero.
shell-read-only = Solo lectura: los pagos y los cambios están en pausa. Un administrador encontrará el motivo en el registro del sistema.
shell-language = Idioma
shell-powered-contact = ¿Tiene preguntas?
shell-title-error = Error: { $title }

# Elementos comunes de formularios y listas.

form-optional = (opcional)
form-recommended = (recomendado)
form-required-key = Los campos amarillos marcados con * son obligatorios
form-problem = Hay un problema
form-next-step = Un paso más
form-error-prefix = Error:
form-choose = Elija una opción
form-range = { $first }–{ $last } de { $total }
form-pages = Páginas
form-previous = Anterior
form-next = Siguiente
form-cards-accepted = Tarjetas aceptadas: { $brands }
form-bank-account = Cuenta bancaria
form-method-unknown = Aún sin determinar
form-account = { $name } •••• { $last }
form-account-kind = { $name } ({ $kind }) •••• { $last }
