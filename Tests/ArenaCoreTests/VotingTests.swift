import ArenaCore
import ArenaTestSupport
import Crypto
import Foundation
import Logging
import Ranking
import ServiceLifecycle
import Testing

@Suite(.timeLimit(.minutes(5))) struct VotingTests {
    /// A vote service over an arena in memory, with its batcher and ledger running.
    private struct Bench {
        let arena: MemoryArena
        let publisher = SnapshotPublisher()
        let sealer = TicketSealer(key: SymmetricKey(size: .bits256))
        let batcher: VoteBatcher
        let votes: VoteService
        let group: ServiceGroup

        init(arena: MemoryArena = MemoryArena(), lifetime: Duration = .seconds(60)) {
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            let nudge = LogNudge()
            self.arena = arena
            batcher = VoteBatcher(log: arena, nudge: nudge, logger: logger)
            votes = VoteService(
                catalogues: arena,
                log: arena,
                batcher: batcher,
                publisher: publisher,
                sealer: sealer,
                ticketLifetime: lifetime
            )
            let ledger = LedgerService(
                log: arena,
                catalogues: arena,
                checkpoints: arena,
                publisher: publisher,
                nudge: nudge,
                // No poll comes while a test runs: what reaches the board was brought by the batcher's nudge.
                configuration: .init(pollInterval: .seconds(600), publishInterval: .milliseconds(10)),
                logger: logger
            )
            group = ServiceGroup(configuration: .init(services: [ledger, batcher], logger: logger))
        }

        func vote(
            _ ticket: String,
            _ outcome: Outcome,
            voter: VoterID? = nil,
            network: NetworkID? = nil
        ) async throws -> VoteService.Receipt {
            try await votes.vote(Ballot(ticket: ticket, outcome: outcome, voter: voter, network: network))
        }

        func run(_ body: (Bench) async throws -> Void) async throws {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                #expect(await eventually { publisher.current != nil })
                try await body(self)
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
        }
    }

    @Test func aVoteIsRecordedWithAllThatBelongsToIt() async throws {
        try await Bench().run { bench in
            let voter = VoterID.random()
            let network = NetworkID.random()
            let served = try await bench.votes.draw(for: voter)
            let pairing = try bench.sealer.open(served.ticket).pairing
            let receipt = try await bench.vote(served.ticket, .modelB, voter: voter, network: network)
            #expect(receipt.seq == 1 && !receipt.isReplay && receipt.outcome == .modelB)
            let battle = try #require(bench.arena.battles.first)
            #expect(battle.id == pairing.battle && receipt.battle == pairing.battle)
            #expect(battle.voter == voter && battle.network == network)
            #expect(battle.modelA == pairing.modelA && battle.modelB == pairing.modelB)
            #expect(battle.probability == pairing.probability && battle.policy == SamplingPolicy.version)
            #expect(battle.responseA == pairing.responseA && battle.prompt == pairing.prompt)
            #expect(battle.source == .crowd)
            let number = try #require(served.prompt.messages.first?.content.last)
            #expect(battle.language == "en" && battle.tags == ["prompt_\(number)"])
            let isOnBoard = await eventually { bench.publisher.current?.leaderboard.battles == 1 }
            #expect(isOnBoard)
        }
    }

    @Test func aClockThatWasPutBackTakesTheVoteAndKeepsTheOrderOfItsTimes() async throws {
        try await Bench().run { bench in
            // Served by an instance whose clock was an hour ahead, or before this one's was put back.
            let served = try await bench.votes.draw(for: .random())
            let pairing = try bench.sealer.open(served.ticket).pairing
            let ahead = Date(timeIntervalSinceNow: 3600)
            let early = Pairing(
                battle: pairing.battle,
                stream: pairing.stream,
                prompt: pairing.prompt,
                responseA: pairing.responseA,
                responseB: pairing.responseB,
                modelA: pairing.modelA,
                modelB: pairing.modelB,
                probability: pairing.probability,
                policy: pairing.policy,
                voter: pairing.voter,
                servedAt: ahead
            )
            let ticket = try bench.sealer.seal(early, expiresAt: ahead.addingTimeInterval(60))
            #expect(try await bench.vote(ticket, .tie).seq == 1)
            let battle = try #require(bench.arena.battles.first)
            #expect(battle.servedAt == battle.votedAt, "a vote is not older than its battle")
            // Put forward, it ends tickets; what was recorded with them stays known.
            let late = try bench.sealer.seal(pairing, expiresAt: Date(timeIntervalSinceNow: -3600))
            #expect(try await bench.vote(late, .tie).isReplay)
        }
    }

    @Test func aThousandPostsOfOneTicketAreOneBattle() async throws {
        try await Bench().run { bench in
            let ticket = try await bench.votes.draw(for: .random()).ticket
            let receipts = try await withThrowingTaskGroup(of: VoteService.Receipt.self) { group in
                for _ in 0..<1000 {
                    group.addTask {
                        try await bench.vote(ticket, .tie)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(receipts.count == 1000)
            #expect(receipts.filter { !$0.isReplay }.count == 1)
            #expect(Set(receipts.map(\.seq)) == [1])
            #expect(bench.arena.battles.count == 1)
        }
    }

    @Test func concurrentVotesAreWrittenInBatches() async throws {
        try await Bench().run { bench in
            bench.arena.slowDown(.milliseconds(20))
            let tickets = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<300 { group.addTask { try await bench.votes.draw(for: .random()).ticket } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for ticket in tickets {
                    group.addTask {
                        _ = try await bench.vote(ticket, .modelA)
                    }
                }
                try await group.waitForAll()
            }
            #expect(bench.arena.battles.count == 300)
            #expect(bench.arena.batches.count < 30)
            #expect(bench.arena.batches.allSatisfy { $0 <= VoteBatcher.batchLimit })
        }
    }

    @Test func anotherOutcomeIsAConflictAlsoInOneBatch() async throws {
        try await Bench().run { bench in
            let ticket = try await bench.votes.draw(for: .random()).ticket
            let outcomes = await withTaskGroup(of: Result<Outcome, ArenaError>.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        do {
                            let outcome: Outcome = number.isMultiple(of: 2) ? .modelA : .modelB
                            return .success(
                                try await bench.vote(ticket, outcome).outcome
                            )
                        } catch let error as ArenaError {
                            return .failure(error)
                        } catch {
                            return .failure(ArenaError(.corrupt, "\(error)"))
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let recorded = try #require(bench.arena.battles.first?.outcome)
            let accepted = outcomes.compactMap { try? $0.get() }
            #expect(accepted.count == 50 && accepted.allSatisfy { $0 == recorded })
            for outcome in outcomes {
                if case .failure(let error) = outcome { #expect(error.code == .outcomeConflict) }
            }
        }
    }

    @Test func aTicketOfAnotherVoterIsRefused() async throws {
        try await Bench().run { bench in
            let ticket = try await bench.votes.draw(for: .random()).ticket
            let error = await #expect(throws: ArenaError.self) {
                try await bench.vote(ticket, .tie, voter: .random())
            }
            #expect(error?.code == .ticketForeign)
            #expect(bench.arena.battles.isEmpty)
        }
    }

    @Test func anExpiredTicketIsRefusedUnlessItWasVotedOnInTime() async throws {
        try await Bench(lifetime: .milliseconds(300)).run { bench in
            let late = try await bench.votes.draw(for: .random()).ticket
            let voted = try await bench.votes.draw(for: .random()).ticket
            _ = try await bench.vote(voted, .modelA)
            try await Task.sleep(for: .milliseconds(400))
            let error = await #expect(throws: ArenaError.self) {
                try await bench.vote(late, .modelA)
            }
            #expect(error?.code == .ticketExpired)
            let replay = try await bench.vote(voted, .modelA)
            #expect(replay.isReplay)
            let conflict = await #expect(throws: ArenaError.self) {
                try await bench.vote(voted, .modelB)
            }
            #expect(conflict?.code == .outcomeConflict)
            #expect(bench.arena.battles.count == 1)
        }
    }

    @Test func aLostAnswerToACommitIsResolvedByWritingAgain() async throws {
        try await Bench().run { bench in
            bench.arena.loseAnswers(2)
            let ticket = try await bench.votes.draw(for: .random()).ticket
            let receipt = try await bench.vote(ticket, .modelA)
            #expect(receipt.seq == 1)
            #expect(bench.arena.battles.count == 1)
        }
    }

    @Test func aDatabaseThatStaysAwayIsSaidSoAndNothingIsAcknowledged() async throws {
        try await Bench().run { bench in
            let ticket = try await bench.votes.draw(for: .random()).ticket
            bench.arena.fail(with: Array(repeating: ArenaError(.unavailable, "away"), count: 1_000))
            let error = await #expect(throws: ArenaError.self) {
                try await bench.votes.vote(
                    Ballot(ticket: ticket, outcome: .modelA, voter: nil, network: nil),
                    by: .now + .seconds(3)
                )
            }
            #expect(error?.code == .unavailable)
            #expect(bench.arena.battles.isEmpty)
            bench.arena.fail(with: [])
            let receipt = try await bench.vote(ticket, .modelA)
            #expect(!receipt.isReplay)
        }
    }

    @Test func aVoteThatLookedBadOnceIsWritten() async throws {
        try await Bench().run { bench in
            let ticket = try await bench.votes.draw(for: .random()).ticket
            bench.arena.fail(with: [ArenaError(.corrupt, "invalid byte sequence")])
            #expect(try await bench.vote(ticket, .tie).seq == 1)
        }
    }

    @Test func whoWaitsForADatabaseThatComesBackIsAnswered() async throws {
        try await Bench().run { bench in
            let ticket = try await bench.votes.draw(for: .random()).ticket
            bench.arena.fail(with: Array(repeating: ArenaError(.unavailable, "away"), count: 4))
            let receipt = try await bench.vote(ticket, .modelA)
            #expect(!receipt.isReplay && bench.arena.battles.count == 1)
        }
    }

    @Test func oneBadRowDoesNotFailItsNeighbours() async throws {
        try await Bench().run { bench in
            bench.arena.slowDown(.milliseconds(30))
            var tickets: [String] = []
            for _ in 0..<20 { tickets.append(try await bench.votes.draw(for: .random()).ticket) }
            let bad = try bench.sealer.open(tickets[7]).pairing.battle
            bench.arena.poison(bad)
            let failures = await withTaskGroup(of: Bool.self) { group in
                for ticket in tickets {
                    group.addTask {
                        let vote = try? await bench.vote(ticket, .tie)
                        return vote == nil
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(failures == 1)
            #expect(bench.arena.battles.count == 19)
        }
    }

    @Test func anEmptyPoolAndAnUnreadyArenaSaySo() async throws {
        let bench = Bench(arena: MemoryArena(models: ["Alder"], prompts: 1))
        let early = await #expect(throws: ArenaError.self) { try await bench.votes.draw(for: .random()) }
        #expect(early?.code == .unavailable)
        try await bench.run { bench in
            let error = await #expect(throws: ArenaError.self) { try await bench.votes.draw(for: .random()) }
            #expect(error?.code == .noBattles)
        }
    }

    @Test func whatWaitsAtShutdownIsWritten() async throws {
        let bench = Bench()
        bench.arena.slowDown(.seconds(1))
        let written = Counter()
        try await bench.run { bench in
            var tickets: [String] = []
            for _ in 0..<5 { tickets.append(try await bench.votes.draw(for: .random()).ticket) }
            await withTaskGroup(of: Void.self) { group in
                for ticket in tickets {
                    group.addTask {
                        do {
                            _ = try await bench.vote(ticket, .tie)
                            await written.increment()
                        } catch {}
                    }
                }
                group.addTask {
                    try? await Task.sleep(for: .milliseconds(400))
                    await bench.group.triggerGracefulShutdown()
                }
            }
        }
        #expect(await written.value == 5 && bench.arena.battles.count == 5)
        let late = NewBattle(
            id: .random(),
            modelA: ModelID(rawValue: 1),
            modelB: ModelID(rawValue: 2),
            outcome: .tie,
            source: .simulated
        )
        let error = await #expect(throws: ArenaError.self) {
            try await bench.batcher.append(late, to: .main, by: .now + .seconds(5))
        }
        #expect(error?.code == .unavailable)
    }
}

private actor Counter {
    private(set) var value = 0

    func increment() { value += 1 }
}
