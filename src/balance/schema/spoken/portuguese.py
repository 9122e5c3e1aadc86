"""Portuguese headers and words, of Portugal and of Brazil."""

HEADERS: dict[str, dict[str, str]] = {
    "initiatives": {
        "initiative_id": "Número do projeto; Nº do projeto; Nº projeto; Código do projeto; Código; ID do projeto; Identificador; "
                         "Número; Nº; Referência; Chave; Número do projecto; Chave do item",
        "name": "Nome do projeto; Nome do projecto; Nome da iniciativa; Nome; Título; Título do projeto; Projeto; Iniciativa; Resumo; "
                "Descrição breve; Descrição resumida",
        "stage": "Situação; Estado; Fase; Etapa; Estágio; Status do projeto; Situação do projeto; Fase do projeto; Estado do projeto",
        "finish_planned": "Fim planejado; Término planejado; Data de término planejada; Data de fim planejada; Fim planeado; "
                          "Data de fim prevista; Término previsto; Data prevista de término; Fim previsto; Data de término; "
                          "Data de fim; Data fim; Prazo; Data limite; Data de vencimento; Término; Data de conclusão prevista; "
                          "Conclusão prevista",
        "start_planned": "Início planejado; Início planeado; Data de início planejada; Data de início prevista; Início previsto; "
                         "Data de início; Data início; Início",
        "start_actual": "Início real; Data de início real; Iniciado em; Começado em",
        "finish_forecast": "Término estimado; Fim estimado; Data de término estimada; Fim projetado; Data de término revisada; "
                           "Previsão de término; Previsão de conclusão",
        "finish_actual": "Término real; Fim real; Data de término real; Data de fim real; Concluído em; Finalizado em; Encerrado em; "
                         "Entregue em; Data de conclusão",
        "percent_complete": "% concluído; Percentual concluído; Avanço; % de avanço; Progresso; Percentagem concluída; % de conclusão",
        "business_unit": "Unidade de negócio; Unidade de negócios; Departamento; Área; Área de negócio; Diretoria; Direção",
        "portfolio": "Portfólio; Carteira; Programa; Carteira de projetos; Portefólio",
        "owner": "Gerente do projeto; Gerente de projeto; Gestor do projeto; Gestor de projeto; Responsável; "
                 "Responsável pelo projeto; Atribuído a; Líder do projeto",
        "sponsor": "Patrocinador; Patrocinador do projeto",
        "category": "Categoria; Tipo de projeto; Tipo; Tipo de investimento; Classe; Tipo de item",
        "technology": "Tecnologia; Tecnologias; Etiquetas; Componentes; Rótulos",
        "depends_on": "Depende de; Dependências; Predecessores; Predecessoras; Bloqueado por",
        "budget": "Orçamento; Orçamento total; Orçamento aprovado; Custo planejado; Custo planeado; Custo previsto",
        "actual_cost": "Custo real; Custos reais; Gasto; Gastos reais; Gasto até a data; Realizado; Despesa até à data; Custo realizado",
        "forecast_cost": "Custo estimado; Custo projetado; Estimativa no término; Previsão de custo; Custo final estimado",
        "annual_value": "Benefício anual; Benefícios anuais; Valor anual; Benefício esperado; Benefício planejado; Benefícios; "
                        "Economia anual",
        "value_realised": "Benefício realizado; Benefícios realizados; Valor realizado; Benefício real",
        "security_joined": "Segurança envolvida; Envolvimento da segurança; Participação da segurança; Entrada da segurança",
        "last_assessed": "Última avaliação; Última avaliação de segurança; Última auditoria; Data da avaliação",
        "findings_open": "Achados abertos; Constatações abertas; Vulnerabilidades abertas; Apontamentos abertos",
        "oldest_finding_on": "Achado mais antigo; Constatação mais antiga",
        "people": "Pessoas; Recursos; Tamanho da equipe; Tamanho da equipa; ETI",
        "business_need": "Necessidade de negócio; Requisito de negócio",
        "technical_need": "Necessidade técnica; Requisito técnico",
        "security_need": "Necessidade de segurança; Requisito de segurança",
        "business_readiness": "Prontidão do negócio; Maturidade do negócio",
        "technical_readiness": "Prontidão técnica; Maturidade técnica",
        "security_readiness": "Prontidão de segurança; Maturidade de segurança",
        "risk_likelihood": "Probabilidade",
        "risk_impact": "Impacto do risco; Nível de risco",
        "risk_of_not_doing": "Risco de não fazer; Risco de não executar",
        "data_sensitivity": "Sensibilidade dos dados; Classificação dos dados; Confidencialidade",
        "internet_facing": "Exposto à Internet; Acessível pela Internet",
    },
    "incidents": {
        "incident_id": "Número do incidente; Nº do incidente; ID do incidente; Código; Código do incidente; Identificador; Número; Nº; "
                       "Número do chamado; Chamado; Chave",
        "opened_at": "Aberto; Aberto em; Data de abertura; Criado; Criado em; Data de criação; Reportado em; Comunicado em; "
                     "Data de registro; Data de registo; Registrado em",
        "class": "Categoria; Tipo de incidente; Categoria do incidente; Tipo de evento; Tipo; Classe",
        "title": "Descrição breve; Descrição resumida; Breve descrição; Descrição; Título; Resumo; Assunto",
        "state": "Estado; Situação; Situação do incidente; Estado do incidente",
        "severity": "Prioridade; Gravidade; Severidade; Criticidade; Urgência; Impacto",
        "occurred_at": "Ocorrido em; Data da ocorrência; Data de ocorrência; Data do incidente; Data do evento; Início; "
                       "Início do incidente",
        "detected_at": "Detectado em; Detetado em; Descoberto em; Data de detecção; Data de deteção; Data da descoberta",
        "resolved_at": "Resolvido; Resolvido em; Data de resolução; Restabelecido em; Encerrado em; Fechado; Fechado em; "
                       "Data de encerramento; Data de fechamento; Fim; Fim do incidente",
        "business_unit": "Unidade de negócio; Unidade de negócios; Departamento; Área; Empresa",
        "service": "Serviço; Serviço afetado; Aplicação; Aplicativo; Sistema; Sistema afetado; Item de configuração",
        "technology": "Tecnologia; Tecnologias; Etiquetas",
        "initiative_id": "Projeto; Número do projeto; Código do projeto; Iniciativa; Projeto relacionado; Projeto causador",
        "change_id": "Causado por; Causado pela mudança; Mudança causadora; Mudança que causou; Causado por mudança; "
                     "Causado pela alteração",
        "third_party": "Fornecedor; Terceiro; Prestador",
        "aware_at": "Ciência em; Data de conhecimento",
        "material_on": "Considerado material em; Material desde",
        "notified_at": "Autoridade notificada em; Notificação enviada em",
        "loss": "Perda; Perda bruta; Valor da perda; Prejuízo; Custo; Custo do incidente; Impacto financeiro; Dano",
        "loss_low": "Perda mínima", "loss_high": "Perda máxima",
        "recovered": "Recuperado; Recuperações; Indenização; Indemnização; Recuperação do seguro",
        "downtime_hours": "Horas de indisponibilidade; Tempo de indisponibilidade; Indisponibilidade; Horas de parada; "
                          "Duração da queda",
        "records_affected": "Registros afetados; Registos afetados; Pessoas afetadas; Usuários afetados; Utilizadores afetados; "
                            "Clientes afetados",
        "detected_by": "Detectado por; Detetado por; Descoberto por; Canal",
        "root_cause": "Causa raiz; Causa; Código de resolução; Código de fechamento",
    },
    "changes": {
        "change_id": "Número da mudança; Nº da mudança; ID da mudança; Número da alteração; Código; Número; Nº; Mudança; "
            "ID mudança; Código da mudança; Identificador; Referência; Requisição de mudança; Pedido de alteração; ID da alteração; Nº da alteração; RFC",
        "finished_at": "Término real; Fim real; Data de término real; Implementado em; Data de implementação; Implantado em; "
                       "Data de implantação; Concluído em; Encerrado em; Término planejado; Fim planejado; Fim planeado; "
            "Data de implantação em produção; Data de conclusão; Data de execução; Executado em; Data de entrada em produção; Data de encerramento; Data de fim; Data de término",
        "initiative_id": "Projeto; Número do projeto; Código do projeto; Iniciativa",
        "service": "Serviço; Serviço afetado; Aplicação; Sistema; "
            "Sistema afetado; Aplicação afetada; Item de configuração",
        "type": "Tipo de mudança; Tipo de alteração; Tipo; Categoria", "outcome": "Resultado; Código de fechamento; "
            "Resultado da mudança; Situação final",
    },
    "controls": {
        "control_id": "Número do controle; Número do controlo; Nº do controle; ID do controle; Código; Código do controle; "
                      "Identificador; Número; Nº; "
            "ID controle; ID controlo; ID do controlo; Código do controlo; Nº do controlo; Referência; Ref",
        "name": "Nome do controle; Nome do controlo; Controle; Controlo; Medida; Política; Nome; Título; "
            "Descrição do controle; Medida de segurança; Designação",
        "kind": "Tipo de controle; Tipo de controlo; Tipo",
        "status": "Situação; Estado; Estado de implementação; "
            "Status do controle; Situação do controle; Estado do controlo; Status de implementação",
        "requested_on": "Solicitado em; Data da solicitação; "
            "Data do pedido; Data de solicitação",
        "in_force_on": "Em vigor desde; Vigente desde; Data de vigência; Implementado em; Data de implementação; Implantado em; "
            "Data de implantação; Data de entrada em vigor; Entrada em vigor; Início da vigência; Data de início; Em vigor",
        "class": "Tipo de incidente; Categoria do incidente; Categoria; Tipo de risco; Categoria de risco",
        "technology": "Tecnologia; Tecnologias", "function": "Função; Função NIST",
        "coverage": "Cobertura; % de cobertura; Percentual de cobertura; "
            "Grau de cobertura; Nível de cobertura; % cobertura",
        "frequency_reduction_low": "Redução de frequência mínima", "frequency_reduction_high": "Redução de frequência máxima",
        "loss_reduction_low": "Redução de perda mínima", "loss_reduction_high": "Redução de perda máxima",
        "annual_cost": "Custo anual; Custo por ano; "
            "Custo; Custo anual estimado", "owner": "Responsável; Proprietário; "
            "Dono do controle; Responsável pelo controle; Responsável pelo controlo; Área responsável",
        "last_reviewed": "Última revisão; Revisado em; Revisto em; Data da última revisão; "
            "Data de revisão; Última avaliação; Último teste; Data da última avaliação",
        "review_every_days": "Ciclo de revisão; Frequência de revisão; Revisão a cada dias; "
            "Periodicidade; Periodicidade de revisão",
    },
    "assumptions": {
        "key": "Chave; Premissa; Pressuposto; "
            "Hipótese; Parâmetro; Variável", "value": "Valor; "
            "Valor adotado; Montante", "low": "Mínimo; "
            "Valor mínimo; Limite inferior; Baixo", "high": "Máximo; "
            "Valor máximo; Limite superior; Alto", "unit": "Unidade",
        "owner": "Responsável", "stated_on": "Data; Declarado em", "reason": "Motivo; Razão; Comentário; Justificativa",
        "source": "Fonte", "year": "Ano",
    },
}  # fmt: skip

