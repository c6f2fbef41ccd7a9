import ArenaCore
import Crypto
import Foundation

/// Tickets as the arena gives them out, made with its own key: what is measured is voting, not drawing.
struct Tickets {
    private let sealer: TicketSealer
    private let pairs: [BenchDatabase.Pair]

    /// For an arena that has been started on the database.
    init(_ database: BenchDatabase) async throws {
        sealer = TicketSealer(key: SymmetricKey(data: try await database.secret("ticket")))
        pairs = database.pairs
    }

    /// Tickets for battles of the database's pairs in turn, each of another voter.
    func make(_ count: Int) throws -> [String] {
        let now = Date()
        return try (0..<count).map { number in
            let pair = pairs[number % pairs.count]
            let pairing = Pairing(
                battle: .timeOrdered(at: now),
                stream: .main,
                prompt: pair.prompt,
                responseA: pair.responses.0,
                responseB: pair.responses.1,
                modelA: pair.models.0,
                modelB: pair.models.1,
                probability: 0.01,
                policy: 1,
                voter: .random(),
                servedAt: now
            )
            return try sealer.seal(pairing, expiresAt: now.addingTimeInterval(36_000))
        }
    }
}
