"""Dutch headers and words."""

HEADERS: dict[str, dict[str, str]] = {
    "initiatives": {
        "initiative_id": "Projectnummer; Projectnr; Project-ID; Projectcode; Kenmerk; Nummer; Referentie; Sleutel; Initiatiefnummer; "
                         "Initiatief-ID",
        "name": "Projectnaam; Naam project; Naam; Titel; Projecttitel; Initiatief; Naam initiatief; Korte omschrijving; Samenvatting",
        "stage": "Projectstatus; Fase; Projectfase; Stadium",
        "finish_planned": "Geplande einddatum; Einddatum gepland; Gepland einde; Geplande afronding; Einddatum; Einde; Streefdatum; "
                          "Deadline; Geplande opleverdatum; Opleverdatum; Vervaldatum; Verwachte einddatum",
        "start_planned": "Geplande startdatum; Startdatum gepland; Geplande start; Startdatum; Begindatum; Geplande begindatum",
        "start_actual": "Werkelijke startdatum; Werkelijke start; Gestart op; Feitelijke startdatum; Begonnen op",
        "finish_forecast": "Geprognosticeerde einddatum; Prognose einddatum; Herziene einddatum; Verwacht einde",
        "finish_actual": "Werkelijke einddatum; Werkelijk einde; Afgerond op; Voltooid op; Opgeleverd op; Gereed op; "
                         "Feitelijke einddatum; Afsluitdatum; Datum afgerond",
        "percent_complete": "% gereed; % voltooid; Percentage gereed; Percentage voltooid; Voortgang; Voortgang in %",
        "business_unit": "Bedrijfsonderdeel; Afdeling; Organisatieonderdeel; Divisie; Directie; Bedrijfseenheid",
        "portfolio": "Portefeuille; Projectportfolio; Programma",
        "owner": "Projectleider; Projectmanager; Eigenaar; Verantwoordelijke; Toegewezen aan; Trekker",
        "sponsor": "Opdrachtgever",
        "category": "Categorie; Projecttype; Soort project; Soort; Investeringstype",
        "technology": "Technologie; Technologieën; Trefwoorden; Componenten",
        "depends_on": "Afhankelijk van; Afhankelijkheden; Voorgangers; Geblokkeerd door",
        "budget": "Begroting; Goedgekeurd budget; Totaal budget; Geplande kosten; Begrote kosten; Totaalbudget",
        "actual_cost": "Werkelijke kosten; Gemaakte kosten; Besteed; Uitgaven tot heden; Realisatie; Gerealiseerde kosten",
        "forecast_cost": "Verwachte kosten; Kostenprognose; Prognose kosten; Geschatte eindkosten",
        "annual_value": "Jaarlijkse baten; Baten per jaar; Jaarlijkse waarde; Verwachte baten; Baten; Jaarlijkse besparing",
        "value_realised": "Gerealiseerde baten; Gerealiseerde waarde",
        "security_joined": "Betrokkenheid security; Security betrokken; Beveiliging betrokken; Betrokkenheid beveiliging",
        "last_assessed": "Laatst beoordeeld; Laatste beoordeling; Laatste beveiligingsbeoordeling; Datum beoordeling",
        "findings_open": "Openstaande bevindingen; Open bevindingen; Open kwetsbaarheden",
        "oldest_finding_on": "Oudste bevinding; Datum oudste bevinding",
        "people": "Mensen; Medewerkers; Teamgrootte; Aantal medewerkers",
        "business_need": "Bedrijfsbehoefte; Zakelijke behoefte",
        "technical_need": "Technische behoefte; Technische eis",
        "security_need": "Beveiligingsbehoefte; Beveiligingseis",
        "business_readiness": "Gereedheid organisatie; Zakelijke gereedheid",
        "technical_readiness": "Technische gereedheid",
        "security_readiness": "Gereedheid beveiliging; Beveiligingsgereedheid",
        "risk_likelihood": "Kans; Waarschijnlijkheid",
        "risk_impact": "Risico-impact; Risiconiveau",
        "risk_of_not_doing": "Risico van niet doen; Risico bij niet uitvoeren",
        "data_sensitivity": "Gevoeligheid van gegevens; Gegevensclassificatie; Vertrouwelijkheid",
        "internet_facing": "Bereikbaar via internet; Aan internet blootgesteld",
    },
    "incidents": {
        "incident_id": "Incidentnummer; Incidentnr; Incident-ID; Meldingsnummer; Melding; Nummer; Referentie; Sleutel",
        "opened_at": "Geopend; Geopend op; Openingsdatum; Aangemaakt; Aangemaakt op; Aanmaakdatum; Gemeld op; Meldingsdatum; "
                     "Datum melding; Geregistreerd op",
        "class": "Categorie; Incidenttype; Incidentcategorie; Soort incident; Type incident; Soort",
        "title": "Korte omschrijving; Omschrijving; Titel; Onderwerp; Samenvatting",
        "state": "Toestand; Incidentstatus; Afhandelingsstatus",
        "severity": "Prioriteit; Ernst; Urgentie; Kritikaliteit",
        "occurred_at": "Opgetreden op; Voorgevallen op; Datum incident; Incidentdatum; Datum gebeurtenis; Begin incident",
        "detected_at": "Gedetecteerd op; Ontdekt op; Datum ontdekking; Detectiedatum; Datum detectie",
        "resolved_at": "Opgelost; Opgelost op; Oplosdatum; Datum opgelost; Hersteld op; Gesloten; Gesloten op; Sluitdatum; "
                       "Afgesloten op; Einde incident",
        "business_unit": "Bedrijfsonderdeel; Afdeling; Organisatieonderdeel; Divisie; Bedrijfseenheid",
        "service": "Dienst; Getroffen dienst; Applicatie; Systeem; Getroffen systeem; Configuratie-item",
        "technology": "Technologie; Technologieën; Trefwoorden",
        "initiative_id": "Projectnummer; Gerelateerd project; Initiatief; Veroorzakend project",
        "change_id": "Veroorzaakt door; Veroorzaakt door wijziging; Veroorzaakt door change; Veroorzakende wijziging",
        "third_party": "Leverancier; Derde partij; Derde",
        "aware_at": "Bekend sinds; Datum bekend",
        "material_on": "Materieel geacht op; Materieel sinds",
        "notified_at": "Autoriteit ingelicht op; Melding verzonden op",
        "loss": "Verlies; Bruto verlies; Schade; Schadebedrag; Kosten incident; Financiële impact; Schadebedrag bruto",
        "loss_low": "Minimaal verlies; Minimale schade", "loss_high": "Maximaal verlies; Maximale schade",
        "recovered": "Teruggevorderd; Verhaald; Vergoeding; Verzekeringsuitkering",
        "downtime_hours": "Uitvaluren; Uren uitval; Uitvalduur; Uitval in uren; Storingsduur; Uitval",
        "records_affected": "Getroffen records; Getroffen personen; Getroffen gebruikers; Getroffen klanten",
        "detected_by": "Gedetecteerd door; Ontdekt door; Kanaal",
        "root_cause": "Hoofdoorzaak; Grondoorzaak; Oorzaak; Oplossingscode; Sluitcode",
    },
    "changes": {
        "change_id": "Wijzigingsnummer; Wijzigingsnr; Wijziging-ID; Wijzigings-ID; Wijziging; Changenummer; Nummer; Referentie; Kenmerk; "
                     "Wijzigingsverzoek; RFC-nummer",
        "finished_at": "Werkelijke einddatum; Werkelijk einde; Doorgevoerd op; Geïmplementeerd op; Implementatiedatum; Uitgerold op; "
                       "In productie genomen op; Datum in productie; Ingangsdatum; Afgerond op; Gesloten op; Uitgevoerd op; "
                       "Datum uitgevoerd; Geplande einddatum; Gepland einde",
        "initiative_id": "Projectnummer; Projectcode; Initiatief",
        "service": "Dienst; Getroffen dienst; Applicatie; Systeem; Configuratie-item",
        "type": "Wijzigingstype; Type wijziging; Soort wijziging; Soort; Categorie",
        "outcome": "Resultaat; Uitkomst; Sluitcode",
    },
    "controls": {
        "control_id": "Beheersmaatregelnummer; Maatregelnummer; Maatregelnr; Maatregel-ID; Controlenummer; Controle-ID; Beheersmaatregel-ID; "
                      "Nummer; Referentie; Kenmerk; Code maatregel",
        "name": "Maatregel; Beheersmaatregel; Naam maatregel; Naam beheersmaatregel; Beveiligingsmaatregel; Controle; Beleid; Naam; Titel; "
                "Omschrijving maatregel",
        "kind": "Type maatregel; Soort maatregel; Soort; Maatregeltype",
        "status": "Implementatiestatus; Status maatregel; Stand van zaken",
        "requested_on": "Aangevraagd op; Aanvraagdatum",
        "in_force_on": "Van kracht sinds; Van kracht per; Ingangsdatum; Geldig vanaf; Datum inwerkingtreding; Ingevoerd op; Invoeringsdatum; "
                       "Implementatiedatum; Datum implementatie; Geïmplementeerd op; Actief sinds; In werking sinds",
        "class": "Incidenttype; Incidentcategorie; Categorie; Risicotype; Risicocategorie",
        "technology": "Technologie; Technologieën", "function": "Functie; NIST-functie",
        "coverage": "Dekking; Dekkingsgraad; % gedekt; Dekkingspercentage",
        "frequency_reduction_low": "Minimale afname frequentie", "frequency_reduction_high": "Maximale afname frequentie",
        "loss_reduction_low": "Minimale afname verlies", "loss_reduction_high": "Maximale afname verlies",
        "annual_cost": "Jaarlijkse kosten; Kosten per jaar; Jaarkosten; Kosten",
        "owner": "Eigenaar; Verantwoordelijke; Maatregeleigenaar; Eigenaar maatregel",
        "last_reviewed": "Laatst beoordeeld; Laatste beoordeling; Laatst getoetst; Laatste toetsing; Datum laatste beoordeling; "
                         "Beoordelingsdatum; Laatste review",
        "review_every_days": "Beoordelingscyclus; Beoordelingsfrequentie; Reviewfrequentie; Toetsingsfrequentie; Periodiciteit",
    },
    "assumptions": {
        "key": "Sleutel; Aanname; Veronderstelling; Uitgangspunt", "value": "Waarde; Bedrag", "low": "Ondergrens; Laag",
        "high": "Bovengrens; Hoog", "unit": "Eenheid", "owner": "Eigenaar; Verantwoordelijke",
        "stated_on": "Datum; Vastgesteld op", "reason": "Reden; Toelichting; Opmerking; Onderbouwing", "source": "Bron", "year": "Jaar",
    },
}  # fmt: skip

