"""Spanish headers and words."""

HEADERS: dict[str, dict[str, str]] = {
    "initiatives": {
        "initiative_id": "Número de proyecto; Nº de proyecto; Nº proyecto; Código; Código de proyecto; Código del proyecto; "
                         "ID de proyecto; Identificador; Número; Nº; Referencia; Clave; Clave de incidencia",
        "name": "Nombre del proyecto; Nombre de la iniciativa; Nombre; Título; Título del proyecto; Proyecto; Denominación; Resumen; "
                "Descripción breve",
        "stage": "Estado; Fase; Etapa; Estado del proyecto; Fase del proyecto; Situación",
        "finish_planned": "Fin planificado; Fecha de fin planificada; Fecha fin planificada; Fecha de fin prevista; Fin previsto; "
                          "Fecha de fin; Fecha fin; Fecha de vencimiento; Vencimiento; Fecha límite; Fin; Fecha objetivo; "
                          "Fecha de finalización prevista; Fecha de finalización",
        "start_planned": "Inicio planificado; Fecha de inicio planificada; Fecha inicio planificada; Fecha de inicio prevista; "
                         "Inicio previsto; Fecha de inicio; Fecha inicio; Inicio; Comienzo",
        "start_actual": "Inicio real; Fecha de inicio real; Fecha inicio real; Iniciado el; Comenzado el",
        "finish_forecast": "Fin estimado; Fecha de fin estimada; Fecha fin estimada; Fecha de fin revisada; Fin proyectado; "
                           "Fecha de fin proyectada",
        "finish_actual": "Fin real; Fecha de fin real; Fecha fin real; Finalizado el; Terminado el; Completado el; Entregado el; "
                         "Fecha de cierre; Fecha de finalización real",
        "percent_complete": "% de avance; Avance; Porcentaje de avance; % completado; Porcentaje completado; Progreso",
        "business_unit": "Unidad de negocio; Departamento; Área; Área de negocio; Dirección; Organización",
        "portfolio": "Cartera; Cartera de proyectos; Programa; Portafolio",
        "owner": "Jefe de proyecto; Director de proyecto; Responsable; Responsable del proyecto; Asignado a; "
                 "Gerente de proyecto; Líder de proyecto",
        "sponsor": "Patrocinador; Patrocinador del proyecto",
        "category": "Categoría; Tipo de proyecto; Tipo; Tipo de inversión; Clase; Tipo de incidencia",
        "technology": "Tecnología; Tecnologías; Etiquetas; Componentes",
        "depends_on": "Depende de; Dependencias; Predecesores; Bloqueado por",
        "budget": "Presupuesto; Presupuesto total; Presupuesto aprobado; Coste planificado; Costo planificado; Coste previsto",
        "actual_cost": "Coste real; Costo real; Costes reales; Gastado; Gasto real; Gastos reales; Gasto a la fecha; Ejecutado; Gasto acumulado",
        "forecast_cost": "Coste estimado; Costo estimado; Coste previsto total; Estimación a la conclusión; Coste final estimado",
        "annual_value": "Beneficio anual; Beneficios anuales; Valor anual; Beneficio esperado; Beneficio planificado; Beneficios; "
                        "Ahorro anual",
        "value_realised": "Beneficio real; Beneficios obtenidos; Valor obtenido; Beneficio realizado",
        "security_joined": "Seguridad involucrada; Participación de seguridad; Incorporación de seguridad; "
                           "Seguridad incorporada; Implicación de seguridad",
        "last_assessed": "Última evaluación; Última evaluación de seguridad; Última auditoría; Fecha de evaluación",
        "findings_open": "Hallazgos abiertos; Vulnerabilidades abiertas",
        "oldest_finding_on": "Hallazgo más antiguo",
        "people": "Personas; Recursos; Tamaño del equipo; ETC personas; Plantilla",
        "business_need": "Necesidad de negocio; Requisito de negocio",
        "technical_need": "Necesidad técnica; Requisito técnico",
        "security_need": "Necesidad de seguridad; Requisito de seguridad",
        "business_readiness": "Preparación de negocio; Madurez de negocio",
        "technical_readiness": "Preparación técnica; Madurez técnica",
        "security_readiness": "Preparación de seguridad; Madurez de seguridad",
        "risk_likelihood": "Probabilidad",
        "risk_impact": "Impacto del riesgo; Nivel de riesgo",
        "risk_of_not_doing": "Riesgo de no hacerlo; Riesgo de no ejecutar",
        "data_sensitivity": "Sensibilidad de los datos; Clasificación de datos; Confidencialidad",
        "internet_facing": "Expuesto a Internet; Accesible desde Internet",
    },
    "incidents": {
        "incident_id": "Número de incidente; Nº de incidente; Número del incidente; Número de incidencia; Nº de incidencia; "
                       "ID de incidente; Código; Código de incidente; Identificador; Número; Nº; Número de ticket; Clave",
        "opened_at": "Abierto; Abierto el; Fecha de apertura; Abierta; Abierta el; Creado; Creado el; Creada; Fecha de creación; "
                     "Reportado el; Notificado el; Fecha de notificación; Fecha de registro",
        "class": "Categoría; Tipo de incidente; Tipo de incidencia; Categoría del incidente; Tipo de evento; Tipo; Clase",
        "title": "Descripción breve; Descripción corta; Descripción; Título; Resumen; Asunto",
        "state": "Estado; Estado del incidente; Situación",
        "severity": "Prioridad; Gravedad; Severidad; Criticidad; Urgencia; Impacto",
        "occurred_at": "Ocurrido el; Fecha de ocurrencia; Fecha del incidente; Fecha del evento; Inicio; Inicio del incidente",
        "detected_at": "Detectado el; Descubierto el; Fecha de detección; Fecha de descubrimiento",
        "resolved_at": "Resuelto; Resuelto el; Fecha de resolución; Restablecido el; Cerrado; Cerrado el; Fecha de cierre; Fin; "
                       "Fin del incidente; Fecha de restablecimiento",
        "business_unit": "Unidad de negocio; Departamento; Área; Organización; Empresa",
        "service": "Servicio; Servicio afectado; Aplicación; Sistema; Sistema afectado; Elemento de configuración",
        "technology": "Tecnología; Tecnologías; Etiquetas",
        "initiative_id": "Proyecto; Número de proyecto; Código de proyecto; Iniciativa; Proyecto relacionado; Proyecto causante",
        "change_id": "Causado por; Causado por el cambio; Cambio causante; Cambio que lo causó; Provocado por el cambio",
        "third_party": "Proveedor; Tercero",
        "aware_at": "Conocido el; Fecha de conocimiento",
        "material_on": "Declarado material el; Material desde",
        "notified_at": "Autoridad notificada el; Notificación enviada el",
        "loss": "Pérdida; Pérdida bruta; Importe de la pérdida; Coste; Costo; Coste del incidente; Impacto económico; "
                "Impacto financiero; Daño",
        "loss_low": "Pérdida mínima", "loss_high": "Pérdida máxima",
        "recovered": "Recuperado; Recuperaciones; Indemnización; Recuperación del seguro",
        "downtime_hours": "Horas de inactividad; Tiempo de inactividad; Horas de caída; Duración de la caída; Indisponibilidad",
        "records_affected": "Registros afectados; Personas afectadas; Usuarios afectados; Clientes afectados",
        "detected_by": "Detectado por; Descubierto por; Canal; Origen de la detección",
        "root_cause": "Causa raíz; Causa; Código de resolución; Código de cierre",
    },
    "changes": {
        "change_id": "Número de cambio; Nº de cambio; Número del cambio; ID de cambio; Código; Número; Nº; Cambio; "
            "Nº cambio; Código de cambio; Código del cambio; ID del cambio; Identificador; Identificador del cambio; Referencia; Solicitud de cambio; RFC",
        "finished_at": "Fin real; Fecha de fin real; Implementado el; Fecha de implementación; Desplegado el; Fecha de despliegue; "
                       "Finalizado el; Cerrado el; Fecha de cierre; Fin planificado; Fecha de fin planificada; "
            "Fecha de implantación; Implantado el; Fecha de puesta en producción; Puesta en producción; Fecha de ejecución; Ejecutado el; Fecha de finalización; Fecha de paso a producción; Fecha fin; Fecha de fin",
        "initiative_id": "Proyecto; Número de proyecto; Código de proyecto; Iniciativa",
        "service": "Servicio; Servicio afectado; Aplicación; Sistema; "
            "Sistema afectado; Aplicación afectada; Elemento de configuración",
        "type": "Tipo de cambio; Tipo; Categoría; "
            "Clase de cambio; Clase", "outcome": "Resultado; Código de cierre; "
            "Resultado del cambio; Estado final",
    },
    "controls": {
        "control_id": "Número de control; Nº de control; ID de control; Código; Código de control; Identificador; Número; Nº; "
            "Código del control; ID del control; ID control; Código control; Identificador del control; Referencia; Ref",
        "name": "Nombre del control; Medida; Política; Nombre; Título; Denominación; "
            "Control; Nombre control; Descripción del control; Medida de seguridad",
        "kind": "Tipo de control; Tipo; Clase",
        "status": "Estado; Estado de implantación; Situación; "
            "Estado del control; Estado de implementación; Estado de la implantación",
        "requested_on": "Solicitado el; Fecha de solicitud; "
            "Fecha de petición; Fecha solicitud",
        "in_force_on": "En vigor desde; Vigente desde; Fecha de entrada en vigor; Fecha de implementación; Implementado el; Implantado el; "
            "Fecha de implantación; Fecha implantación; Fecha de puesta en marcha; En vigor; Vigente; Fecha de inicio; Fecha efectiva; Fecha de vigencia; Entrada en vigor",
        "class": "Tipo de incidente; Categoría del incidente; Categoría; Tipo de riesgo; Categoría de riesgo",
        "technology": "Tecnología; Tecnologías", "function": "Función; Función NIST",
        "coverage": "Cobertura; % de cobertura; Porcentaje de cobertura; "
            "Grado de cobertura; Nivel de cobertura; % cobertura",
        "frequency_reduction_low": "Reducción de frecuencia mínima", "frequency_reduction_high": "Reducción de frecuencia máxima",
        "loss_reduction_low": "Reducción de pérdida mínima", "loss_reduction_high": "Reducción de pérdida máxima",
        "annual_cost": "Coste anual; Costo anual; Coste por año; "
            "Coste; Coste anual estimado; Gasto anual", "owner": "Responsable; Propietario; "
            "Dueño del control; Responsable del control; Propietario del control; Área responsable",
        "last_reviewed": "Última revisión; Revisado el; Fecha de última revisión; "
            "Fecha última revisión; Última evaluación; Fecha de revisión; Última prueba",
        "review_every_days": "Ciclo de revisión; Frecuencia de revisión; Revisión cada días; "
            "Periodicidad de revisión; Periodicidad; Periodicidad de revisión en días",
    },
    "assumptions": {
        "key": "Clave; Supuesto; Hipótesis; "
            "Parámetro; Variable; Concepto", "value": "Valor; "
            "Valor adoptado; Importe", "low": "Mínimo; "
            "Valor mínimo; Límite inferior; Bajo", "high": "Máximo; "
            "Valor máximo; Límite superior; Alto", "unit": "Unidad",
        "owner": "Responsable; "
            "Propietario", "stated_on": "Fecha; Declarado el; "
            "Fecha de declaración; Fecha del supuesto", "reason": "Motivo; Razón; Comentario; Justificación",
        "source": "Fuente", "year": "Año",
    },
}  # fmt: skip

