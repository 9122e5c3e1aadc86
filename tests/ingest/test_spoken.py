"""Whole lists in Italian and Dutch are read without a question: their headers, words, months and amounts."""

from datetime import date

import pytest

ITALIAN = (
    "Codice progetto;Nome progetto;Stato;Data di fine prevista;Data inizio;Budget (mln €);Speso;% completamento\n"
    "P1;Nuvola;In corso;31 dicembre 2026;1 gennaio 2025;1,2;450.000,50;45\n"
    "P2;Portale;Completato;mar 30 giu 2026;15 mag 2025;0,8;800.000,00;100\n"
    "P3;Dati;Sospeso;4° trimestre 2026;3 ott. 2025;0,3;10.500,25;10\n"
)
DUTCH = (
    "Projectnummer;Projectnaam;Fase;Geplande einddatum;Startdatum;Begroting (mln €);Werkelijke kosten;% gereed\n"
    "P1;Wolk;In uitvoering;31 december 2026;1 januari 2025;1,2;450.000,50;45\n"
    "P2;Portaal;Afgerond;di 30 juni 2026;15 mei 2025;0,8;800.000,00;100\n"
    "P3;Data;Opgeschort;4e kwartaal 2026;3 okt. 2025;0,3;10.500,25;10\n"
)


@pytest.mark.parametrize("text", [ITALIAN, DUTCH], ids=["Italian", "Dutch"])
def test_a_list_of_projects_is_read_as_it_is_meant(read_bytes, text):
    intake = read_bytes(("a.csv", text.encode()))
    assert (intake.status, intake.questions, intake.problems) == ("ok", (), ())
    frame = intake.frames["initiatives"]
    assert frame["stage"].tolist() == ["in_flight", "done", "on_hold"]
    assert frame["finish_planned"].dt.date.tolist() == [date(2026, 12, 31), date(2026, 6, 30), date(2026, 12, 31)]
    assert frame["start_planned"].dt.date.tolist() == [date(2025, 1, 1), date(2025, 5, 15), date(2025, 10, 3)]
    assert frame["budget"].tolist() == [1.2e6, 0.8e6, 0.3e6]
    assert frame["actual_cost"].tolist() == [450000.5, 800000, 10500.25]
    assert frame["percent_complete"].tolist() == [0.45, 1, 0.1]


CONTROLS = {
    "Italian": "Codice controllo;Nome del controllo;Tipo;Stato di attuazione;Data di attuazione;Copertura;"
               "Costo annuo (k€)\n"
               "C1;MFA;Tecnico;In vigore;15/03/2025;80%;120",
    "Dutch": "Maatregelnummer;Beheersmaatregel;Soort;Implementatiestatus;Ingangsdatum;Dekkingsgraad;"
             "Jaarlijkse kosten\n"
             "C1;MFA;Technisch;Van kracht;15-03-2025;80%;€ 120.000,00",
    "Spanish": "Código del control;Nombre del control;Tipo;Estado;Fecha de implantación;% cobertura;Coste anual\n"
               "C1;MFA;Técnico;Implantado;15/03/2025;80%;120.000,00 €",
    "French": "Réf. contrôle;Mesure de sécurité;Nature;Avancement;Date de mise en place;Couverture (%);"
              "Coût annuel (k€)\n"
              "C1;MFA;Technique;En vigueur;15/03/2025;80;120",
    "German": "Maßnahmen-ID;Maßnahme;Art;Maßnahmenstatus;Einführungsdatum;Umsetzungsgrad;Jährliche Kosten (TEUR)\n"
              "C1;MFA;Technisch;In Kraft;15.03.2025;80%;120",
}  # fmt: skip


@pytest.mark.parametrize("language", CONTROLS)
def test_a_list_of_controls_is_read_as_it_is_meant(read_bytes, language):
    intake = read_bytes(("a.csv", CONTROLS[language].encode()))
    assert (intake.status, intake.questions, intake.problems) == ("ok", (), ())
    (row,) = intake.frames["controls"].to_dict("records")
    told = [row[name] for name in ("control_id", "name", "kind", "status", "coverage", "annual_cost")]
    assert told == ["C1", "MFA", "control", "in_force", 0.8, 120000]
    assert row["in_force_on"].date() == date(2025, 3, 15)
