public import ArenaCore
public import Foundation
public import Postgres

/// Skips and reasons in Postgres.
public struct PostgresAsideStore: AsideStore {
    private let pool: PostgresPool

    /// A store in the database of `pool`.
    public init(pool: PostgresPool) {
        self.pool = pool
    }

    /// Notes that a battle was passed over.
    public func skip(_ pairing: Pairing, at time: Date) async throws -> Bool {
        try await StoreError.translating {
            try await pool.query(
                """
                INSERT INTO skip (stream, battle_id, model_a, model_b, prompt_id, response_a, response_b, voter, policy,
                                  probability, served_at, skipped_at)
                VALUES (\(pairing.stream.rawValue), \(pairing.battle.uuid), \(pairing.modelA.rawValue),
                        \(pairing.modelB.rawValue), \(pairing.prompt.uuid), \(pairing.responseA.uuid),
                        \(pairing.responseB.uuid), \(pairing.voter.uuid), \(String(pairing.policy)),
                        \(pairing.probability), \(pairing.servedAt), \(time))
                ON CONFLICT DO NOTHING
                """
            ).affected == 1
        }
    }

    /// Keeps what decided a vote, in place of what was said before.
    public func give(
        _ reasons: [VoteReason],
        for battle: Identifier<Battle>,
        in stream: ArenaCore.Stream,
        at time: Date
    ) async throws {
        try await StoreError.translating {
            let kept = try await pool.query(
                """
                INSERT INTO vote_reason (stream, battle_id, reasons, given_at)
                SELECT stream, id, \(reasons.map(\.rawValue)), \(time) FROM battle
                WHERE id = \(battle.uuid) AND stream = \(stream.rawValue)
                ON CONFLICT (battle_id, stream) DO UPDATE SET reasons = excluded.reasons, given_at = excluded.given_at
                """
            ).affected
            guard kept == 1 else {
                throw ArenaError(.notFound, "No vote on this battle is in the log. Vote first.")
            }
        }
    }
}
