public import ArenaCore
import struct Foundation.UUID
public import Postgres
import Ranking

/// The battle log in Postgres.
public struct PostgresBattleLog: BattleLog {
    private let pool: PostgresPool

    /// A log in the database of `pool`.
    public init(pool: PostgresPool) {
        self.pool = pool
    }

    /// Appends the battles that are not there yet, in one transaction that holds the stream's head.
    public func append(_ battles: [NewBattle], to stream: Stream) async throws -> [AppendResult] {
        guard !battles.isEmpty else { return [] }
        return try await StoreError.translating {
            try await pool.withTransaction { connection in
                // The lock comes first: whoever holds it sees every battle committed before, and nobody can commit
                // one behind its back.
                let last = try await LogHead.lock(stream, on: connection)
                let present = try await recorded(battles.map(\.id), in: stream, on: connection)
                let missing = battles.filter { present[$0.id] == nil }
                var results: [Identifier<Battle>: AppendResult] = present.mapValues(AppendResult.present)
                if !missing.isEmpty {
                    for (offset, battle) in missing.enumerated() {
                        results[battle.id] = .appended(seq: last + Int64(offset) + 1)
                    }
                    _ = try await connection.pipeline([
                        insertion(of: missing, after: last, in: stream),
                        LogHead.advance(stream, to: last + Int64(missing.count)),
                    ])
                }
                return try battles.map { battle in
                    guard let result = results[battle.id] else {
                        throw ArenaError(.corrupt, "A battle of the batch was neither written nor found.")
                    }
                    return result
                }
            }
        }
    }

    /// Appends exclusions or reinstatements, in one transaction that holds the stream's head.
    public func append(_ withdrawals: [Withdrawal], to stream: Stream) async throws {
        guard !withdrawals.isEmpty else { return }
        try await StoreError.translating {
            try await pool.withTransaction { connection in
                let last = try await LogHead.lock(stream, on: connection)
                let present = try await recorded(withdrawals.map(\.battle), in: stream, on: connection)
                var statements: [PostgresQuery] = []
                for (offset, withdrawal) in withdrawals.enumerated() {
                    guard let battle = present[withdrawal.battle] else {
                        throw ArenaError(.notFound, "There is no battle \(withdrawal.battle) in the log.")
                    }
                    statements.append(
                        """
                        INSERT INTO exclusion (stream, seq, battle_seq, kind, reason, test, statistic, actor)
                        VALUES (\(stream.rawValue), \(last + Int64(offset) + 1), \(battle.seq), \(withdrawal.kind.rawValue),
                                \(withdrawal.reason), \(withdrawal.test), \(withdrawal.statistic), \(withdrawal.actor))
                        """
                    )
                }
                statements.append(LogHead.advance(stream, to: last + Int64(withdrawals.count)))
                _ = try await connection.pipeline(statements)
            }
        }
    }

    /// The last seq of every stream and the catalogue's revision, in one small query.
    public func heads() async throws -> LogHeads {
        try await StoreError.translating {
            let result = try await pool.query(
                """
                SELECT h.stream, h.seq, c.revision FROM catalogue_head c LEFT JOIN log_head h ON true
                """
            )
            var positions: [Stream: Int64] = [:]
            var revision: Int64 = 0
            for row in result.rows {
                let (stream, seq, current) = try row.decode(Int16?.self, Int64?.self, Int64.self)
                if let stream, let seq { positions[Stream(rawValue: stream)] = seq }
                revision = current
            }
            return LogHeads(positions: positions, catalogueRevision: revision)
        }
    }

    /// At most `limit` entries of `stream` after `seq`, in order.
    public func entries(of stream: Stream, after seq: Int64, limit: Int) async throws -> [LogEntry] {
        let last = seq + Int64(limit)
        return try await StoreError.translating {
            let result = try await pool.query(
                """
                SELECT seq, NULL::text AS kind, NULL::bigint AS battle_seq, model_a, model_b, outcome
                FROM battle WHERE stream = \(stream.rawValue) AND seq > \(seq) AND seq <= \(last)
                UNION ALL
                SELECT e.seq, e.kind, e.battle_seq, b.model_a, b.model_b, b.outcome
                FROM exclusion e JOIN battle b ON b.stream = e.stream AND b.seq = e.battle_seq
                WHERE e.stream = \(stream.rawValue) AND e.seq > \(seq) AND e.seq <= \(last)
                ORDER BY seq
                """
            )
            return try result.rows.map(entry)
        }
    }

