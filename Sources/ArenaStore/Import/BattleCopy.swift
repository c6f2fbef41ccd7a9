import ArenaCore

import Postgres
import Ranking

/// Streams battles into the log with COPY.
enum BattleCopy {
    private static let chunkBytes = 256 * 1024

    /// Writes the battles with the seqs after `last`; within a transaction that holds the stream's head.
    ///
    /// - Returns: how many rows arrived.
    static func write(
        _ battles: [NewBattle],
        after last: Int64,
        to stream: ArenaCore.Stream,
        on connection: PostgresConnection
    ) async throws -> Int {
        try await connection.copyIn(
            """
            COPY battle (stream, seq, id, model_a, model_b, outcome, prompt_id, response_a, response_b, voter, voted_at,
                         language, tags, source)
            FROM STDIN (FORMAT binary)
            """
        ) { writer in
            var encoder = PostgresCopyEncoder()
            for (offset, battle) in battles.enumerated() {
                try encoder.row(
                    stream.rawValue,
                    last + Int64(offset) + 1,
                    battle.id.uuid,
                    battle.modelA.rawValue,
                    battle.modelB.rawValue,
                    Int16(battle.outcome.rawValue),
                    battle.prompt?.uuid,
                    battle.responseA?.uuid,
                    battle.responseB?.uuid,
                    battle.voter?.uuid,
                    battle.votedAt,
                    battle.language,
                    battle.tags ?? [],
                    battle.source.label
                )
                if encoder.count >= chunkBytes { try await writer.write(encoder.take()) }
            }
            try await writer.write(encoder.finish())
        }
    }
}
