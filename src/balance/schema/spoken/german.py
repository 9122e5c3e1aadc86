"""German headers and words."""

HEADERS: dict[str, dict[str, str]] = {
    "initiatives": {
        "initiative_id": "Projektnummer; Projekt-Nr; Projekt-Nr.; Projekt-ID; Projektkennung; Vorhabennummer; Kennung; "
                         "Nummer; Nr.; Schlüssel; Vorgangsschlüssel",
        "name": "Projektname; Projekttitel; Projektbezeichnung; Bezeichnung; Vorhaben; Initiative Name; Titel; "
                "Zusammenfassung; Kurzbeschreibung; Vorgangsname",
        "stage": "Projektstatus; Projektphase; Bearbeitungsstand; Umsetzungsstand; Zustand; Stand; Lebenszyklusphase",
        "finish_planned": "Geplantes Ende; Plan-Ende; Planende; Ende geplant; Ende (Plan); Enddatum; Endtermin; Ende; "
                          "Fälligkeitsdatum; Fällig am; Fällig; Geplantes Enddatum; Zieltermin; Termin; Fertig stellen; Geplante Fertigstellung",
        "start_planned": "Geplanter Beginn; Geplanter Start; Plan-Start; Planbeginn; Beginn geplant; Startdatum; Beginn; "
                         "Geplantes Startdatum; Starttermin; Anfang; Geplanter Anfang",
        "start_actual": "Tatsächlicher Beginn; Tatsächlicher Start; Ist-Beginn; Ist-Start; Begonnen am",
        "finish_forecast": "Prognose Ende; Prognostiziertes Ende; Voraussichtliches Ende; Erwartetes Ende; Forecast Ende; "
                           "Aktueller Endtermin; Ende (Prognose)",
        "finish_actual": "Tatsächliches Ende; Ist-Ende; Abgeschlossen am; Beendet am; Fertiggestellt am; Erledigt; "
                         "Ende (Ist); Go-live-Datum",
        "percent_complete": "Fertigstellungsgrad; Fortschritt; % abgeschlossen; Prozent abgeschlossen; Erfüllungsgrad",
        "business_unit": "Geschäftsbereich; Fachbereich; Bereich; Abteilung; Organisationseinheit; Ressort",
        "portfolio": "Programm; Projektportfolio; Projektkategorie",
        "owner": "Projektleiter; Projektleitung; Projektleiterin; Verantwortlich; Verantwortlicher; Bearbeiter; Zuständig; "
                 "Zugewiesene Person",
        "sponsor": "Auftraggeber; Projektauftraggeber; Auftraggeberin",
        "category": "Kategorie; Projektart; Projekttyp; Investitionsart; Vorhabenart; Typ; Vorgangstyp",
        "technology": "Technologie; Technologien; Stichwörter; Komponenten; Schlagworte",
        "depends_on": "Abhängig von; Abhängigkeiten; Vorgänger; Hängt ab von",
        "budget": "Projektbudget; Genehmigtes Budget; Gesamtbudget; Plankosten; Geplante Kosten; Budget gesamt",
        "actual_cost": "Istkosten; Ist-Kosten; Tatsächliche Kosten; Tatsächliche Ausgaben; Bisherige Kosten; Ausgegeben; Ausgaben bisher; "
                       "Kosten bisher; Aufgelaufene Kosten",
        "forecast_cost": "Prognosekosten; Erwartete Kosten; Voraussichtliche Kosten; Kostenprognose; Prognose Kosten; "
                         "Erwartete Gesamtkosten",
        "annual_value": "Jährlicher Nutzen; Jahresnutzen; Nutzen pro Jahr; Geplanter Nutzen; Nutzen; Jährlicher Wert; "
                        "Erwarteter Nutzen; Nutzen p.a.; Einsparung p.a.",
        "value_realised": "Realisierter Nutzen; Erzielter Nutzen; Tatsächlicher Nutzen",
        "security_joined": "Sicherheit eingebunden; Sicherheit beteiligt seit; Sicherheit beteiligt; "
                           "Einbindung der Sicherheit; IT-Sicherheit eingebunden; Security eingebunden",
        "last_assessed": "Letzte Prüfung; Letzte Sicherheitsprüfung; Letzte Bewertung; Zuletzt geprüft",
        "findings_open": "Offene Feststellungen; Offene Befunde; Offene Schwachstellen",
        "oldest_finding_on": "Älteste Feststellung; Ältester Befund",
        "people": "Personen; Mitarbeiter; Mitarbeitende; Teamgröße; VZÄ",
        "business_need": "Fachlicher Bedarf; Geschäftlicher Bedarf; Fachliche Anforderung",
        "technical_need": "Technischer Bedarf; Technische Anforderung",
        "security_need": "Sicherheitsbedarf; Sicherheitsanforderung; Schutzbedarf Beschreibung",
        "business_readiness": "Fachliche Reife; Fachliche Bereitschaft",
        "technical_readiness": "Technische Reife; Technische Bereitschaft",
        "security_readiness": "Sicherheitsreife; Sicherheitsbereitschaft",
        "risk_likelihood": "Eintrittswahrscheinlichkeit; Wahrscheinlichkeit",
        "risk_impact": "Auswirkung; Schadensausmaß; Risikobewertung",
        "risk_of_not_doing": "Risiko bei Nichtumsetzung; Risiko der Unterlassung",
        "data_sensitivity": "Schutzbedarf; Datenklassifizierung; Vertraulichkeit",
        "internet_facing": "Aus dem Internet erreichbar; Internetzugang; Öffentlich erreichbar",
    },
    "incidents": {
        "incident_id": "Vorfallnummer; Vorfall-Nr; Vorfall-Nr.; Vorfall-ID; Störungsnummer; Ticketnummer; Ticket-Nr; "
                       "Meldungsnummer; Nummer; Nr.; Kennung; Schadensnummer; Vorgangsschlüssel",
        "opened_at": "Eröffnet; Eröffnet am; Gemeldet am; Gemeldet; Erstellt; Erstellt am; Erfasst am; Erfasst; Angelegt am; "
                     "Meldedatum; Öffnungsdatum",
        "class": "Kategorie; Vorfallart; Vorfallkategorie; Art des Vorfalls; Ereignisart; Störungsart; Typ; Art; Klasse",
        "title": "Kurzbeschreibung; Beschreibung; Titel; Zusammenfassung; Bezeichnung",
        "state": "Zustand; Bearbeitungsstatus; Vorfallstatus; Stand",
        "severity": "Priorität; Schweregrad; Kritikalität; Dringlichkeit; Auswirkung",
        "occurred_at": "Eingetreten am; Eingetreten; Beginn; Ereignisdatum; Beginn der Störung; Aufgetreten am",
        "detected_at": "Erkannt am; Entdeckt am; Festgestellt am; Erkannt; Entdeckt",
        "resolved_at": "Behoben am; Behoben; Gelöst am; Gelöst; Wiederhergestellt am; Geschlossen am; Geschlossen; "
                       "Erledigt am; Ende; Ende der Störung",
        "business_unit": "Geschäftsbereich; Fachbereich; Bereich; Abteilung; Organisationseinheit; Firma",
        "service": "Dienst; Betroffener Dienst; Betroffener Service; Anwendung; System; Betroffenes System; Konfigurationselement",
        "technology": "Technologie; Technologien; Stichwörter",
        "initiative_id": "Projekt; Projektnummer; Projekt-Nr; Vorhaben; Verursachendes Projekt; Initiative-ID; Zugehöriges Projekt",
        "change_id": "Verursachende Änderung; Verursachender Change; Verursacht durch; Verursacht durch Änderung; "
                     "Auslösende Änderung",
        "third_party": "Lieferant; Dienstleister; Dritter",
        "aware_at": "Kenntnis am; Bekannt geworden am; Kenntnisnahme",
        "material_on": "Wesentlich seit; Wesentlichkeit festgestellt am",
        "notified_at": "Behörde informiert am; Meldung an Behörde am",
        "loss": "Schaden; Schadenshöhe; Schadenssumme; Bruttoschaden; Verlust; Bruttoverlust; Verlusthöhe; Kosten; Gesamtschaden",
        "loss_low": "Schaden mindestens; Mindestschaden; Verlust mindestens",
        "loss_high": "Schaden höchstens; Höchstschaden; Verlust höchstens",
        "recovered": "Erstattung; Erstattet; Versicherungsleistung; Rückfluss",
        "downtime_hours": "Ausfallzeit; Ausfallstunden; Ausfalldauer; Ausfallzeit (Std.)",
        "records_affected": "Betroffene Datensätze; Betroffene Personen; Betroffene Kunden; Betroffene Nutzer",
        "detected_by": "Entdeckt durch; Erkannt durch; Meldeweg; Kanal",
        "root_cause": "Ursache; Grundursache; Lösungscode",
    },
    "changes": {
        "change_id": "Änderungsnummer; Change-Nr; Change-Nummer; Nummer; Nr.; Änderungs-ID; Änderung; "
            "Change-ID; Änderungs-Nr; Änderungsantrag; Änderungsnr; RFC; Kennung; Vorgangsnummer; Changenummer",
        "finished_at": "Umgesetzt am; Abgeschlossen am; Tatsächliches Ende; Ist-Ende; Freigegeben am; Ausgerollt am; "
                       "Durchgeführt am; Geschlossen am; Geplantes Ende; "
            "Umsetzungsdatum; Einführungsdatum; Produktivsetzung; Produktiv seit; Live seit; Implementiert am; Deployment am; Bereitgestellt am; Umgesetzt; Abschlussdatum",
        "initiative_id": "Projekt; Projektnummer; Projekt-Nr; Vorhaben",
        "service": "Dienst; Betroffener Dienst; Anwendung; System; "
            "Betroffenes System; Service",
        "type": "Änderungsart; Art der Änderung; Typ; Art; Kategorie; "
            "Change-Typ; Änderungstyp",
        "outcome": "Ergebnis; Abschlusscode; Umsetzungsergebnis; "
            "Umsetzungserfolg; Abschlussstatus",
    },
    "controls": {
        "control_id": "Kontrollnummer; Kontroll-ID; Maßnahmennummer; Maßnahmen-Nr; Nummer; Nr.; Kennung; Richtliniennummer; "
            "Maßnahmen-ID; Maßnahmennr; Massnahmen-Nr; Kontroll-Nr; Kontrollnr; Kontrollkennung; Referenz; ID Maßnahme; Maßnahmenkennung",
        "name": "Kontrolle; Kontrollname; Maßnahme; Richtlinie; Bezeichnung; Titel; "
            "Maßnahmenname; Maßnahmenbezeichnung; Maßnahmentitel; Kontrollbezeichnung; Name der Maßnahme; Name",
        "kind": "Kontrollart; Maßnahmenart; Art; Typ",
        "status": "Umsetzungsstatus; Zustand; Stand; "
            "Status der Umsetzung; Maßnahmenstatus; Kontrollstatus",
        "requested_on": "Angefordert am; Beantragt am; "
            "Antragsdatum",
        "in_force_on": "In Kraft seit; In Kraft ab; Gültig ab; Wirksam ab; Umgesetzt am; Eingeführt am; "
            "Einführungsdatum; Umsetzungsdatum; Datum der Umsetzung; Datum der Einführung; Gültig seit; Wirksam seit; Aktiv seit; Inkrafttreten",
        "class": "Vorfallart; Vorfallkategorie; Risikoart; Kategorie; Risikokategorie",
        "technology": "Technologie; Technologien",
        "function": "Funktion; NIST-Funktion",
        "coverage": "Abdeckung; Abdeckungsgrad; % abgedeckt; "
            "Umsetzungsgrad; Abdeckung in %; Abdeckung in Prozent",
        "frequency_reduction_low": "Häufigkeitsminderung mindestens",
        "frequency_reduction_high": "Häufigkeitsminderung höchstens",
        "loss_reduction_low": "Schadensminderung mindestens",
        "loss_reduction_high": "Schadensminderung höchstens",
        "annual_cost": "Jährliche Kosten; Jahreskosten; Kosten pro Jahr; Kosten; "
            "Jährlicher Aufwand; Kosten jährlich",
        "owner": "Verantwortlich; Verantwortlicher; Eigentümer; Zuständig; "
            "Maßnahmenverantwortlicher; Kontrollverantwortlicher; Kontrolleigner; Maßnahmeneigner",
        "last_reviewed": "Zuletzt geprüft; Zuletzt geprüft am; Letzte Prüfung; Letzte Überprüfung; "
            "Prüfdatum; Letztes Audit; Datum der letzten Prüfung; Letzte Prüfung am; Letzte Bewertung",
        "review_every_days": "Prüfzyklus; Prüfintervall; Prüfung alle Tage; "
            "Prüfturnus; Prüfungsintervall; Prüffrequenz",
    },
    "assumptions": {
        "key": "Schlüssel; Annahme; "
            "Parameter; Bezeichnung; Annahmenname", "value": "Wert; "
            "Betrag; Annahmewert", "low": "Untergrenze; Mindestens; "
            "Minimum; Min; Minimal; Untere Grenze", "high": "Obergrenze; Höchstens; "
            "Maximum; Max; Maximal; Obere Grenze",
        "unit": "Einheit", "owner": "Verantwortlich; Verantwortlicher; "
            "Eigentümer; Zuständig", "stated_on": "Datum; Festgelegt am; "
            "Stand",
        "reason": "Begründung; Grund; Bemerkung", "source": "Quelle", "year": "Jahr",
    },
}  # fmt: skip

