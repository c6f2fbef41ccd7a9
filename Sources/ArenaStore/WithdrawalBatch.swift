import ArenaCore
import struct Foundation.UUID
import Postgres

/// Exclusions and reinstatements on their way into the log; as with ``BattleBatch``, what was garbled on the way changes nothing.
struct WithdrawalBatch {
    private let withdrawals: [Withdrawal]
    private let digest: [UInt8]
    /// The statement; run it in the transaction, and after the statement, that locked the stream's head.
    let statement: PostgresQuery

    init(_ withdrawals: [Withdrawal], in stream: Stream) throws {
        self.withdrawals = withdrawals
        var seal = Seal()
        let seat = try seal.sent(stream.rawValue)
        let battle = try seal.sent(withdrawals.map(\.battle.uuid))
        let kind = try seal.sent(withdrawals.map(\.kind.rawValue))
        let reason = try seal.sent(withdrawals.map(\.reason))
        let test = try seal.sent(withdrawals.map(\.test))
        let statistic = try seal.sent(withdrawals.map(\.statistic))
        let actor = try seal.sent(withdrawals.map(\.actor))
        digest = seal.digest
        statement = """
            WITH sent AS MATERIALIZED (
                SELECT \(digest) AS digest, \(seat) AS stream, \(battle) AS battle, \(kind) AS kind,
                       \(reason) AS reason, \(test) AS test, \(statistic) AS statistic, \(actor) AS actor
            ), given AS MATERIALIZED (
                SELECT s.stream, n.*
                FROM sent s CROSS JOIN LATERAL unnest(s.battle, s.kind, s.reason, s.test, s.statistic, s.actor)
                     WITH ORDINALITY AS n (battle, kind, reason, test, statistic, actor, place)
                WHERE s.digest = sha256(
                    int2send(s.stream) || array_send(s.battle) || array_send(s.kind) || array_send(s.reason)
                    || array_send(s.test) || array_send(s.statistic) || array_send(s.actor)
                )
            ), found AS MATERIALIZED (
                SELECT g.*, b.seq AS battle_seq
                FROM given g CROSS JOIN LATERAL (
                    SELECT stream, seq FROM battle WHERE battle.id = g.battle FOR KEY SHARE
                ) b
                WHERE b.stream = g.stream
            ), added AS (
                INSERT INTO exclusion (stream, seq, battle_seq, kind, reason, test, statistic, actor)
                SELECT f.stream, h.seq + row_number() OVER (ORDER BY f.place), f.battle_seq, f.kind, f.reason, f.test,
                       f.statistic, f.actor
                FROM found f JOIN log_head h ON h.stream = f.stream
                RETURNING seq
            ), moved AS (
                UPDATE log_head h SET seq = h.seq + n.count
                FROM (SELECT count(*) AS count FROM added) n, sent s
                WHERE h.stream = s.stream AND n.count > 0
            )
            SELECT (SELECT count(*) FROM given), (SELECT count(*) FROM added),
                   (SELECT array_agg(battle) FROM given g WHERE NOT EXISTS (SELECT FROM found f WHERE f.place = g.place))
            """
    }

    /// Whether all of them are about battles of the stream.
    ///
    /// - Throws: `ArenaError` with `.notFound` for the first that is not; `Garbled` when the statement changed on the way.
    func check(_ result: PostgresResult) throws {
        let (given, added, unknown) = try result.single(Int64.self, Int64.self, [UUID]?.self)
        guard Int(given) == withdrawals.count else { throw Garbled() }
        if let battle = unknown?.first {
            throw ArenaError(.notFound, "There is no battle \(Identifier<Battle>(uuid: battle)) in the log.")
        }
        guard added == given else { throw Garbled() }
    }
}
