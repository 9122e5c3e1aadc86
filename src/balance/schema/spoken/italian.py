"""Italian headers and words."""

HEADERS: dict[str, dict[str, str]] = {
    "initiatives": {
        "initiative_id": "Numero progetto; N. progetto; Codice progetto; ID progetto; ID del progetto; Codice; Identificativo; Numero; "
                         "Riferimento; Chiave; ID iniziativa; Codice iniziativa",
        "name": "Nome progetto; Nome del progetto; Nome iniziativa; Nome; Titolo; Titolo del progetto; Progetto; Iniziativa; "
                "Descrizione breve; Denominazione",
        "stage": "Stato; Fase; Stato del progetto; Stato progetto; Fase del progetto; Avanzamento del progetto",
        "finish_planned": "Fine prevista; Data di fine prevista; Data fine prevista; Fine pianificata; Data di fine pianificata; "
                          "Data fine pianificata; Data fine; Data di fine; Scadenza; Data di scadenza; Fine; Termine previsto; "
                          "Data di completamento prevista; Completamento previsto",
        "start_planned": "Inizio previsto; Data di inizio prevista; Data inizio prevista; Inizio pianificato; "
                         "Data di inizio pianificata; Data inizio; Data di inizio; Inizio",
        "start_actual": "Inizio effettivo; Data di inizio effettiva; Data inizio effettiva; Avviato il; Iniziato il",
        "finish_forecast": "Fine stimata; Data di fine stimata; Fine rivista; Data di fine rivista; Previsione di fine",
        "finish_actual": "Fine effettiva; Data di fine effettiva; Data fine effettiva; Completato il; Concluso il; Terminato il; "
                         "Rilasciato il; Data di chiusura; Data chiusura; Data di completamento",
        "percent_complete": "% completamento; % completata; Percentuale di completamento; Percentuale completata; Avanzamento; "
                            "% di avanzamento; % avanzamento",
        "business_unit": "Unità di business; Unità aziendale; Dipartimento; Area; Area aziendale; Direzione; Divisione; Reparto",
        "portfolio": "Portafoglio; Portafoglio progetti; Programma",
        "owner": "Responsabile; Responsabile del progetto; Responsabile progetto; Capo progetto; Capoprogetto; Assegnato a; Referente",
        "sponsor": "Committente; Promotore",
        "category": "Categoria; Tipo di progetto; Tipo; Tipologia; Tipo di investimento; Classe",
        "technology": "Tecnologia; Tecnologie; Etichette; Componenti",
        "depends_on": "Dipende da; Dipendenze; Predecessori; Bloccato da",
        "budget": "Budget approvato; Budget totale; Costo pianificato; Costo previsto; Costi pianificati; Stanziamento",
        "actual_cost": "Costo effettivo; Costi effettivi; Consuntivo; Speso; Spesa a oggi; Spesa effettiva; Spese effettive; Costo consuntivo",
        "forecast_cost": "Costo stimato; Costo a finire; Stima a finire; Costo finale stimato; Previsione di costo",
        "annual_value": "Beneficio annuo; Benefici annui; Valore annuo; Beneficio annuale; Benefici attesi; Beneficio atteso; Benefici; "
                        "Risparmio annuo",
        "value_realised": "Beneficio realizzato; Benefici realizzati; Valore realizzato",
        "security_joined": "Coinvolgimento della sicurezza; Sicurezza coinvolta; Ingresso della sicurezza",
        "last_assessed": "Ultima valutazione; Ultima valutazione di sicurezza; Ultima verifica; Data di valutazione",
        "findings_open": "Rilievi aperti; Vulnerabilità aperte; Non conformità aperte",
        "oldest_finding_on": "Rilievo più vecchio; Data del rilievo più vecchio",
        "people": "Persone; Risorse; Dimensione del team",
        "business_need": "Esigenza di business; Requisito di business",
        "technical_need": "Esigenza tecnica; Requisito tecnico",
        "security_need": "Esigenza di sicurezza; Requisito di sicurezza",
        "business_readiness": "Prontezza del business; Maturità del business",
        "technical_readiness": "Prontezza tecnica; Maturità tecnica",
        "security_readiness": "Prontezza della sicurezza; Maturità della sicurezza",
        "risk_likelihood": "Probabilità; Probabilità del rischio",
        "risk_impact": "Impatto del rischio; Livello di rischio",
        "risk_of_not_doing": "Rischio di non fare; Rischio di non procedere",
        "data_sensitivity": "Sensibilità dei dati; Classificazione dei dati; Riservatezza",
        "internet_facing": "Esposto a Internet; Accessibile da Internet",
    },
    "incidents": {
        "incident_id": "Numero incidente; N. incidente; ID incidente; Codice incidente; Codice; Identificativo; Numero; Chiave; "
                       "Numero ticket; Riferimento",
        "opened_at": "Aperto; Aperto il; Data di apertura; Data apertura; Creato; Creato il; Data di creazione; Data creazione; "
                     "Segnalato il; Data di segnalazione; Registrato il",
        "class": "Categoria; Tipo di incidente; Tipo incidente; Categoria incidente; Tipo di evento; Tipo; Tipologia; Classe",
        "title": "Descrizione breve; Breve descrizione; Descrizione; Titolo; Oggetto; Riepilogo",
        "state": "Stato; Stato dell'incidente; Stato incidente",
        "severity": "Priorità; Gravità; Severità; Criticità; Urgenza; Impatto",
        "occurred_at": "Accaduto il; Avvenuto il; Data dell'evento; Data dell'incidente; Data evento; Inizio; Inizio incidente",
        "detected_at": "Rilevato il; Scoperto il; Data di rilevamento; Data rilevamento; Data di scoperta",
        "resolved_at": "Risolto; Risolto il; Data di risoluzione; Data risoluzione; Ripristinato il; Chiuso; Chiuso il; "
                       "Data di chiusura; Data chiusura; Fine; Fine incidente",
        "business_unit": "Unità di business; Unità aziendale; Dipartimento; Area; Direzione; Reparto; Società",
        "service": "Servizio; Servizio impattato; Applicazione; Sistema; Sistema impattato; Elemento di configurazione",
        "technology": "Tecnologia; Tecnologie; Etichette",
        "initiative_id": "Progetto; Numero progetto; Codice progetto; Iniziativa; Progetto collegato; Progetto correlato",
        "change_id": "Causato da; Causato dal cambiamento; Causato dal change; Modifica all'origine; Causato dalla modifica",
        "third_party": "Fornitore; Terza parte; Terzi",
        "aware_at": "A conoscenza dal; Data di conoscenza",
        "material_on": "Ritenuto rilevante il; Rilevante dal",
        "notified_at": "Autorità informata il; Notifica inviata il",
        "loss": "Perdita; Perdita lorda; Importo della perdita; Costo; Costo dell'incidente; Impatto economico; "
                "Impatto finanziario; Danno",
        "loss_low": "Perdita minima", "loss_high": "Perdita massima",
        "recovered": "Recuperato; Recuperi; Indennizzo; Rimborso assicurativo",
        "downtime_hours": "Ore di fermo; Ore di indisponibilità; Indisponibilità; Fermo servizio; Durata dell'interruzione",
        "records_affected": "Record interessati; Persone interessate; Utenti interessati; Clienti interessati; Utenti impattati",
        "detected_by": "Rilevato da; Scoperto da; Canale",
        "root_cause": "Causa principale; Causa radice; Causa; Codice di risoluzione; Codice di chiusura",
    },
    "changes": {
        "change_id": "Numero change; Numero modifica; N. modifica; ID modifica; ID change; Codice modifica; Codice; Identificativo; Numero; "
                     "Riferimento; Modifica; Cambiamento; Richiesta di modifica; Numero cambiamento; ID cambiamento",
        "finished_at": "Fine effettiva; Data di fine effettiva; Implementato il; Data di implementazione; Data implementazione; "
                       "Rilasciato il; Data di rilascio; Data rilascio; Messa in produzione; Data di messa in produzione; "
                       "Completato il; Eseguito il; Data di esecuzione; Chiuso il; Data di chiusura; Fine pianificata; Fine prevista",
        "initiative_id": "Progetto; Numero progetto; Codice progetto; Iniziativa",
        "service": "Servizio; Servizio impattato; Applicazione; Sistema; Elemento di configurazione",
        "type": "Tipo di modifica; Tipo modifica; Tipo change; Tipo di cambiamento; Tipo; Tipologia; Categoria",
        "outcome": "Esito; Risultato; Codice di chiusura",
    },
    "controls": {
        "control_id": "Numero controllo; N. controllo; ID controllo; ID del controllo; Codice controllo; Codice; Identificativo; Numero; "
                      "Riferimento; ID misura; Codice misura",
        "name": "Nome controllo; Nome del controllo; Controllo; Misura; Misura di sicurezza; Politica; Nome; Titolo; Denominazione",
        "kind": "Tipo di controllo; Tipo controllo; Tipo di misura; Tipo; Tipologia",
        "status": "Stato; Stato del controllo; Stato di attuazione; Stato di implementazione",
        "requested_on": "Richiesto il; Data di richiesta; Data richiesta",
        "in_force_on": "In vigore dal; Data di entrata in vigore; Entrata in vigore; Valido dal; Data di attuazione; Data attuazione; "
                       "Attuato il; Data di implementazione; Data implementazione; Implementato il; Data di introduzione; Attivo dal; "
                       "Data di decorrenza",
        "class": "Tipo di incidente; Categoria incidente; Categoria; Tipo di rischio; Categoria di rischio",
        "technology": "Tecnologia; Tecnologie", "function": "Funzione; Funzione NIST",
        "coverage": "Copertura; % di copertura; Grado di copertura; Percentuale di copertura",
        "frequency_reduction_low": "Riduzione minima della frequenza", "frequency_reduction_high": "Riduzione massima della frequenza",
        "loss_reduction_low": "Riduzione minima della perdita", "loss_reduction_high": "Riduzione massima della perdita",
        "annual_cost": "Costo annuo; Costo annuale; Costo all'anno; Costo",
        "owner": "Responsabile; Responsabile del controllo; Proprietario; Titolare; Referente",
        "last_reviewed": "Ultima revisione; Data ultima revisione; Data di ultima revisione; Rivisto il; Ultima verifica; "
                         "Ultima valutazione; Data di revisione",
        "review_every_days": "Ciclo di revisione; Frequenza di revisione; Periodicità; Periodicità di revisione",
    },
    "assumptions": {
        "key": "Chiave; Ipotesi; Assunzione; Parametro", "value": "Valore; Importo", "low": "Minimo; Valore minimo; Limite inferiore",
        "high": "Massimo; Valore massimo; Limite superiore", "unit": "Unità; Unità di misura", "owner": "Responsabile; Referente",
        "stated_on": "Dichiarato il; Data ipotesi", "reason": "Motivo; Motivazione; Commento; Giustificazione",
        "source": "Fonte", "year": "Anno",
    },
}  # fmt: skip

