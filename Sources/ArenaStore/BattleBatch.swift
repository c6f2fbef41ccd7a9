import ArenaCore
import Postgres
import Ranking

/// A batch of battles on its way into the log, and what the database says of each.
///
/// One statement writes those that are not there yet, numbers them, moves the stream's head and answers for all of them. It
/// changes nothing unless every parameter arrived as it was sent, and its answer carries a digest over what was asked
/// and what is answered. It writes the head also when all battles are there already: what is answered then stands behind
/// a commit of its own, flushed and replicated as the server is set to do, whatever became of the wait of whoever wrote them.
///
/// It looks up what the battles refer to, all at once, and locks it as a foreign key does; see ``ForeignKeys``. A response must
/// also be of the model and to the prompt that the battle names. A battle that refers to anything else is left out.
///
/// Each battle is looked up by its key, one by one: the planner, which makes the plan when tables are small or have just been
/// filled, must not come to read them whole; see also ``LogHead/locking(_:)``. `OFFSET 0` hides the stream from it, by which
/// it could as well walk along the log.
struct BattleBatch {
    let battles: [NewBattle]
    private let digest: [UInt8]
    /// The statement; run it in the transaction, and after the statement, that locked the stream's head: it then sees every
    /// battle committed before.
    let statement: PostgresQuery