VALUES: dict[str, dict[str, dict[str, str]]] = {
    "initiatives": {
        "stage": {
            "idea": "Idee; Vorschlag; Entwurf; Beantragt; Eingereicht; In Prüfung; Vorstudie",
            "approved": "Genehmigt; Freigegeben; Geplant; Planung; In Planung; Beauftragt; Bewilligt; Initialisierung; "
                        "Zu erledigen; Nicht gestartet; Nicht begonnen; Offen geplant; Definition",
            "in_flight": "In Umsetzung; Umsetzung; In Arbeit; In Bearbeitung; Laufend; Läuft; Aktiv; In Durchführung; "
                         "Durchführung; Realisierung; In Realisierung; Gestartet; Begonnen; Offen; Einführung; Abschluss; "
                         "Test; Pilot; Konzept; Umsetzungsphase",
            "on_hold": "Pausiert; Angehalten; Ruht; Ruhend; Zurückgestellt; Unterbrochen; Ausgesetzt; Wartend; Blockiert; "
                       "Verschoben",
            "done": "Abgeschlossen; Beendet; Fertig; Fertiggestellt; Erledigt; Geschlossen; Umgesetzt; Live; In Betrieb; "
                    "Produktiv",
            "cancelled": "Abgebrochen; Gestoppt; Storniert; Eingestellt; Abgelehnt; Verworfen; Beendet ohne Ergebnis; Entfallen",
        },
        "category": {
            "run": "Betrieb; Wartung; Instandhaltung; Erhalt; Effizienz; Kostensenkung",
            "grow": "Wachstum; Ausbau; Erweiterung; Ertrag",
            "transform": "Transformation; Innovation; Strategisch; Umbau; Wandel",
            "mandatory": "Pflicht; Gesetzlich; Regulatorisch; Gesetzliche Anforderung; Regulatorik; Compliance; Muss",
        },
        "security_joined": {
            "design": "Entwurf; Im Entwurf; Konzept; Konzeption; Von Anfang an; Früh; Beim Entwurf; Planung",
            "build": "Umsetzung; Während der Umsetzung; Entwicklung; In der Entwicklung; Bau; Realisierung",
            "late": "Spät; Vor Einführung; Vor Go-live; Nach Einführung; Test; Vor Abnahme",
            "not_yet": "Noch nicht; Nicht; Nein; Keine; Nie; Nicht eingebunden; Offen",
        },
    },
    "controls": {
        "kind": {"control": "Kontrolle; Maßnahme; Technisch; Organisatorisch; Präventiv; Detektiv",
                 "policy": "Richtlinie; Vorgabe; Policy; Weisung", "guardrail": "Leitplanke; Leitplanken",
                 "training": "Schulung; Training; Weiterbildung; Sensibilisierung"},
        "status": {"in_force": "In Kraft; Aktiv; Wirksam; Umgesetzt; Eingeführt; Gültig; In Betrieb",
                   "planned": "Geplant; Entwurf; In Arbeit; In Planung; In Umsetzung; Offen; Beantragt",
                   "retired": "Außer Kraft; Abgelöst; Zurückgezogen; Inaktiv; Abgeschafft; Ungültig"},
        "function": {"govern": "Steuern; Führen", "identify": "Identifizieren; Erkennen der Risiken", "protect": "Schützen",
                     "detect": "Erkennen; Entdecken", "respond": "Reagieren", "recover": "Wiederherstellen"},
    },
}  # fmt: skip
