import ArenaCore
import Foundation
import Postgres

/// pgbench, inserting one battle a transaction with prepared statements over 64 connections.
enum PgBench {
    private static let clients = 64

    /// Transactions a second, in a database that holds nothing but what this inserts.
    ///
    /// - Parameter transactions: how many in all. (Not for how long: the signal that would end it does not reach a child
    ///   of this process.)
    static func insert(into database: BenchDatabase, transactions: Int) async throws -> Double {
        let pair = database.pairs[0]
        let script = Tool.scratch.appending(path: "insert.sql")
        // The row of a vote, whole. Its number comes from a sequence, which is cheaper than the lock of the log's head.
        try Data(
            """
            INSERT INTO battle (stream, seq, id, model_a, model_b, outcome, prompt_id, response_a, response_b, voter, \
            network, policy, probability, served_at, voted_at, language, source) VALUES (0, nextval('bench_seq'), \
            gen_random_uuid(), \(pair.models.0.rawValue), \(pair.models.1.rawValue), 1, '\(pair.prompt.uuid)', \
            '\(pair.responses.0.uuid)', '\(pair.responses.1.uuid)', gen_random_uuid(), gen_random_uuid(), '1', 0.05, \
            now(), now(), 'en', 'crowd');
            """.utf8
        ).write(to: script)
        try await database.execute("CREATE SEQUENCE IF NOT EXISTS bench_seq")
        let program = try Tool.find("pgbench", in: ["/usr/lib/postgresql/15/bin"] + versions())
        let text = try await Tool.run(
            program,
            [
                "-n", "-M", "prepared", "-c", "\(clients)", "-j", "2", "-t", "\(max(1, transactions / clients))", "-f",
                script.path,
                database.connectionString,
            ]
        )
        guard let match = text.firstMatch(of: #/tps = ([\d.]+)/#), let rate = Double(match.1) else {
            throw BenchFailure("pgbench says: \(text)")
        }
        return rate
    }

    private static func versions() -> [String] {
        let folder = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return versions.sorted { Int($0) ?? 0 > Int($1) ?? 0 }.map { "\(folder)/\($0)/bin" }
    }
}
