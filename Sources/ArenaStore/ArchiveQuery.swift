import ArenaCore
import Foundation
import Postgres

/// A run of log entries with language, tags and styles, packed and sealed as a ``LogPage`` is.
struct ArchiveQuery {
    private let stream: ArenaCore.Stream
    private let after: Int64
    /// The statement that fetches it.
    let statement: PostgresQuery

    /// What stands between the tags of a battle; no tag holds it.
    private static let separator: UInt8 = 0x1f

    /// At most `limit` entries of a stream after `seq`, and of them the battles chosen.
    init(of stream: ArenaCore.Stream, after seq: Int64, limit: Int, where choice: ArchiveChoice) {
        self.stream = stream
        after = seq
        let last = seq + Int64(limit)
        statement = """
            WITH asked AS MATERIALIZED (
                SELECT \(stream.rawValue) AS stream, \(seq) AS after
            ), chosen AS MATERIALIZED (
                SELECT seq, model_a, model_b, outcome, response_a, response_b, probability,
                       coalesce(language, '') AS language, array_to_string(tags, chr(31)) AS tags
                FROM battle
                WHERE stream = \(stream.rawValue) AND seq > \(seq) AND seq <= \(last)\(Self.condition(choice))
            ), traits AS MATERIALIZED (
                SELECT language, tags, (row_number() OVER (ORDER BY language, tags) - 1)::integer AS number
                FROM (SELECT DISTINCT language, tags FROM chosen) d
            ), battles AS MATERIALIZED (
                SELECT coalesce(string_agg(
                    int8send(c.seq) || int4send(c.model_a) || int4send(c.model_b) || int2send(c.outcome)
                    || int4send(t.number) || float8send(coalesce(c.probability, 0))
                    || CASE WHEN a.style IS NULL OR b.style IS NULL THEN '\\x0000'::bytea ELSE
                        '\\x0001'::bytea || int4send(a.style[1]) || int4send(a.style[2]) || int4send(a.style[3])
                        || int4send(a.style[4]) || int4send(b.style[1]) || int4send(b.style[2]) || int4send(b.style[3])
                        || int4send(b.style[4]) END,
                    '' ORDER BY c.seq
                ), '') AS bytes
                FROM chosen c
                JOIN traits t ON t.language = c.language AND t.tags = c.tags
                LEFT JOIN response a ON a.stream = \(stream.rawValue) AND a.id = c.response_a
                LEFT JOIN response b ON b.stream = \(stream.rawValue) AND b.id = c.response_b
            ), named AS MATERIALIZED (
                SELECT coalesce(string_agg(
                    int4send(octet_length(language)) || convert_to(language, 'UTF8')
                    || int4send(octet_length(tags)) || convert_to(tags, 'UTF8'), '' ORDER BY number
                ), '') AS bytes
                FROM traits
            ), withdrawals AS MATERIALIZED (
                SELECT coalesce(string_agg(
                    int8send(battle_seq) || int2send((kind = 'reinstatement')::int::smallint), '' ORDER BY seq
                ), '') AS bytes
                FROM exclusion
                WHERE stream = \(stream.rawValue) AND seq > \(seq) AND seq <= \(last)
            )
            SELECT n.bytes, b.bytes, w.bytes, sha256(
                int2send(q.stream) || int8send(q.after) || int8send(octet_length(n.bytes))
                || int8send(octet_length(b.bytes)) || n.bytes || b.bytes || w.bytes
            )
            FROM asked q, named n, battles b, withdrawals w
            """
    }

    /// The page.
    ///
    /// - Throws: `Garbled` when the statement or its answer changed on the way.
    func page(_ result: PostgresResult) throws -> ArchivePage {
        let (named, battles, withdrawals, seal) = try result.single(
            [UInt8].self,
            [UInt8].self,
            [UInt8].self,
            [UInt8].self
        )
        let digest = try Seal.digest { seal in
            try seal.add(stream.rawValue)
            try seal.add(after)
            try seal.add(Int64(named.count))
            try seal.add(Int64(battles.count))
            seal.add(bytes: named)
            seal.add(bytes: battles)
            seal.add(bytes: withdrawals)
        }
        guard digest == seal else { throw Garbled() }
        return ArchivePage(
            traits: try Self.traits(named),
            battles: try Self.battles(battles),
            withdrawals: try Self.withdrawals(withdrawals)
        )
    }

    private static func condition(_ choice: ArchiveChoice) -> PostgresQuery {
        var condition: PostgresQuery = ""
        if let since = choice.since { condition = "\(condition) AND voted_at >= \(since)" }
        if let until = choice.until { condition = "\(condition) AND voted_at < \(until)" }
        if !choice.voters.isEmpty { condition = "\(condition) AND voter = ANY (\(choice.voters.map(\.uuid)))" }
        if !choice.withoutVoters.isEmpty {
            let voters = choice.withoutVoters.map(\.uuid)
            condition = "\(condition) AND (voter IS NULL OR voter <> ALL (\(voters)))"
        }
        return condition
    }

    private static func traits(_ bytes: [UInt8]) throws -> [Traits] {
        var traits: [Traits] = []
        var reader = RecordReader(bytes)
        while !reader.isAtEnd {
            let language = String(decoding: try reader.next(count: Int(try reader.next(Int32.self))), as: UTF8.self)
            let tags = try reader.next(count: Int(try reader.next(Int32.self)))
            traits.append(
                Traits(
                    language: language.isEmpty ? nil : language,
                    tags: tags.split(separator: separator).map { String(decoding: $0, as: UTF8.self) }
                )
            )
        }
        return traits
    }

    private static func battles(_ bytes: [UInt8]) throws -> [ArchivePage.Battle] {
        var battles: [ArchivePage.Battle] = []
        battles.reserveCapacity(bytes.count / 24)
        var reader = RecordReader(bytes)
        while !reader.isAtEnd {
            let seq = try reader.next(Int64.self)
            let modelA = ModelID(rawValue: try reader.next(Int32.self))
            let modelB = ModelID(rawValue: try reader.next(Int32.self))
            let outcome = try StoredOutcome.decoded(try reader.next(Int16.self))
            let traits = Int(try reader.next(Int32.self))
            let probability = Double(bitPattern: try reader.next(UInt64.self))
            let hasStyles = try reader.next(Int16.self) != 0
            battles.append(
                ArchivePage.Battle(
                    seq: seq,
                    battle: LogEntry.Battle(modelA: modelA, modelB: modelB, outcome: outcome),
                    traits: traits,
                    styles: hasStyles ? ArchivePage.Styles(a: try style(&reader), b: try style(&reader)) : nil,
                    probability: probability > 0 ? probability : nil
                )
            )
        }
        return battles
    }

    private static func style(_ reader: inout RecordReader) throws -> ResponseStyle {
        ResponseStyle(
            length: try reader.next(),
            headers: try reader.next(),
            lists: try reader.next(),
            bold: try reader.next()
        )
    }

    private static func withdrawals(_ bytes: [UInt8]) throws -> [ArchivePage.Withdrawal] {
        var withdrawals: [ArchivePage.Withdrawal] = []
        var reader = RecordReader(bytes)
        while !reader.isAtEnd {
            let seq = try reader.next(Int64.self)
            let isBack = try reader.next(Int16.self) != 0
            withdrawals.append(ArchivePage.Withdrawal(battleSeq: seq, isReinstatement: isBack))
        }
        return withdrawals
    }
}
