import ArenaCore
import Postgres
import Ranking

/// A run of log entries as it comes from the database: packed, since folds read millions, and sealed.
struct LogPage {
    private let stream: Stream
    private let after: Int64
    /// The statement that fetches it.
    let statement: PostgresQuery

    /// At most `limit` entries of a stream after `seq`.
    init(of stream: Stream, after seq: Int64, limit: Int) {
        self.stream = stream
        after = seq
        let last = seq + Int64(limit)
        statement = """
            WITH asked AS MATERIALIZED (
                SELECT \(stream.rawValue) AS stream, \(seq) AS after, \(last) AS last
            ), battles AS MATERIALIZED (
                SELECT coalesce(string_agg(
                    int8send(seq) || int4send(model_a) || int4send(model_b) || int2send(outcome), ''
                ), '') AS bytes
                FROM (
                    SELECT seq, model_a, model_b, outcome FROM battle
                    WHERE stream = \(stream.rawValue) AND seq > \(seq) AND seq <= \(last)
                    ORDER BY seq
                ) b
            ), withdrawals AS MATERIALIZED (
                SELECT coalesce(string_agg(
                    int8send(seq) || int4send(model_a) || int4send(model_b) || int2send(outcome)
                    || int8send(battle_seq) || int2send(is_back), ''
                ), '') AS bytes
                FROM (
                    SELECT e.seq, b.model_a, b.model_b, b.outcome, e.battle_seq,
                           (e.kind = 'reinstatement')::int::smallint AS is_back
                    FROM exclusion e JOIN battle b ON b.stream = e.stream AND b.seq = e.battle_seq
                    WHERE e.stream = \(stream.rawValue) AND e.seq > \(seq) AND e.seq <= \(last)
                    ORDER BY e.seq
                ) e
            )
            SELECT b.bytes, w.bytes, sha256(
                int2send(a.stream) || int8send(a.after) || int8send(octet_length(b.bytes)) || b.bytes || w.bytes
            )
            FROM asked a, battles b, withdrawals w
            """
    }

    /// The entries, in order.
    ///
    /// - Throws: `Garbled` when the statement or its answer changed on the way.
    func entries(_ result: PostgresResult) throws -> [LogEntry] {
        let (battles, withdrawals, seal) = try result.single([UInt8].self, [UInt8].self, [UInt8].self)
        let digest = try Seal.digest { seal in
            try seal.add(stream.rawValue)
            try seal.add(after)
            try seal.add(Int64(battles.count))
            seal.add(bytes: battles)
            seal.add(bytes: withdrawals)
        }
        guard digest == seal else { throw Garbled() }
        var entries: [LogEntry] = []
        entries.reserveCapacity(battles.count / 18)
        var first = RecordReader(battles)
        while !first.isAtEnd {
            let (seq, battle) = try Self.battle(from: &first)
            entries.append(LogEntry(seq: seq, event: .battle(battle)))
        }
        guard !withdrawals.isEmpty else { return entries }
        var second = RecordReader(withdrawals)
        while !second.isAtEnd {
            let (seq, battle) = try Self.battle(from: &second)
            let battleSeq = try second.next(Int64.self)
            let isBack = try second.next(Int16.self) != 0
            let event: LogEntry.Event =
                isBack ? .reinstatement(battleSeq: battleSeq, battle) : .exclusion(battleSeq: battleSeq, battle)
            entries.append(LogEntry(seq: seq, event: event))
        }
        return entries.sorted { $0.seq < $1.seq }
    }

    private static func battle(from reader: inout RecordReader) throws -> (seq: Int64, LogEntry.Battle) {
        let seq = try reader.next(Int64.self)
        let modelA = ModelID(rawValue: try reader.next(Int32.self))
        let modelB = ModelID(rawValue: try reader.next(Int32.self))
        let outcome = try StoredOutcome.decoded(try reader.next(Int16.self))
        return (seq, LogEntry.Battle(modelA: modelA, modelB: modelB, outcome: outcome))
    }
}