    /// The outcome recorded for a battle, when it was recorded.
    public func recordedOutcome(of battle: Identifier<Battle>, in stream: Stream) async throws -> RecordedOutcome? {
        try await StoreError.translating {
            try await pool.withConnection { connection in
                try await recorded([battle], in: stream, on: connection)[battle]
            }
        }
    }

    private func recorded(
        _ battles: [Identifier<Battle>],
        in stream: Stream,
        on connection: PostgresConnection
    ) async throws -> [Identifier<Battle>: RecordedOutcome] {
        let result = try await connection.query(
            """
            SELECT id, seq, outcome FROM battle WHERE stream = \(stream.rawValue) AND id = ANY (\(battles.map(\.uuid)))
            """
        )
        return try recorded(result)
    }

    private func recorded(_ result: PostgresResult) throws -> [Identifier<Battle>: RecordedOutcome] {
        var found: [Identifier<Battle>: RecordedOutcome] = [:]
        for row in result.rows {
            let (id, seq, outcome) = try row.decode(UUID.self, Int64.self, Int16.self)
            found[Identifier(uuid: id)] = RecordedOutcome(seq: seq, outcome: try self.outcome(outcome))
        }
        return found
    }

    private func insertion(of battles: [NewBattle], after last: Int64, in stream: Stream) -> PostgresQuery {
        """
        INSERT INTO battle (stream, seq, id, model_a, model_b, outcome, prompt_id, response_a, response_b, voter, network,
                            policy, probability, served_at, voted_at, language, source)
        SELECT \(stream.rawValue), \(last) + n.place, n.id, n.model_a, n.model_b, n.outcome, n.prompt_id, n.response_a,
               n.response_b, n.voter, n.network, n.policy, n.probability, n.served_at, n.voted_at,
               coalesce(n.language, p.language), n.source
        FROM unnest(\(battles.map(\.id.uuid)), \(battles.map(\.modelA.rawValue)), \(battles.map(\.modelB.rawValue)),
                    \(battles.map { Int16($0.outcome.rawValue) }), \(battles.map { $0.prompt?.uuid }),
                    \(battles.map { $0.responseA?.uuid }), \(battles.map { $0.responseB?.uuid }),
                    \(battles.map { $0.voter?.uuid }), \(battles.map { $0.network?.uuid }),
                    \(battles.map { $0.policy.map(String.init) }), \(battles.map(\.probability)),
                    \(battles.map(\.servedAt)), \(battles.map(\.votedAt)), \(battles.map(\.language)),
                    \(battles.map(\.source.label)))
             WITH ORDINALITY AS n (id, model_a, model_b, outcome, prompt_id, response_a, response_b, voter, network,
                                   policy, probability, served_at, voted_at, language, source, place)
        LEFT JOIN prompt p ON p.stream = \(stream.rawValue) AND p.id = n.prompt_id
        """
    }

    private func entry(_ row: PostgresRow) throws -> LogEntry {
        let (seq, kind, battleSeq, modelA, modelB, outcome) = try row.decode(
            Int64.self,
            String?.self,
            Int64?.self,
            Int32.self,
            Int32.self,
            Int16.self
        )
        let battle = LogEntry.Battle(
            modelA: ModelID(rawValue: modelA),
            modelB: ModelID(rawValue: modelB),
            outcome: try self.outcome(outcome)
        )
        switch (kind.flatMap(Withdrawal.Kind.init), battleSeq) {
        case (.exclusion?, let battleSeq?):
            return LogEntry(seq: seq, event: .exclusion(battleSeq: battleSeq, battle))
        case (.reinstatement?, let battleSeq?):
            return LogEntry(seq: seq, event: .reinstatement(battleSeq: battleSeq, battle))
        default:
            return LogEntry(seq: seq, event: .battle(battle))
        }
    }

    private func outcome(_ stored: Int16) throws -> Outcome {
        guard let outcome = UInt8(exactly: stored).flatMap(Outcome.init(rawValue:)) else {
            throw ArenaError(.corrupt, "The battle log holds the outcome \(stored), which this version does not know.")
        }
        return outcome
    }
}
