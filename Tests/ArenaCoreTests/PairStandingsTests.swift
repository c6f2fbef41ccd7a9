import Foundation
import Ranking
import Testing

@testable import ArenaCore

@Suite struct PairStandingsTests {
    private static func state(revision: Int = 1, extra: Int64 = 0) -> ArenaState {
        let models = ["A", "B", "C", "D"].enumerated().map { place, name in
            Model(
                id: ModelID(rawValue: Int32(place + 1)),
                slug: name.lowercased(),
                name: name,
                stage: name == "C" ? .preview : .listed,
                firstSeen: Date(timeIntervalSince1970: 0)
            )
        }
        let catalogue = Catalogue(revision: 1, stream: .main, models: models, prompts: [])
        var counts = PairCounts(modelCount: 4)
        for (a, b, wins, losses) in [(0, 1, 30, 20 + extra), (1, 2, 9, 4), (0, 2, 7, 5), (1, 3, 3, 0)] {
            counts.add(a: a, b: b, outcome: .modelA, count: Int64(wins))
            counts.add(a: a, b: b, outcome: .modelB, count: Int64(losses))
        }
        let board = LeaderboardSnapshot(
            models: models,
            counts: counts,
            positions: [.main: 1],
            fittedAt: Date(timeIntervalSince1970: 0),
            isSample: false
        )
        return ArenaState(
            revision: revision,
            catalogue: catalogue,
            leaderboard: board,
            draws: DrawTable(PairsOnOffer(catalogue), counts: counts),
            cells: counts.cells
        )
    }

    @Test func seenFromTheOtherSideAPairIsTheSame() throws {
        let standings = PairStandings(Self.state())
        let (one, other) = (standings.pair(0, 1), standings.pair(1, 0))
        #expect(one.record == Tally(wins: 30, losses: 20) && other.record == Tally(wins: 20, losses: 30))
        let (there, back) = (try #require(one.difference), try #require(other.difference))
        #expect(there.rating == -back.rating && there.standardError == back.standardError)
        #expect(there.lower == -back.upper && there.rating > 0)
        #expect(abs(try #require(one.probabilityAbove) + (try #require(other.probabilityAbove)) - 1) < 1e-12)
        #expect(one.score == 0.6)
        #expect(standings.pair(0, 3).record.battles == 0 && standings.pair(0, 3).score == nil)
        #expect(standings.pair(1, 3).difference == nil, "who never won has no rating")
    }

    @Test func whoIsNotShownIsNobodysOpponent() {
        let standings = PairStandings(Self.state())
        #expect(standings.opponents(of: 1).map(\.opponent.name) == ["A", "D"])
        #expect(standings.opponents(of: 3).map(\.record.losses) == [3])
    }

    @Test func standingsAreKeptWhileTheyAreFresh() async throws {
        let publisher = SnapshotPublisher()
        let patient = Comparisons(publisher: publisher, interval: .seconds(3600))
        let prompt = Comparisons(publisher: publisher, interval: .zero)
        await #expect(throws: ArenaError.self) { try await patient.standings() }
        publisher.publish(Self.state())
        #expect(try await patient.standings().pair(0, 1).record.losses == 20)
        publisher.publish(Self.state(revision: 2, extra: 5))
        #expect(try await patient.standings().pair(0, 1).record.losses == 20)
        #expect(try await prompt.standings().pair(0, 1).record.losses == 25)
    }
}