VALUES: dict[str, dict[str, dict[str, str]]] = {
    "initiatives": {
        "stage": {
            "idea": "Proposta; Proposto; Bozza; Richiesta; Inviato; In valutazione; In studio",
            "approved": "Approvato; Approvata; Pianificato; Pianificata; Pianificazione; In pianificazione; Da fare; Non avviato; "
                        "Non iniziato; Autorizzato; Previsto; Avvio",
            "in_flight": "In corso; In esecuzione; Esecuzione; In lavorazione; Attivo; Attiva; Avviato; Aperto; In sviluppo; Sviluppo; "
                         "Progettazione; Realizzazione; In realizzazione; Collaudo; In collaudo; Rilascio; Implementazione; "
                         "In implementazione; Pilota; Chiusura",
            "on_hold": "In attesa; In pausa; Sospeso; Sospesa; Bloccato; Rinviato; Rimandato; Fermo",
            "done": "Completato; Completata; Concluso; Conclusa; Terminato; Terminata; Finito; Chiuso; Chiusa; Rilasciato; "
                    "In produzione; Fatto; Consegnato",
            "cancelled": "Annullato; Annullata; Cancellato; Cancellata; Respinto; Abbandonato; Scartato; Interrotto",
        },
        "category": {
            "run": "Esercizio; Operatività; Manutenzione; Mantenimento; Efficienza; Riduzione dei costi",
            "grow": "Crescita; Ricavi; Miglioramento; Evoluzione",
            "transform": "Trasformazione; Innovazione; Strategico",
            "mandatory": "Obbligatorio; Obbligatoria; Normativo; Regolatorio; Adeguamento normativo; Conformità",
        },
        "security_joined": {
            "design": "Progettazione; In progettazione; Fin dall'inizio; Dall'inizio; Concezione",
            "build": "Realizzazione; Sviluppo; In sviluppo; Durante lo sviluppo; Costruzione",
            "late": "Tardi; Tardivo; In ritardo; Prima del rilascio; Collaudo; Dopo il rilascio",
            "not_yet": "Non ancora; Nessuno; Nessuna; Mai; Non coinvolta",
        },
    },
    "controls": {
        "kind": {"control": "Controllo; Misura; Tecnico; Organizzativo; Preventivo; Rilevativo",
                 "policy": "Politica; Norma; Direttiva; Procedura; Linea guida", "guardrail": "Salvaguardia; Protezione",
                 "training": "Formazione; Addestramento; Sensibilizzazione"},
        "status": {"in_force": "In vigore; Vigente; Attivo; Attuato; Implementato; Operativo; Efficace",
                   "planned": "Pianificato; Previsto; Bozza; In corso; In attesa; Proposto; Richiesto",
                   "retired": "Ritirato; Revocato; Abrogato; Inattivo; Obsoleto; Archiviato; Dismesso"},
        "function": {"govern": "Governare; Governo", "identify": "Identificare", "protect": "Proteggere",
                     "detect": "Rilevare", "respond": "Rispondere", "recover": "Ripristinare; Recuperare"},
    },
}  # fmt: skip