VALUES: dict[str, dict[str, dict[str, str]]] = {
    "initiatives": {
        "stage": {
            "idea": "Idee; Voorstel; Concept; Ingediend; Aangevraagd; In onderzoek; Verkenning",
            "approved": "Goedgekeurd; Gepland; Planning; In planning; Te doen; Niet gestart; Nog niet gestart; Geaccordeerd",
            "in_flight": "Lopend; In uitvoering; Uitvoering; In behandeling; Actief; Gestart; Open; In ontwikkeling; Ontwikkeling; "
                         "Ontwerp; Realisatie; In realisatie; Bouw; Testfase; In test; Uitrol; Implementatie; In bewerking; Afronding; "
                         "Onderhanden",
            "on_hold": "In de wacht; Aangehouden; Gepauzeerd; Opgeschort; Geblokkeerd; Uitgesteld; On hold gezet",
            "done": "Afgerond; Voltooid; Gereed; Opgeleverd; Gesloten; Afgesloten; Klaar; In productie; In gebruik",
            "cancelled": "Geannuleerd; Vervallen; Afgewezen; Stopgezet; Gestopt; Ingetrokken",
        },
        "category": {
            "run": "Beheer; Onderhoud; Instandhouding; Efficiëntie; Kostenbesparing",
            "grow": "Groei; Omzet; Verbetering; Doorontwikkeling",
            "transform": "Transformatie; Innovatie; Vernieuwing; Strategisch",
            "mandatory": "Verplicht; Wettelijk; Wet- en regelgeving; Regelgeving; Naleving",
        },
        "security_joined": {
            "design": "Ontwerp; In ontwerp; Vanaf het begin; Ontwerpfase",
            "build": "Bouw; Realisatie; Ontwikkeling; Tijdens de bouw; Bouwfase",
            "late": "Laat; Voor livegang; Testfase; Na livegang; Te laat",
            "not_yet": "Nog niet; Geen; Nooit; Niet betrokken",
        },
    },
    "controls": {
        "kind": {"control": "Maatregel; Beheersmaatregel; Technisch; Organisatorisch; Preventief; Detectief",
                 "policy": "Beleid; Norm; Procedure; Voorschrift", "guardrail": "Vangrail; Waarborg",
                 "training": "Opleiding; Bewustwording; Cursus"},
        "status": {"in_force": "Van kracht; Geldig; Actief; Ingevoerd; Geïmplementeerd; Operationeel; Effectief",
                   "planned": "Gepland; Concept; In uitvoering; Aangevraagd; Voorgesteld; In ontwikkeling",
                   "retired": "Ingetrokken; Vervallen; Inactief; Verouderd; Gearchiveerd; Buiten gebruik"},
        "function": {"govern": "Besturen", "identify": "Identificeren", "protect": "Beschermen",
                     "detect": "Detecteren", "respond": "Reageren", "recover": "Herstellen"},
    },
}  # fmt: skip