    init(_ battles: [NewBattle], in stream: Stream) throws {
        self.battles = battles
        var seal = Seal()
        let seat = try seal.sent(stream.rawValue)
        let id = try seal.sent(battles.map(\.id.uuid))
        let modelA = try seal.sent(battles.map(\.modelA.rawValue))
        let modelB = try seal.sent(battles.map(\.modelB.rawValue))
        let outcome = try seal.sent(battles.map { Int16($0.outcome.rawValue) })
        let prompt = try seal.sent(battles.map { $0.prompt?.uuid })
        let responseA = try seal.sent(battles.map { $0.responseA?.uuid })
        let responseB = try seal.sent(battles.map { $0.responseB?.uuid })
        let voter = try seal.sent(battles.map { $0.voter?.uuid })
        let network = try seal.sent(battles.map { $0.network?.uuid })
        let policy = try seal.sent(battles.map { $0.policy.map(String.init) })
        let probability = try seal.sent(battles.map(\.probability))
        let servedAt = try seal.sent(battles.map(\.servedAt))
        let votedAt = try seal.sent(battles.map(\.votedAt))
        let language = try seal.sent(battles.map(\.language))
        let tags = try seal.sent(battles.map { $0.tags?.joined(separator: ArchiveQuery.tagSeparator) })
        let source = try seal.sent(battles.map(\.source.label))
        digest = seal.digest
        statement = """
            WITH sent AS MATERIALIZED (
                SELECT \(digest) AS digest, \(seat) AS stream, \(id) AS id, \(modelA) AS model_a, \(modelB) AS model_b,
                       \(outcome) AS outcome, \(prompt) AS prompt_id, \(responseA) AS response_a, \(responseB) AS response_b,
                       \(voter) AS voter, \(network) AS network, \(policy) AS policy, \(probability) AS probability,
                       \(servedAt) AS served_at, \(votedAt) AS voted_at, \(language) AS language, \(tags) AS tags,
                       \(source) AS source
            ), given AS MATERIALIZED (
                SELECT s.stream, n.*
                FROM sent s CROSS JOIN LATERAL unnest(
                    s.id, s.model_a, s.model_b, s.outcome, s.prompt_id, s.response_a, s.response_b, s.voter, s.network,
                    s.policy, s.probability, s.served_at, s.voted_at, s.language, s.tags, s.source
                ) WITH ORDINALITY AS n (
                    id, model_a, model_b, outcome, prompt_id, response_a, response_b, voter, network,
                    policy, probability, served_at, voted_at, language, tags, source, place
                )
                WHERE s.digest = sha256(
                    int2send(s.stream) || array_send(s.id) || array_send(s.model_a) || array_send(s.model_b)
                    || array_send(s.outcome) || array_send(s.prompt_id) || array_send(s.response_a)
                    || array_send(s.response_b) || array_send(s.voter) || array_send(s.network)
                    || array_send(s.policy) || array_send(s.probability) || array_send(s.served_at)
                    || array_send(s.voted_at) || array_send(s.language) || array_send(s.tags) || array_send(s.source)
                )
            ), present AS MATERIALIZED (
                SELECT g.place, b.seq, b.outcome
                FROM given g CROSS JOIN LATERAL (
                    SELECT stream, seq, outcome FROM battle WHERE battle.id = g.id OFFSET 0
                ) b
                WHERE b.stream = g.stream
            ), found AS MATERIALIZED (
                SELECT g.place, p.language, p.tags
                FROM given g
                LEFT JOIN LATERAL (
                    SELECT model_id, prompt_id FROM response
                    WHERE response.id = g.response_a AND response.stream = g.stream FOR KEY SHARE
                ) a ON true
                LEFT JOIN LATERAL (
                    SELECT model_id, prompt_id FROM response
                    WHERE response.id = g.response_b AND response.stream = g.stream FOR KEY SHARE
                ) b ON true
                LEFT JOIN LATERAL (
                    SELECT id, language, tags FROM prompt
                    WHERE prompt.id = g.prompt_id AND prompt.stream = g.stream FOR KEY SHARE
                ) p ON true
                LEFT JOIN LATERAL (
                    SELECT id FROM model WHERE g.response_a IS NULL AND model.id = g.model_a FOR KEY SHARE
                ) ma ON true
                LEFT JOIN LATERAL (
                    SELECT id FROM model WHERE g.response_b IS NULL AND model.id = g.model_b FOR KEY SHARE
                ) mb ON true
                WHERE coalesce(a.model_id, ma.id) = g.model_a AND coalesce(b.model_id, mb.id) = g.model_b
                  AND (g.response_a IS NULL OR a.prompt_id = g.prompt_id)
                  AND (g.response_b IS NULL OR b.prompt_id = g.prompt_id)
                  AND (g.prompt_id IS NULL OR p.id IS NOT NULL)
                  AND NOT EXISTS (SELECT FROM present WHERE present.place = g.place)
            ), added AS (
                INSERT INTO battle (stream, seq, id, model_a, model_b, outcome, prompt_id, response_a, response_b, voter,
                                    network, policy, probability, served_at, voted_at, language, tags, source)
                SELECT g.stream, h.seq + row_number() OVER (ORDER BY g.place), g.id, g.model_a, g.model_b, g.outcome,
                       g.prompt_id, g.response_a, g.response_b, g.voter, g.network, g.policy, g.probability,
                       g.served_at, g.voted_at,
                       CASE WHEN g.tags IS NULL THEN coalesce(g.language, f.language) ELSE g.language END,
                       coalesce(string_to_array(g.tags, chr(31)), f.tags, '{}'), g.source
                FROM given g JOIN found f ON f.place = g.place JOIN log_head h ON h.stream = g.stream
                RETURNING id, seq, outcome
            ), moved AS (
                UPDATE log_head h SET seq = h.seq + n.count
                FROM (SELECT count(*) AS count FROM added) n, sent s
                WHERE h.stream = s.stream
            ), answer AS MATERIALIZED (
                SELECT array_agg(coalesce(a.seq, p.seq) ORDER BY g.place) AS seqs,
                       array_agg(coalesce(a.outcome, p.outcome) ORDER BY g.place) AS outcomes,
                       array_agg(a.seq IS NOT NULL ORDER BY g.place) AS added
                FROM given g LEFT JOIN added a ON a.id = g.id LEFT JOIN present p ON p.place = g.place
            )
            SELECT seqs, outcomes, added,
                   sha256(s.digest || array_send(seqs) || array_send(outcomes) || array_send(added))
            FROM answer, sent s
            """
    }

    /// What became of each battle, in order.
    ///
    /// - Throws: `Garbled` when the statement or its answer changed on the way.
    func results(_ result: PostgresResult) throws -> [AppendResult] {
        let (seqs, outcomes, added, seal) = try result.single(
            [Int64?]?.self,
            [Int16?]?.self,
            [Bool]?.self,
            [UInt8]?.self
        )
        guard let seqs, let outcomes, let added, seqs.count == battles.count, outcomes.count == battles.count,
            added.count == battles.count
        else { throw Garbled() }
        let expected = try Seal.digest { seal in
            seal.add(bytes: digest)
            try seal.add(seqs)
            try seal.add(outcomes)
            try seal.add(added)
        }
        guard expected == seal else { throw Garbled() }
        return try battles.indices.map { place in
            guard let seq = seqs[place], let outcome = outcomes[place] else { return .dangling }
            if added[place] { return .appended(seq: seq) }
            return .present(RecordedOutcome(seq: seq, outcome: try StoredOutcome.decoded(outcome)))
        }
    }
}
