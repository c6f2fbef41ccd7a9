import Logging
import Postgres
import PostgresTestSupport
import Testing

/// What the schema itself refuses, whoever writes: for each rule a statement that breaks it alone.
@Suite(.timeLimit(.minutes(5))) struct SchemaTests {
    private static let content = """
        INSERT INTO model (slug, name) VALUES ('a', 'A'), ('b', 'B');
        INSERT INTO model_stage SELECT id, '2024-01-01', 'listed' FROM model;
        INSERT INTO prompt (stream, id, content, source) VALUES (0, '00000000-0000-0000-0000-000000000001', '[]', 'x');
        INSERT INTO response (stream, id, prompt_id, model_id, content)
            VALUES (0, '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', 1, '[]');
        INSERT INTO battle (stream, seq, id, model_a, model_b, outcome, source)
            VALUES (0, 1, '00000000-0000-0000-0000-000000000003', 1, 2, 0, 'simulated');
        INSERT INTO exclusion (stream, seq, battle_seq, kind, reason, actor) VALUES (0, 2, 1, 'exclusion', 'r', 'a');
        """

    private static func battle(_ column: String, _ value: String) -> String {
        var row = [
            "stream": "0", "seq": "9", "id": "gen_random_uuid()", "model_a": "1", "model_b": "2", "outcome": "0",
            "source": "'simulated'",
        ]
        row[column] = value
        let columns = row.sorted { $0.key < $1.key }
        return "INSERT INTO battle (\(columns.map(\.key).joined(separator: ", ")))"
            + " VALUES (\(columns.map(\.value).joined(separator: ", ")))"
    }

    private static func exclusion(_ column: String, _ value: String) -> String {
        var row = [
            "stream": "0", "seq": "9", "battle_seq": "1", "kind": "'exclusion'", "reason": "'r'", "actor": "'a'",
        ]
        row[column] = value
        let columns = row.sorted { $0.key < $1.key }
        return "INSERT INTO exclusion (\(columns.map(\.key).joined(separator: ", ")))"
            + " VALUES (\(columns.map(\.value).joined(separator: ", ")))"
    }

    private static let stranger = "'00000000-0000-0000-0000-0000000000ff'"

    private static let violations: [(String, String)] = [
        ("INSERT INTO model (slug, name) VALUES ('a', 'other')", "model_sample_slug_key"),
        ("INSERT INTO model (slug, name) VALUES ('other', 'A')", "model_sample_name_key"),
        ("INSERT INTO model (slug, name) VALUES ('No Slug', 'C')", "model_slug_check"),
        ("INSERT INTO model (slug, name) VALUES ('c', '')", "model_name_check"),
        ("INSERT INTO model (slug, name, modality) VALUES ('c', 'C', 'smell')", "model_modality_check"),
        ("INSERT INTO model (slug, name, stage) VALUES ('c', 'C', 'famous')", "model_stage_check"),
        ("INSERT INTO model (slug, name, input_price) VALUES ('c', 'C', -1)", "model_input_price_check"),
        ("INSERT INTO model (slug, name, output_price) VALUES ('c', 'C', -1)", "model_output_price_check"),
        ("INSERT INTO model (slug, name, context_tokens) VALUES ('c', 'C', 0)", "model_context_tokens_check"),
        ("INSERT INTO model_stage VALUES (99, now(), 'listed')", "model_stage_model_id_fkey"),
        ("INSERT INTO model_stage VALUES (1, now(), 'famous')", "model_stage_stage_check"),
        ("INSERT INTO model_stage VALUES (1, '2024-01-01', 'retired')", "model_stage_pkey"),
        (
            "INSERT INTO prompt (stream, id, content, source) VALUES (0, gen_random_uuid(), '{}', 'x')",
            "prompt_content_check"
        ),
        ("INSERT INTO prompt SELECT * FROM prompt", "prompt_pkey"),
        ("INSERT INTO response SELECT * FROM response", "response_pkey"),
        (
            "INSERT INTO response SELECT stream, gen_random_uuid(), \(stranger), 1, '[]' FROM response",
            "response_stream_prompt_id_fkey"
        ),
        (
            "INSERT INTO response SELECT stream, gen_random_uuid(), prompt_id, 99, '[]' FROM response",
            "response_model_id_fkey"
        ),
        (
            "INSERT INTO response SELECT stream, gen_random_uuid(), prompt_id, 1, '{}' FROM response",
            "response_content_check"
        ),
        ("INSERT INTO catalogue_head (singleton, revision) VALUES (false, 1)", "catalogue_head_singleton_check"),
        ("INSERT INTO catalogue_head (revision) VALUES (1)", "catalogue_head_pkey"),
        ("UPDATE log_head SET seq = -1", "log_head_seq_check"),
        ("INSERT INTO log_head VALUES (0, 0)", "log_head_pkey"),
        (battle("seq", "0"), "battle_seq_check"),
        (battle("seq", "1"), "battle_pkey"),
        (battle("id", "'00000000-0000-0000-0000-000000000003'"), "battle_id_stream_key"),
        (battle("model_a", "99"), "battle_model_a_fkey"),
        (battle("model_b", "99"), "battle_model_b_fkey"),
        (battle("model_b", "1"), "battle_of_two"),
        (battle("outcome", "4"), "battle_outcome_check"),
        (battle("outcome", "-1"), "battle_outcome_check"),
        (battle("prompt_id", stranger), "battle_stream_prompt_id_fkey"),
        (battle("response_a", stranger), "battle_stream_response_a_fkey"),
        (battle("response_b", stranger), "battle_stream_response_b_fkey"),
        (battle("probability", "0"), "battle_probability_check"),
        (battle("probability", "1.5"), "battle_probability_check"),
        (battle("source", "'rumour'"), "battle_source_check"),
        (battle("source", "'import:'"), "battle_source_check"),
        (battle("source", "'crowd'"), "crowd_battle_is_complete"),
        (exclusion("seq", "2"), "exclusion_pkey"),
        (exclusion("seq", "1"), "exclusion_follows_battle"),
        (exclusion("battle_seq", "5"), "exclusion_stream_battle_seq_fkey"),
        (exclusion("kind", "'whim'"), "exclusion_kind_check"),
        (exclusion("reason", "''"), "exclusion_reason_check"),
        (exclusion("actor", "''"), "exclusion_actor_check"),
        (
            "INSERT INTO ledger_checkpoint (stream, seq, version, fold) VALUES (0, -1, 1, '')",
            "ledger_checkpoint_seq_check"
        ),
        ("INSERT INTO imported_file (digest, records, name) VALUES ('x', 1, 'n')", "imported_file_digest_check"),
        (
            "INSERT INTO imported_file (digest, records, name) VALUES (sha256(''), 0, 'n')",
            "imported_file_records_check"
        ),
        ("INSERT INTO secret (name, value) VALUES ('n', 'short')", "secret_value_check"),
    ]

    @Test func everyRuleIsKept() async throws {
        try await StoreBench.with { bench in
            let connection = try await PostgresConnection.connect(
                configuration: try PostgresConfiguration(connectionString: bench.connectionString),
                logger: StoreBench.logger
            )
            try await connection.execute(script: Self.content)
            for (statement, constraint) in Self.violations {
                let error = await #expect(throws: PostgresError.self, "\(statement)") {
                    try await connection.execute(script: statement)
                }
                #expect(error?.constraintName == constraint, "\(statement)")
            }
            await connection.close()
        }
    }
}
