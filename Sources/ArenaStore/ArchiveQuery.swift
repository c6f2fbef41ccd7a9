import ArenaCore
import Foundation
import Postgres

/// A run of log entries with language, tags and styles, packed and sealed as a ``LogPage`` is.
///
/// Battles come grouped by language and tags, each group's named once and its battles in arrays, which cost the server less than
/// records do; ``ArchiveGroups`` takes them apart. Responses are looked up by key, one by one, for the styles of battles that have
/// them: apart from the groups, since a planner that sees their cost in the grouping takes sorting for no dearer than hashing.
struct ArchiveQuery {
    private let stream: ArenaCore.Stream
    private let after: Int64
    private let limit: Int
    /// The statement that fetches it.
    let statement: PostgresQuery

    /// What stands between the tags of a battle; no tag holds it.
    static let tagSeparator = "\u{1f}"

    /// At most `limit` entries of a stream after `seq`, and of them the battles chosen.
    init(of stream: ArenaCore.Stream, after seq: Int64, limit: Int, where choice: ArchiveChoice) {
        self.stream = stream
        self.limit = limit
        after = seq
        let last = seq + Int64(limit)
        statement = """
            WITH asked AS MATERIALIZED (
                SELECT \(stream.rawValue) AS stream, \(seq) AS after
            ), groups AS MATERIALIZED (
                SELECT language, tags,
                       array_send(array_agg(seq << 2 | outcome)) AS entries,
                       array_send(array_agg(model_a::bigint << 32 | model_b)) AS models,
                       array_send(array_agg(probability)) AS probabilities
                FROM battle
                WHERE stream = \(stream.rawValue) AND seq > \(seq) AND seq <= \(last)\(Self.condition(choice))
                GROUP BY language, tags
            ), named AS MATERIALIZED (
                SELECT convert_to(coalesce(language, ''), 'UTF8') AS language,
                       convert_to(array_to_string(tags, chr(31)), 'UTF8') AS tags,
                       entries, models, probabilities
                FROM groups
            ), battles AS MATERIALIZED (
                SELECT coalesce(string_agg(
                    int4send(octet_length(language)) || language || int4send(octet_length(tags)) || tags
                    || entries || models || probabilities, '' ORDER BY language, tags
                ), '') AS bytes
                FROM named
            ), styles AS MATERIALIZED (
                \(Self.styles(of: stream, after: seq, upTo: last, choice))
            ), withdrawals AS MATERIALIZED (
                SELECT coalesce(string_agg(
                    int8send(battle_seq) || int2send((kind = 'reinstatement')::int::smallint), '' ORDER BY seq
                ), '') AS bytes
                FROM exclusion
                WHERE stream = \(stream.rawValue) AND seq > \(seq) AND seq <= \(last)
            )
            SELECT b.bytes, s.bytes, w.bytes, sha256(
                int2send(q.stream) || int8send(q.after) || int8send(octet_length(b.bytes)) || b.bytes
                || int8send(octet_length(s.bytes)) || s.bytes || w.bytes
            )
            FROM asked q, battles b, styles s, withdrawals w
            """
    }

    /// The page.
    ///
    /// - Throws: `Garbled` when the statement or its answer changed on the way.
    func page(_ result: PostgresResult) throws -> ArchivePage {
        let (battles, styles, withdrawals, seal) = try result.single(
            [UInt8].self,
            [UInt8].self,
            [UInt8].self,
            [UInt8].self
        )
        let digest = try Seal.digest { seal in
            try seal.add(stream.rawValue)
            try seal.add(after)
            try seal.add(Int64(battles.count))
            seal.add(bytes: battles)
            try seal.add(Int64(styles.count))
            seal.add(bytes: styles)
            seal.add(bytes: withdrawals)
        }
        guard digest == seal else { throw Garbled() }
        let groups = try ArchiveGroups(battles, styles: styles, after: after, limit: limit)
        return ArchivePage(
            traits: groups.traits,
            battles: groups.battles,
            withdrawals: try Self.withdrawals(withdrawals)
        )
    }

    /// The styles of both responses of each battle that has them.
    private static func styles(
        of stream: ArenaCore.Stream,
        after seq: Int64,
        upTo last: Int64,
        _ choice: ArchiveChoice
    ) -> PostgresQuery {
        guard choice.wantsStyles else { return "SELECT ''::bytea AS bytes" }
        return """
            SELECT coalesce(string_agg(
                int8send(seq) || \(style(of: "response_a")) || \(style(of: "response_b")), ''
            ), '') AS bytes
            FROM battle b
            WHERE stream = \(stream.rawValue) AND seq > \(seq) AND seq <= \(last)\(condition(choice))
                AND response_a IS NOT NULL AND response_b IS NOT NULL
            """
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