VALUES: dict[str, dict[str, dict[str, str]]] = {
    "initiatives": {
        "stage": {
            "idea": "Ideia; Proposta; Proposto; Rascunho; Submetido; Solicitado; Em estudo; Em avaliação",
            "approved": "Aprovado; Aprovada; Planejado; Planeado; Planejamento; Planeamento; Em planejamento; A fazer; Não iniciado; "
                        "Autorizado; Previsto; Iniciação",
            "in_flight": "Em andamento; Em execução; Execução; Em curso; Em progresso; Ativo; Ativa; Iniciado; Aberto; "
                         "Em desenvolvimento; Desenvolvimento; Construção; Testes; Em testes; Implantação; Implementação; "
                         "Em implantação; Piloto; Encerramento",
            "on_hold": "Suspenso; Suspensa; Em espera; Em pausa; Pausado; Parado; Bloqueado; Adiado; Paralisado",
            "done": "Concluído; Concluída; Finalizado; Finalizada; Encerrado; Encerrada; Entregue; Fechado; Terminado; Completo; "
                    "Em produção; Feito; Implantado",
            "cancelled": "Cancelado; Cancelada; Anulado; Rejeitado; Abandonado; Descartado; Interrompido",
        },
        "category": {
            "run": "Operação; Operações; Manutenção; Manter; Eficiência; Redução de custos; Sustentação",
            "grow": "Crescimento; Crescer; Receita; Melhoria; Evolução",
            "transform": "Transformação; Inovação; Estratégico; Transformar",
            "mandatory": "Obrigatório; Obrigatória; Regulatório; Regulamentar; Conformidade; Legal e regulatório",
        },
        "security_joined": {
            "design": "Projeto; Concepção; Conceção; Desenho; Desde o início; No desenho; No projeto; Na concepção",
            "build": "Construção; Durante a construção; Desenvolvimento; Em desenvolvimento; Execução",
            "late": "Tardia; Tardio; Tarde; Antes do lançamento; Testes; Após o lançamento; Antes da entrada em produção",
            "not_yet": "Ainda não; Nenhum; Nenhuma; Não; Nunca; Não envolvida",
        },
    },
    "controls": {
        "kind": {"control": "Controle; Controlo; Medida; Técnico; Organizacional; Preventivo; Detectivo",
                 "policy": "Política; Norma; Diretriz; Procedimento", "guardrail": "Proteção; Salvaguarda",
                 "training": "Treinamento; Formação; Capacitação; Conscientização"},
        "status": {"in_force": "Em vigor; Vigente; Ativo; Implementado; Implantado; Operacional; Efetivo",
                   "planned": "Planejado; Planeado; Previsto; Rascunho; Em andamento; Pendente; Proposto; Solicitado",
                   "retired": "Retirado; Revogado; Inativo; Obsoleto; Arquivado; Cancelado"},
        "function": {"govern": "Governar; Governança; Governação", "identify": "Identificar", "protect": "Proteger",
                     "detect": "Detectar; Detetar", "respond": "Responder", "recover": "Recuperar"},
    },
}  # fmt: skip
