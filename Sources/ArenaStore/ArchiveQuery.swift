import ArenaCore
import Foundation
import Postgres

/// A run of log entries with language, tags and styles, packed and sealed as a ``LogPage`` is.
///
/// Battles come grouped by language and tags, each group's named once; responses are looked up by key, one by one.
struct ArchiveQuery {
    private let stream: ArenaCore.Stream
    private let after: Int64
    /// The statement that fetches it.
    let statement: PostgresQuery

    /// What stands between the tags of a battle; no tag holds it.
    static let tagSeparator = "\u{1f}"
    private static let separator: UInt8 = 0x1f

    /// At most `limit` entries of a stream after `seq`, and of them the battles chosen.
    init(of stream: ArenaCore.Stream, after seq: Int64, limit: Int, where choice: ArchiveChoice) {
        self.stream = stream
        after = seq
        let last = seq + Int64(limit)
        statement = """
            WITH asked AS MATERIALIZED (
                SELECT \(stream.rawValue) AS stream, \(seq) AS after
            ), groups AS MATERIALIZED (
                SELECT language, tags, string_agg(
                    int8send(seq) || int4send(model_a) || int4send(model_b) || int2send(outcome)
                    || float8send(coalesce(probability, 0))
                    || CASE WHEN response_a IS NULL OR response_b IS NULL THEN '\\x0000'::bytea ELSE
                        coalesce('\\x0001'::bytea || \(Self.style(of: "response_a")) || \(Self.style(of: "response_b")), '\\x0000')
                    END, ''
                ) AS bytes
                FROM battle b
                WHERE stream = \(stream.rawValue) AND seq > \(seq) AND seq <= \(last)\(Self.condition(choice))
                GROUP BY language, tags
            ), named AS MATERIALIZED (
                SELECT convert_to(coalesce(language, ''), 'UTF8') AS language,
                       convert_to(array_to_string(tags, chr(31)), 'UTF8') AS tags, bytes
                FROM groups
            ), battles AS MATERIALIZED (
                SELECT coalesce(string_agg(
                    int4send(octet_length(language)) || language || int4send(octet_length(tags)) || tags
                    || int4send(octet_length(bytes)) || bytes, '' ORDER BY language, tags
                ), '') AS bytes
                FROM named
            ), withdrawals AS MATERIALIZED (
                SELECT coalesce(string_agg(
                    int8send(battle_seq) || int2send((kind = 'reinstatement')::int::smallint), '' ORDER BY seq
                ), '') AS bytes
                FROM exclusion
                WHERE stream = \(stream.rawValue) AND seq > \(seq) AND seq <= \(last)
            )
            SELECT b.bytes, w.bytes, sha256(
                int2send(q.stream) || int8send(q.after) || int8send(octet_length(b.bytes)) || b.bytes || w.bytes
            )
            FROM asked q, battles b, withdrawals w
            """
    }

    /// The page.
    ///
    /// - Throws: `Garbled` when the statement or its answer changed on the way.
    func page(_ result: PostgresResult) throws -> ArchivePage {
        let (battles, withdrawals, seal) = try result.single([UInt8].self, [UInt8].self, [UInt8].self)
        let digest = try Seal.digest { seal in
            try seal.add(stream.rawValue)
            try seal.add(after)
            try seal.add(Int64(battles.count))
            seal.add(bytes: battles)
            seal.add(bytes: withdrawals)
        }
        guard digest == seal else { throw Garbled() }
        let groups = try Self.groups(battles)
        return ArchivePage(
            traits: groups.traits,
            battles: groups.battles,
            withdrawals: try Self.withdrawals(withdrawals)
        )
    }

    /// The style of a response, NULL where it is not known.
    private static func style(of response: PostgresQuery) -> PostgresQuery {
        """
        (SELECT int4send(style[1]) || int4send(style[2]) || int4send(style[3]) || int4send(style[4])
            FROM response r WHERE r.stream = b.stream AND r.id = b.\(response))
        """
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

    /// The battles, which come in groups of equal traits, in their order.
    private static func groups(_ bytes: [UInt8]) throws -> (traits: [Traits], battles: [ArchivePage.Battle]) {
        var traits: [Traits] = []
        var battles: [ArchivePage.Battle] = []
        battles.reserveCapacity(bytes.count / 28)
        var reader = RecordReader(bytes)
        while !reader.isAtEnd {
            let language = String(decoding: try reader.next(count: Int(try reader.next(Int32.self))), as: UTF8.self)
            let tags = try reader.next(count: Int(try reader.next(Int32.self)))
            let end = reader.left - Int(try reader.next(Int32.self)) - 4
            guard end >= 0 else { throw Garbled() }
            while reader.left > end { battles.append(try battle(&reader, of: traits.count)) }
            traits.append(
                Traits(
                    language: language.isEmpty ? nil : language,
                    tags: tags.split(separator: separator).map { String(decoding: $0, as: UTF8.self) }
                )
            )
        }
        return (traits, battles.sorted { $0.seq < $1.seq })
    }

    private static func battle(_ reader: inout RecordReader, of traits: Int) throws -> ArchivePage.Battle {
        let seq = try reader.next(Int64.self)
        let modelA = ModelID(rawValue: try reader.next(Int32.self))
        let modelB = ModelID(rawValue: try reader.next(Int32.self))
        let outcome = try StoredOutcome.decoded(try reader.next(Int16.self))
        let probability = Double(bitPattern: try reader.next(UInt64.self))
        let hasStyles = try reader.next(Int16.self) != 0
        return ArchivePage.Battle(
            seq: seq,
            battle: LogEntry.Battle(modelA: modelA, modelB: modelB, outcome: outcome),
            traits: traits,
            styles: hasStyles ? ArchivePage.Styles(a: try style(&reader), b: try style(&reader)) : nil,
            probability: probability > 0 ? probability : nil
        )
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
