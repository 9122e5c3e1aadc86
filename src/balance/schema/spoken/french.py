"""French headers and words."""

HEADERS: dict[str, dict[str, str]] = {
    "initiatives": {
        "initiative_id": "Numéro de projet; N° de projet; N° projet; Code projet; Identifiant du projet; Identifiant projet; "
                         "Réf. projet; Référence projet; Identifiant; Numéro; N°; Clé; Clé de ticket",
        "name": "Nom du projet; Intitulé du projet; Intitulé; Nom; Titre; Libellé; Nom de l'initiative; Résumé; "
                "Description courte",
        "stage": "Statut; État; Phase du projet; Statut du projet; État du projet; État d'avancement; Étape; Situation",
        "finish_planned": "Fin prévue; Date de fin prévue; Date de fin planifiée; Fin planifiée; Date de fin; Échéance; "
                          "Date d'échéance; Fin; Date cible; Date de livraison prévue",
        "start_planned": "Début prévu; Date de début prévue; Date de début planifiée; Début planifié; Date de début; Début; "
                         "Démarrage prévu",
        "start_actual": "Début réel; Date de début réelle; Démarrage réel; Démarré le; Commencé le",
        "finish_forecast": "Fin estimée; Date de fin estimée; Fin projetée; Date de fin révisée; Nouvelle date de fin; "
                           "Fin prévisionnelle; Date de fin prévisionnelle",
        "finish_actual": "Fin réelle; Date de fin réelle; Terminé le; Achevé le; Clôturé le; Livré le; Date de mise en service; "
                         "Résolu",
        "percent_complete": "Avancement; % d'avancement; Pourcentage d'avancement; Taux d'avancement; % réalisé; % achevé",
        "business_unit": "Direction; Département; Entité; Service demandeur; Unité; Direction métier; Métier; Unité opérationnelle",
        "portfolio": "Portefeuille; Programme du projet; Axe stratégique",
        "owner": "Chef de projet; Responsable; Responsable du projet; Pilote; Attribué à; Responsable de projet",
        "sponsor": "Commanditaire; Parrain; Sponsor du projet; Maître d'ouvrage",
        "category": "Catégorie; Type de projet; Type; Type d'investissement; Nature; Type de ticket",
        "technology": "Technologie; Étiquettes; Composants; Mots-clés",
        "depends_on": "Dépendances; Dépend de; Prédécesseurs; Bloqué par",
        "budget": "Budget total; Budget approuvé; Budget prévu; Coût prévu; Coût planifié; Budget alloué; Enveloppe",
        "actual_cost": "Coût réel; Coûts réels; Dépensé; Dépenses; Dépenses à date; Dépenses réelles; Réalisé; Consommé; Coût à date",
        "forecast_cost": "Coût à terminaison; Coût estimé; Coût prévisionnel; Coût final estimé; Estimation à terminaison",
        "annual_value": "Gain annuel; Bénéfice annuel; Gains annuels; Bénéfices attendus; Valeur annuelle; Gain attendu; "
                        "Bénéfice attendu; Gains; Bénéfices",
        "value_realised": "Gain réalisé; Bénéfices réalisés; Valeur réalisée",
        "security_joined": "Sécurité impliquée; Implication de la sécurité; Sécurité associée; Intégration de la sécurité; "
                           "Étape d'intégration de la sécurité",
        "last_assessed": "Dernière évaluation; Dernière évaluation de sécurité; Dernier audit; Date d'évaluation",
        "findings_open": "Constats ouverts; Constats en cours; Anomalies ouvertes; Vulnérabilités ouvertes",
        "oldest_finding_on": "Plus ancien constat; Constat le plus ancien",
        "people": "Personnes; ETP; Effectif; Effectifs; Taille de l'équipe",
        "business_need": "Besoin métier; Exigence métier",
        "technical_need": "Besoin technique; Exigence technique",
        "security_need": "Besoin de sécurité; Exigence de sécurité",
        "business_readiness": "Maturité métier; Préparation métier",
        "technical_readiness": "Maturité technique; Préparation technique",
        "security_readiness": "Maturité sécurité; Préparation sécurité",
        "risk_likelihood": "Probabilité; Vraisemblance",
        "risk_impact": "Impact du risque; Gravité du risque; Niveau de risque",
        "risk_of_not_doing": "Risque de ne pas faire; Risque en cas d'inaction",
        "data_sensitivity": "Sensibilité des données; Classification des données; Confidentialité",
        "internet_facing": "Exposé sur Internet; Accessible depuis Internet; Exposé à Internet",
    },
    "incidents": {
        "incident_id": "N° d'incident; Numéro d'incident; Numéro de l'incident; N° incident; Identifiant de l'incident; "
                       "Identifiant; Numéro; N°; Référence; N° de ticket; Numéro de ticket; Clé de ticket",
        "opened_at": "Ouvert; Ouvert le; Date d'ouverture; Date d'ouverture de l'incident; Signalé le; Déclaré le; Créé; Créé le; "
                     "Date de création; Date de déclaration",
        "class": "Catégorie; Type d'incident; Catégorie d'incident; Nature de l'incident; Type d'événement; Type; Nature; Classe",
        "title": "Description courte; Brève description; Description; Titre; Résumé; Intitulé; Libellé; Objet",
        "state": "État; Statut; Statut de l'incident; État de l'incident",
        "severity": "Priorité; Gravité; Sévérité; Criticité; Urgence; Impact sur le service",
        "occurred_at": "Survenu le; Date de survenance; Date de l'incident; Date de l'événement; Début; Début de l'incident",
        "detected_at": "Détecté le; Découvert le; Date de détection; Date de découverte",
        "resolved_at": "Résolu; Résolu le; Date de résolution; Rétabli le; Date de rétablissement; Fermé; Fermé le; Clôturé le; "
                       "Date de clôture; Date de fermeture; Fin; Fin de l'incident",
        "business_unit": "Direction; Département; Entité; Métier; Unité; Société; Service concerné",
        "service": "Service impacté; Service touché; Application; Système; Élément de configuration; Application impactée",
        "technology": "Technologie; Étiquettes",
        "initiative_id": "Projet; Numéro de projet; Code projet; N° de projet; Projet à l'origine; Projet lié; Initiative liée",
        "change_id": "Changement à l'origine; Changement en cause; Causé par; Causé par le changement; Causé par un changement",
        "third_party": "Fournisseur; Prestataire; Tiers",
        "aware_at": "Prise de connaissance; Connu le",
        "material_on": "Jugé significatif le; Significatif depuis",
        "notified_at": "Autorité notifiée le; Notification envoyée le",
        "loss": "Perte; Perte brute; Montant de la perte; Coût; Coût de l'incident; Impact financier; Préjudice; Dommage",
        "loss_low": "Perte minimale; Perte minimum", "loss_high": "Perte maximale; Perte maximum",
        "recovered": "Récupéré; Récupérations; Remboursement d'assurance; Indemnité",
        "downtime_hours": "Durée d'interruption; Heures d'arrêt; Indisponibilité; Durée d'indisponibilité",
        "records_affected": "Enregistrements touchés; Personnes concernées; Clients touchés; Utilisateurs touchés; "
                            "Clients impactés; Utilisateurs impactés",
        "detected_by": "Détecté par; Découvert par; Canal; Source de détection",
        "root_cause": "Cause racine; Cause première; Code de résolution; Cause de l'incident; Origine",
    },
    "changes": {
        "change_id": "N° de changement; Numéro de changement; Numéro du changement; Identifiant; Numéro; N°; Changement; "
            "ID changement; ID du changement; Identifiant du changement; Référence; Code du changement; Demande de changement; Réf. changement; RFC",
        "finished_at": "Fin réelle; Date de fin réelle; Mis en œuvre le; Mis en production le; Date de mise en production; "
                       "Déployé le; Terminé le; Clôturé le; Date de réalisation; Fin prévue; Date de fin prévue; "
            "Date de mise en œuvre; Date de mise en service; Date de déploiement; Implémenté le; Date d'implémentation; Date de clôture; Date de fin; Mise en production; Réalisé le",
        "initiative_id": "Projet; Numéro de projet; Code projet; N° de projet",
        "service": "Service impacté; Système; Élément de configuration; "
            "Service; Service concerné; Application; Système concerné",
        "type": "Type de changement; Nature; Catégorie; "
            "Type; Catégorie de changement",
        "outcome": "Résultat; Issue; Code de clôture; Bilan; "
            "Résultat du changement; Statut final",
    },
    "controls": {
        "control_id": "N° de contrôle; Numéro de contrôle; Identifiant du contrôle; Code du contrôle; Identifiant; Numéro; N°; "
                      "Référence; "
            "ID contrôle; ID du contrôle; Référence du contrôle; Réf. contrôle; Code contrôle; Réf; Code; Identifiant de la mesure; N° de mesure; ID mesure",
        "name": "Contrôle; Nom du contrôle; Mesure; Politique; Intitulé; Nom; Titre; Libellé; "
            "Nom de la mesure; Libellé du contrôle; Intitulé du contrôle; Mesure de sécurité",
        "kind": "Type de contrôle; Nature; Type de mesure",
        "status": "Statut; État; État de mise en œuvre; "
            "Statut du contrôle; État du contrôle; Avancement",
        "requested_on": "Demandé le; Date de demande; "
            "Date de la demande",
        "in_force_on": "En vigueur depuis; Entrée en vigueur; Date d'effet; Mis en œuvre le; Date d'entrée en vigueur; "
            "Date de mise en place; Mis en place le; Date de mise en œuvre; Date d'entrée en application; Date de déploiement; En place depuis; Date d'implémentation",
        "class": "Type d'incident; Catégorie d'incident; Catégorie; Type de risque; Catégorie de risque",
        "technology": "Technologie", "function": "Fonction; Fonction NIST",
        "coverage": "Couverture; Taux de couverture; % couvert; "
            "Taux de déploiement; Périmètre couvert; Couverture (%)",
        "frequency_reduction_low": "Réduction de fréquence minimale", "frequency_reduction_high": "Réduction de fréquence maximale",
        "loss_reduction_low": "Réduction de perte minimale", "loss_reduction_high": "Réduction de perte maximale",
        "annual_cost": "Coût annuel; Coût par an; Coût; "
            "Coût annuel estimé; Budget annuel", "owner": "Responsable; Propriétaire; Pilote; "
            "Responsable du contrôle; Propriétaire du contrôle; Porteur",
        "last_reviewed": "Dernière revue; Revu le; Date de dernière revue; Dernier examen; "
            "Date de dernière évaluation; Dernière évaluation; Date de revue; Dernier test; Dernier audit",
        "review_every_days": "Cycle de revue; Fréquence de revue; Revue tous les jours; "
            "Périodicité; Périodicité de revue; Fréquence de contrôle",
    },
    "assumptions": {
        "key": "Clé; Hypothèse; "
            "Paramètre; Variable; Libellé", "value": "Valeur; "
            "Montant; Valeur retenue", "low": "Borne basse; Minimale; "
            "Minimum; Min; Valeur basse; Borne inférieure; Bas", "high": "Borne haute; Maximale; "
            "Maximum; Max; Valeur haute; Borne supérieure; Haut", "unit": "Unité",
        "owner": "Responsable; "
            "Propriétaire", "stated_on": "Énoncé le; "
            "Date; Date de l'hypothèse", "reason": "Motif; Raison; Commentaire; Justification", "source": "Origine de la valeur",
        "year": "Année",
    },
}  # fmt: skip

