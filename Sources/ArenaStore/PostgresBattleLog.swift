public import ArenaCore
public import Postgres
import Ranking

/// The battle log in Postgres.
public struct PostgresBattleLog: BattleLog {
    /// How long the database may be silent in the middle of a batch before it is written over another connection.
    static let silenceLimit = Duration.seconds(2)

    private let exchange: LogExchange

    /// A log in the database of `pool`.
    public init(pool: PostgresPool) {
        exchange = LogExchange(pool: pool)
    }

    /// Appends the battles that are not there yet, in one transaction that holds the stream's head, and one round trip.
    public func append(_ battles: [NewBattle], to stream: Stream) async throws -> [AppendResult] {
        guard !battles.isEmpty else { return [] }
        let batch = try BattleBatch(battles, in: stream)
        return try await exchange.run(writes: true) { connection in
            // The lock comes first and in a statement of its own: whoever holds it sees every battle committed before,
            // and nobody can commit one behind its back. The statements are one transaction, committed with their answer.
            func send() async throws -> [PostgresResult] {
                try await connection.pipeline(
                    [LogHead.locking(stream), batch.statement],
                    silenceLimit: Self.silenceLimit
                )
            }
            var answers = try await send()
            if answers[0].rows.isEmpty {
                try await LogHead.make(stream, on: connection)
                answers = try await send()
            }
            return try batch.results(answers[1])
        }
    }

    /// Appends exclusions or reinstatements, in one transaction that holds the stream's head.
    public func append(_ withdrawals: [Withdrawal], to stream: Stream) async throws {
        guard !withdrawals.isEmpty else { return }
        let batch = try WithdrawalBatch(withdrawals, in: stream)
        try await exchange.run(writes: true) { connection in
            try await connection.withTransaction { connection in
                _ = try await LogHead.lock(stream, on: connection)
                // Checked before the commit: a batch that names an unknown battle leaves nothing.
                try batch.check(try await connection.query(batch.statement))
            }
        }
    }

    /// The last seq of every stream and the catalogue's revision, in one small query.
    public func heads() async throws -> LogHeads {
        try await exchange.run(writes: false) { connection in
            let (revision, packed, seal) = try await connection.query(
                """
                SELECT c.revision, h.bytes, sha256(int8send(c.revision) || h.bytes)
                FROM catalogue_head c, (
                    SELECT coalesce(string_agg(int2send(stream) || int8send(seq), ''), '') AS bytes FROM log_head
                ) h
                """
            ).single(Int64.self, [UInt8].self, [UInt8].self)
            let digest = try Seal.digest { seal in
                try seal.add(revision)
                seal.add(bytes: packed)
            }
            guard digest == seal else { throw Garbled() }
            var positions: [Stream: Int64] = [:]
            var reader = RecordReader(packed)
            while !reader.isAtEnd {
                let stream = Stream(rawValue: try reader.next(Int16.self))
                positions[stream] = try reader.next(Int64.self)
            }
            return LogHeads(positions: positions, catalogueRevision: revision)
        }
    }

    /// At most `limit` entries of `stream` after `seq`, in order.
    public func entries(of stream: Stream, after seq: Int64, limit: Int) async throws -> [LogEntry] {
        let page = LogPage(of: stream, after: seq, limit: limit)
        return try await exchange.run(writes: false) { connection in
            try page.entries(try await connection.query(page.statement))
        }
    }

    /// The outcome recorded for a battle, when it was recorded.
    public func recordedOutcome(of battle: Identifier<Battle>, in stream: Stream) async throws -> RecordedOutcome? {
        try await exchange.run(writes: false) { connection in
            let answer = try await connection.query(
                """
                SELECT seq, outcome, sha256(uuid_send(id) || int2send(stream) || int8send(seq) || int2send(outcome))
                FROM (SELECT * FROM battle WHERE id = \(battle.uuid) OFFSET 0) b WHERE stream = \(stream.rawValue)
                """
            ).first(Int64.self, Int16.self, [UInt8].self)
            guard let (seq, outcome, seal) = answer else { return nil }
            let digest = try Seal.digest { seal in
                try seal.add(battle.uuid)
                try seal.add(stream.rawValue)
                try seal.add(seq)
                try seal.add(outcome)
            }
            guard digest == seal else { throw Garbled() }
            return RecordedOutcome(seq: seq, outcome: try StoredOutcome.decoded(outcome))
        }
    }
}