VALUES: dict[str, dict[str, dict[str, str]]] = {
    "initiatives": {
        "stage": {
            "idea": "Propuesta; Propuesto; Borrador; Presentado; Solicitud; En estudio; En evaluación",
            "approved": "Aprobado; Aprobada; Planificado; Planificada; Planificación; En planificación; Por hacer; No iniciado; "
                        "Sin iniciar; Autorizado; Pendiente; Inicio",
            "in_flight": "En curso; En ejecución; Ejecución; En progreso; Activo; Activa; Iniciado; Abierto; En desarrollo; Desarrollo; "
                         "Diseño; Construcción; Pruebas; En pruebas; Despliegue; Implementación; En implementación; Piloto; En marcha; "
                         "Cierre",
            "on_hold": "En espera; En pausa; Pausado; Suspendido; Suspendida; Bloqueado; Aplazado; Pospuesto; Detenido; Diferido",
            "done": "Finalizado; Finalizada; Completado; Completada; Terminado; Terminada; Cerrado; Cerrada; Entregado; Concluido; "
                    "En producción; Hecho; Listo; Implementado",
            "cancelled": "Cancelado; Cancelada; Anulado; Rechazado; Abandonado; Descartado; Desestimado",
        },
        "category": {
            "run": "Operación; Operaciones; Mantenimiento; Mantener; Eficiencia; Reducción de costes; Explotación",
            "grow": "Crecimiento; Crecer; Ingresos; Mejora; Evolutivo",
            "transform": "Transformación; Innovación; Estratégico; Transformar",
            "mandatory": "Obligatorio; Obligatoria; Regulatorio; Normativo; Cumplimiento; Legal y regulatorio",
        },
        "security_joined": {
            "design": "Diseño; En el diseño; Desde el inicio; Desde el principio; Desde el diseño; Temprana; Concepción",
            "build": "Construcción; Durante la construcción; Desarrollo; En desarrollo; Ejecución; Durante el desarrollo",
            "late": "Tardía; Tarde; Tardío; Antes del lanzamiento; Pruebas; Después del lanzamiento; Antes de la puesta en producción",
            "not_yet": "Todavía no; Aún no; Ninguna; Nunca; No involucrada; Sin participación",
        },
    },
    "controls": {
        "kind": {"control": "Medida; Técnico; Organizativo; Preventivo; Detectivo", "policy": "Política; Norma; Directriz; Procedimiento",
                 "guardrail": "Barrera de protección; Salvaguarda", "training": "Formación; Capacitación; Concienciación"},
        "status": {"in_force": "En vigor; Vigente; Activo; Implementado; Implantado; Operativo; Efectivo",
                   "planned": "Planificado; Previsto; Borrador; En curso; En progreso; Pendiente; Propuesto; Solicitado",
                   "retired": "Retirado; Derogado; Inactivo; Obsoleto; Archivado; Cancelado"},
        "function": {"govern": "Gobernar; Gobierno; Gobernanza", "identify": "Identificar", "protect": "Proteger",
                     "detect": "Detectar", "respond": "Responder", "recover": "Recuperar"},
    },
}  # fmt: skip
