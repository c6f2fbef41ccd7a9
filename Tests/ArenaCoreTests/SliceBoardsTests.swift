import ArenaCore
import Foundation
import Ranking
import Synchronization
import Testing

@Suite struct SliceBoardsTests {
    /// A log that grows: battles among three models, each third in Korean.
    private final class Archive: BattleArchive {
        private struct Contents {
            var battles: [ArchivePage.Battle] = []
            var withdrawals: [(seq: Int64, ArchivePage.Withdrawal)] = []
            var head: Int64 = 0
            var reads = 0
        }

        private let contents = Mutex(Contents())

        var head: Int64 { contents.withLock { $0.head } }
        var reads: Int { contents.withLock { $0.reads } }

        func add(_ count: Int, hasStyle: Bool = true) {
            contents.withLock { contents in
                for _ in 0..<count {
                    contents.head += 1
                    let number = Int(contents.head)
                    let a = Int32(number % 3 + 1)
                    let lowerWins = number % 4 != 0
                    let b = Int32((number + 1) % 3 + 1)
                    contents.battles.append(
                        ArchivePage.Battle(
                            seq: contents.head,
                            battle: LogEntry.Battle(
                                modelA: ModelID(rawValue: a),
                                modelB: ModelID(rawValue: b),
                                outcome: (a < b) == lowerWins ? .modelA : .modelB
                            ),
                            traits: number % 5 == 0 ? 1 : 0,
                            styles: hasStyle ? ArchivePage.Styles(a: style(number), b: style(number * 7 + 3)) : nil
                        )
                    )
                }
            }
        }

        func withdraw(_ seq: Int64) {
            contents.withLock { contents in
                contents.head += 1
                contents.withdrawals.append(
                    (contents.head, ArchivePage.Withdrawal(battleSeq: seq, isReinstatement: false))
                )
            }
        }

        private func style(_ number: Int) -> ResponseStyle {
            let hash = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
            return ResponseStyle(
                length: Int32(hash >> 8 & 0xff) + 1,
                headers: Int32(hash >> 20 & 3),
                lists: Int32(hash >> 32 & 7),
                bold: 0
            )
        }

        func page(
            of stream: ArenaCore.Stream,
            after seq: Int64,
            limit: Int,
            where choice: ArchiveChoice
        ) async throws -> ArchivePage {
            contents.withLock { contents in
                contents.reads += 1
                let range = (seq + 1)...(seq + Int64(limit))
                return ArchivePage(
                    traits: [Traits(language: "en", tags: ["coding"]), Traits(language: "ko")],
                    battles: contents.battles.filter { range.contains($0.seq) },
                    withdrawals: contents.withdrawals.filter { range.contains($0.seq) }.map(\.1)
                )
            }
        }
    }

    private let archive = Archive()
    private let publisher = SnapshotPublisher()

    private func boards(interval: Duration = .zero) -> SliceBoards {
        SliceBoards(archive: archive, publisher: publisher, interval: interval)
    }

    /// Publishes a board at the archive's head; only its place in the log matters here.
    private func publish(head: Int64? = nil, revision: Int = 1) {
        let models = ["Alder", "Birch", "Cedar", "Dogwood"].enumerated().map { number, name in
            Model(id: ModelID(rawValue: Int32(number + 1)), slug: name.lowercased(), name: name, firstSeen: Date())
        }
        let catalogue = Catalogue(revision: 1, stream: .main, models: models, prompts: [])
        let counts = PairCounts(modelCount: models.count)
        publisher.publish(
            ArenaState(
                revision: revision,
                catalogue: catalogue,
                leaderboard: LeaderboardSnapshot(
                    models: models,
                    counts: counts,
                    positions: [.main: head ?? archive.head],
                    fittedAt: Date(),
                    isSample: false
                ),
                draws: DrawTable(PairsOnOffer(catalogue), counts: counts)
            )
        )
    }

    private func query(_ slice: Slice = .overall, _ method: RatingMethod = .bradleyTerry, style: Bool = false)
        -> BoardQuery
    {
        var query = BoardQuery()
        (query.slice, query.method, query.controlsStyle) = (slice, method, style)
        return query
    }

    @Test func aSliceIsFittedOfItsBattlesAlone() async throws {
        archive.add(200)
        publish()
        let boards = boards()
        let korean = try await boards.board(query(Slice(language: "ko"))).board
        #expect(korean.slice == "language=ko" && korean.battles == 40 && korean.logPosition == 200)
        #expect(korean.method == .standard && korean.rows.count == 3)
        let english = try await boards.board(query(Slice(category: "coding"))).board
        #expect(english.battles == 160)
        #expect(english.rows.map(\.rating.rating) != korean.rows.map(\.rating.rating))
        let davidson = try await boards.board(query(Slice(language: "ko"), .davidson)).board
        #expect(davidson.method.options.model == .davidson && davidson.battles == 40)
    }

