import ArenaTestSupport
import Foundation
import Logging
import Ranking
import ServiceLifecycle
import Testing

@testable import ArenaCore

@Suite(.timeLimit(.minutes(5))) struct LedgerTests {
    private static func withLedger(
        _ arena: MemoryArena,
        live limits: BoardKeeper.Limits? = nil,
        _ body: (SnapshotPublisher, LogNudge) async throws -> Void
    ) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let publisher = SnapshotPublisher()
        let nudge = LogNudge()
        var configuration = LedgerService.Configuration(
            pollInterval: .milliseconds(20),
            publishInterval: .milliseconds(10),
            readLimit: 7
        )
        if let limits { configuration.liveLimits = limits }
        let ledger = LedgerService(
            log: arena,
            catalogues: arena,
            checkpoints: arena,
            publisher: publisher,
            nudge: nudge,
            configuration: configuration,
            logger: logger
        )
        let group = ServiceGroup(configuration: .init(services: [ledger], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            try await body(publisher, nudge)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    private static func snapshot(_ arena: MemoryArena, at seq: Int64) async throws -> LeaderboardSnapshot {
        var found: LeaderboardSnapshot?
        try await withLedger(arena) { publisher, _ in
            let isThere = await eventually {
                found = publisher.current?.leaderboard
                return found?.positions[.main, default: 0] == seq
            }
            #expect(isThere)
        }
        return try #require(found)
    }

    private static func fill(_ arena: MemoryArena) async throws {
        try await arena.add(1, 2, .modelA, count: 9)
        try await arena.add(2, 3, .modelA, count: 8)
        try await arena.add(3, 1, .modelA, count: 3)
        try await arena.add(2, 1, .tie, count: 2)
    }

    @Test func theBoardIsAFoldOfTheLog() async throws {
        let arena = MemoryArena()
        try await Self.fill(arena)
        let board = try await Self.snapshot(arena, at: 22)
        var counts = PairCounts(modelCount: 3)
        counts.add(a: 0, b: 1, outcome: .modelA, count: 9)
        counts.add(a: 1, b: 2, outcome: .modelA, count: 8)
        counts.add(a: 2, b: 0, outcome: .modelA, count: 3)
        counts.add(a: 1, b: 0, outcome: .tie, count: 2)
        let expected = Board.bradleyTerry(counts: counts)
        #expect(board.rows.map(\.rating.rating) == expected.rows.map(\.rating))
        #expect(board.rows.map(\.rating.standardError) == expected.rows.map(\.standardError))
        #expect(board.rows.map(\.model.name) == expected.rows.map { ["Alder", "Birch", "Cedar"][$0.model] })
        #expect(board.battles == 22 && board.hasConverged && !board.isSample)
    }

    @Test func aRestartReadsTheTailOnlyAndGetsTheSameDigits() async throws {
        let arena = MemoryArena()
        try await Self.fill(arena)
        _ = try await Self.snapshot(arena, at: 22)
        let before = arena.reads
        try await arena.add(1, 3, .modelA, count: 4)
        let restarted = try await Self.snapshot(arena, at: 26)
        #expect(arena.reads - before == 4)
        let fresh = MemoryArena()
        try await Self.fill(fresh)
        try await fresh.add(1, 3, .modelA, count: 4)
        let whole = try await Self.snapshot(fresh, at: 26)
        #expect(restarted.rows.map(\.rating) == whole.rows.map(\.rating))
    }

    @Test func aCheckpointBeyondTheLogOrUnreadableIsNotUsed() async throws {
        let arena = MemoryArena()
        try await Self.fill(arena)
        try await arena.save(Checkpoint(seq: 22, bytes: [1, 2, 3]), of: .main)
        let board = try await Self.snapshot(arena, at: 22)
        #expect(board.battles == 22)
        var longer = StreamFold()
        for seq in 1...50 {
            let battle = LogEntry.Battle(modelA: ModelID(rawValue: 1), modelB: ModelID(rawValue: 2), outcome: .modelA)
            try longer.apply(LogEntry(seq: Int64(seq), event: .battle(battle)))
        }
        try await arena.save(Checkpoint(of: longer), of: .main)
        #expect(try await Self.snapshot(arena, at: 22).battles == 22)
    }

    @Test func anExclusionLeavesTheBoardAsIfTheBattleHadNotBeen() async throws {
        let arena = MemoryArena()
        try await Self.fill(arena)
        let before = try await Self.snapshot(arena, at: 22)
        try await arena.add(3, 2, .modelA)
        let battle = try #require(arena.battles.last?.id)
        let changed = try await Self.snapshot(arena, at: 23)
        #expect(changed.rows.map(\.rating) != before.rows.map(\.rating))
        let withdrawal = Withdrawal(kind: .exclusion, battle: battle, reason: "test", actor: "test")
        try await arena.append([withdrawal], to: .main)
        let after = try await Self.snapshot(arena, at: 24)
        #expect(after.rows.map(\.rating) == before.rows.map(\.rating))
        #expect(after.battles == 22)
    }

    @Test func aNewCatalogueIsTakenUp() async throws {
        let arena = MemoryArena(models: ["Alder", "Birch", "Cedar"])
        try await Self.fill(arena)
        try await Self.withLedger(arena) { publisher, _ in
            let isThere = await eventually { publisher.current?.leaderboard.rows.count == 3 }
            #expect(isThere)
            let old = try await arena.catalogue()
            let hidden = old.models.map { model in
                Model(
                    id: model.id,
                    slug: model.slug,
                    name: model.name,
                    stage: model.name == "Alder" ? .preview : .listed,
                    firstSeen: model.firstSeen
                )
            }
            arena.setCatalogue(Catalogue(revision: 2, stream: .main, models: hidden, prompts: old.prompts))
            let isHidden = await eventually {
                publisher.current?.leaderboard.rows.map(\.model.name) == ["Birch", "Cedar"]
            }
            #expect(isHidden)
            #expect(publisher.current?.leaderboard.rows.first?.rating.rank == 1)
        }
    }

    private static func board(_ publisher: SnapshotPublisher, at seq: Int64) async throws -> LeaderboardSnapshot {
        let isThere = await eventually { publisher.current?.leaderboard.positions[.main] == seq }
        #expect(isThere)
        return try #require(publisher.current?.leaderboard)
    }

    @Test func aLargeBoardFollowsEachVoteWithExactRatings() async throws {
        let arena = MemoryArena()
        try await Self.fill(arena)
        var limits = BoardKeeper.Limits()
        (limits.exactModels, limits.drift, limits.interval) = (2, 10, .seconds(8))
        try await Self.withLedger(arena, live: limits) { publisher, _ in
            let first = try await Self.board(publisher, at: 22)
            #expect(first.exactPositions == first.positions)
            try await arena.add(2, 1, .modelA, count: 2)
            try await arena.add(3, 1, .tie)
            let live = try await Self.board(publisher, at: 25)
            var counts = PairCounts(modelCount: 3)
            counts.add(a: 0, b: 1, outcome: .modelA, count: 9)
            counts.add(a: 1, b: 2, outcome: .modelA, count: 8)
            counts.add(a: 2, b: 0, outcome: .modelA, count: 3)
            counts.add(a: 1, b: 0, outcome: .tie, count: 2)
            counts.add(a: 1, b: 0, outcome: .modelA, count: 2)
            counts.add(a: 2, b: 0, outcome: .tie)
            let exact = Board.bradleyTerry(counts: counts)
            #expect(live.logPosition == 25 && live.exactLogPosition == 22 && live.hasConverged)
            for (row, other) in zip(live.rows, exact.rows) {
                #expect(abs(row.rating.rating - other.rating) < 1e-6)
                #expect(row.rating.standardError != other.standardError, "the intervals follow, and are not exact yet")
                #expect(row.tally == other.tally)
            }
            // Quiet or not, the intervals become exact, too.
            let isExact = await eventually(within: .seconds(60)) {
                publisher.current?.leaderboard.exactLogPosition == 25
            }
            #expect(isExact)
            let last = try await Self.board(publisher, at: 25)
            #expect(last.rows.map(\.rating.rating) == exact.rows.map(\.rating))
            #expect(last.rows.map(\.rating.standardError) == exact.rows.map(\.standardError))
            // What is no vote is not followed but fitted anew.
            let battle = try #require(arena.battles.first?.id)
            try await arena.append(
                [Withdrawal(kind: .exclusion, battle: battle, reason: "test", actor: "test")],
                to: .main
            )
            #expect(try await Self.board(publisher, at: 26).exactLogPosition == 26)
        }
    }

    @Test func eloIsKeptBesideAndUndoesExclusions() async throws {
        let arena = MemoryArena()
        try await Self.fill(arena)
        let before = try await Self.snapshot(arena, at: 22)
        var elo = Elo(modelCount: 3)
        for _ in 0..<9 { elo.record(a: 0, b: 1, outcome: .modelA) }
        for _ in 0..<8 { elo.record(a: 1, b: 2, outcome: .modelA) }
        for _ in 0..<3 { elo.record(a: 2, b: 0, outcome: .modelA) }
        for _ in 0..<2 { elo.record(a: 1, b: 0, outcome: .tie) }
        let names = ["Alder", "Birch", "Cedar"]
        for row in before.rows { #expect(row.elo == elo.ratings[names.firstIndex(of: row.model.name) ?? 0]) }
        let second = arena.battles[1].id
        try await arena.append(
            [Withdrawal(kind: .exclusion, battle: second, reason: "test", actor: "test")],
            to: .main
        )
        try await Self.withLedger(arena) { publisher, _ in
            let isUndone = await eventually {
                guard let board = publisher.current?.leaderboard, board.logPosition == 23 else { return false }
                return board.rows.allSatisfy { $0.elo != nil }
            }
            #expect(isUndone)
            var without = Elo(modelCount: 3)
            for _ in 0..<8 { without.record(a: 0, b: 1, outcome: .modelA) }
            for _ in 0..<8 { without.record(a: 1, b: 2, outcome: .modelA) }
            for _ in 0..<3 { without.record(a: 2, b: 0, outcome: .modelA) }
            for _ in 0..<2 { without.record(a: 1, b: 0, outcome: .tie) }
            for row in publisher.current?.leaderboard.rows ?? [] {
                #expect(row.elo == without.ratings[names.firstIndex(of: row.model.name) ?? 0])
            }
        }
    }
}