VALUES: dict[str, dict[str, dict[str, str]]] = {
    "initiatives": {
        "stage": {
            "idea": "Idée; Proposition; Proposé; Brouillon; Soumis; Demande; En étude; Étude; À l'étude",
            "approved": "Approuvé; Validé; Planifié; Planification; Prévu; À faire; Non démarré; Pas commencé; Accepté; Lancement; "
                        "Cadrage; Initialisation; Non commencé",
            "in_flight": "En cours; En réalisation; Réalisation; Exécution; Actif; Démarré; Ouvert; En développement; Conception; "
                         "Développement; Déploiement; En déploiement; Recette; Pilote; En cours de réalisation; Mise en œuvre; "
                         "Clôture",
            "on_hold": "En pause; Suspendu; En attente; Bloqué; Gelé; Reporté; Différé",
            "done": "Terminé; Achevé; Clôturé; Clos; Livré; Fini; Fermé; En production; En service; Réalisé",
            "cancelled": "Annulé; Abandonné; Arrêté; Rejeté; Refusé; Stoppé",
        },
        "category": {
            "run": "Exploitation; Maintien; Entretien; Fonctionnement; Efficacité; Réduction des coûts",
            "grow": "Croissance; Développement commercial; Revenus; Évolution",
            "transform": "Transformer; Stratégique; Transformation numérique",
            "mandatory": "Réglementaire; Obligatoire; Légal; Conformité; Légal et réglementaire",
        },
        "security_joined": {
            "design": "Conception; À la conception; Dès la conception; Dès le début; Cadrage; En amont; Dès le départ",
            "build": "Réalisation; Pendant la réalisation; Développement; En développement; Construction",
            "late": "Tardive; Tardif; Tard; Avant mise en production; Recette; Après mise en production; Avant le lancement",
            "not_yet": "Pas encore; Aucune; Non; Jamais; Non impliquée; Aucun",
        },
    },
    "controls": {
        "kind": {"control": "Contrôle; Mesure; Technique; Organisationnel; Préventif; Détectif",
                 "policy": "Politique; Directive; Procédure; Règle", "guardrail": "Garde-fou; Garde-fous",
                 "training": "Formation; Sensibilisation"},
        "status": {"in_force": "En vigueur; Actif; Effectif; Mis en œuvre; En place; Opérationnel",
                   "planned": "Prévu; Planifié; Projet; Brouillon; En cours; À faire; Demandé",
                   "retired": "Retiré; Abrogé; Inactif; Obsolète; Archivé; Abandonné"},
        "function": {"govern": "Gouverner; Gouvernance", "identify": "Identifier", "protect": "Protéger", "detect": "Détecter",
                     "respond": "Répondre; Réagir", "recover": "Récupérer; Rétablir"},
    },
}  # fmt: skip