    @Test func aBoardThatNobodyWaitsForIsNotMade() async throws {
        archive.add(200)
        publish()
        let boards = boards()
        let asked = query(.overall, .davidson)
        let board = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await boards.board(asked)
        }
        let overview = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await boards.overview()
        }
        board.cancel()
        overview.cancel()
        await #expect(throws: CancellationError.self) { try await board.value }
        await #expect(throws: CancellationError.self) { try await overview.value }
        #expect(archive.reads == 0)
        #expect(try await boards.overview().battles == 200)
        archive.add(5)
        publish()
        #expect(try await boards.overview().battles == 205)
    }

    @Test func aBoardWithoutStyleSaysThatItIsOne() async throws {
        archive.add(200, hasStyle: false)
        publish()
        let boards = boards()
        do {
            let board = try await boards.board(query(style: true)).board
            #expect(board.rows.isEmpty && board.method != .standard && board.method.key.contains("style="))
        } catch let error as ArenaError {
            #expect(error.code == .notFound)
        }
    }

    @Test func eloFollowsTheSliceInItsOrder() async throws {
        archive.add(200)
        archive.withdraw(5)
        publish()
        let board = try await boards().board(query(Slice(language: "ko"), .elo)).board
        var elo = Elo(modelCount: 3)
        for seq in 1...200 where seq % 5 == 0 && seq != 5 {
            let (a, b) = (seq % 3, (seq + 1) % 3)
            elo.record(a: a, b: b, outcome: (a < b) == (seq % 4 != 0) ? .modelA : .modelB)
        }
        #expect(board.battles == 39 && board.method.name == "elo" && board.method.isOrderDependent)
        #expect(board.rows.map(\.rating.rating) == elo.ratings.map(RatingScale.published).sorted(by: >))
        #expect(board.rows.allSatisfy { $0.rating.lower == nil && $0.rating.standardError == nil })
        #expect(board.rows.map(\.rating.rank) == [1, 2, 3] && board.rows.map(\.rating.rankLowerBound) == [1, 2, 3])
        #expect(board.unrankable.map(\.model.slug) == ["dogwood"])
    }

    @Test func whatIsNewIsOnTheNextBoardAndReadOnce() async throws {
        archive.add(100)
        publish()
        let boards = boards()
        let first = try await boards.board(query(Slice(language: "ko")))
        let reads = archive.reads
        let again = try await boards.board(query(Slice(language: "ko")))
        #expect(again.number == first.number && archive.reads == reads)
        archive.add(10)
        archive.withdraw(5)
        publish(revision: 2)
        let next = try await boards.board(query(Slice(language: "ko")))
        #expect(next.number != first.number && next.board.battles == 20 + 2 - 1 && next.board.logPosition == 111)
        // One who reads afresh comes to the same.
        let fresh = try await self.boards().board(query(Slice(language: "ko"))).board
        #expect(fresh.rows == next.board.rows)
    }

    @Test func boardsKeepADistance() async throws {
        archive.add(100)
        publish()
        let boards = boards(interval: .seconds(3_600))
        let first = try await boards.board(query(style: true))
        archive.add(10)
        publish(revision: 2)
        let second = try await boards.board(query(style: true))
        #expect(second.number == first.number)
    }

    @Test func whatCannotBeMadeIsNotTriedAgainAndAgain() async throws {
        archive.add(100, hasStyle: false)
        publish()
        let boards = boards(interval: .seconds(3_600))
        let first = await #expect(throws: ArenaError.self) { try await boards.board(query(style: true)) }
        archive.add(100)
        publish(revision: 2)
        let second = await #expect(throws: ArenaError.self) { try await boards.board(query(style: true)) }
        #expect(first?.code == .notFound && second?.message == first?.message)
        #expect(try await boards.board(query()).board.battles == 200, "it keeps no other board back")

        let eager = self.boards()
        #expect(try await eager.board(query(style: true)).board.battles == 100)
    }

    @Test func styleIsTakenOut() async throws {
        archive.add(300)
        publish()
        let boards = boards()
        let plain = try await boards.board(query(Slice(category: "coding"))).board
        let controlled = try await boards.board(query(Slice(category: "coding"), style: true)).board
        // No response has anything bold: nothing can be said of that.
        #expect(controlled.method.parameters.map(\.name) == ["length", "headers", "lists"])
        #expect(controlled.battles == plain.battles && controlled.rows != plain.rows)
        #expect(await boards.knowsStyle)
    }

    @Test func aLogThatWentBackIsReadAnew() async throws {
        archive.add(100)
        publish()
        let boards = boards()
        _ = try await boards.board(query(Slice(language: "ko")))
        publish(head: 50, revision: 2)
        let board = try await boards.board(query(Slice(language: "ko"))).board
        #expect(board.battles == 10 && board.logPosition == 50)
    }

    @Test func whatIsNotThereIsSaid() async throws {
        archive.add(100)
        let boards = boards()
        await #expect(throws: ArenaError.self) { try await boards.board(query()) }
        publish()
        let error = await #expect(throws: ArenaError.self) {
            try await boards.board(query(Slice(category: "poetry")))
        }
        #expect(error?.code == .notFound && error?.message.contains("poetry") == true)
    }

    @Test func manyAskAtOnce() async throws {
        archive.add(50_000)
        publish()
        let boards = boards()
        let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<40 {
                let query = query(number % 2 == 0 ? Slice(language: "ko") : Slice(category: "coding"))
                group.addTask { try await boards.board(query).number }
            }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        #expect(numbers.count == 2)
        #expect(archive.reads <= 3)
    }
}
