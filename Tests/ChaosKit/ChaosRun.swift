public import Foundation

/// Rounds of faults under load, each followed by an audit: nothing confirmed is lost or counted twice, and the board is the
/// log's.
public struct ChaosRun: Sendable {
    /// The faults' order, kinds, moments and lengths follow from it.
    public var seed: UInt64
    /// How many faults there are.
    public var rounds: Int
    /// The kinds to choose from.
    public var faults: [ChaosFault]
    /// Clients that vote at once.
    public var voters = 12
    /// Whether Postgres commits as it should.
    public var isDurable = true
    /// The most time from the end of a fault to the first vote that is confirmed.
    public var recoveryLimit = Duration.seconds(5)
    /// The arena's program.
    public var program: URL
    /// Told what happens.
    public var report: @Sendable (String) -> Void = { _ in }

    /// A run of some rounds.
    public init(program: URL, seed: UInt64, rounds: Int, faults: [ChaosFault] = ChaosFault.allCases) {
        self.program = program
        self.seed = seed
        self.rounds = rounds
        self.faults = faults
    }

    /// What a run came to.
    public struct Outcome: Sendable {
        /// Votes that the arena confirmed.
        public var confirmed = 0
        /// The time from each fault's end to the next confirmed vote.
        public var recoveries: [Duration] = []
        /// Everything that must not have happened, in words.
        public var violations: [String] = []
    }

    /// Runs all rounds, or until the arena cannot be brought back.
    public func run() async throws -> Outcome {
        var chance = SeededChance(seed: seed)
        var outcome = Outcome()
        let arena = try await ChaosArena.start(program: program, seed: seed, isDurable: isDurable)
        let client = ChaosClient()
        do {
            client.move(to: try await arena.startServer())
            for round in 1...rounds {
                let fault = faults[chance.below(faults.count)]
                let found = try await self.round(fault, arena, client, &chance, &outcome)
                let recovery = outcome.recoveries.last.map { $0 / .seconds(1) } ?? 0
                report(
                    "round \(round)/\(rounds) \(fault.rawValue): \(client.votes.count) votes, recovered in "
                        + "\((recovery * 1000).rounded() / 1000) s" + (found.isEmpty ? "" : "  VIOLATED")
                )
                outcome.violations += found.map { "round \(round) (\(fault.rawValue)): \($0)" }
                client.forget()
                if !found.isEmpty, outcome.violations.count > 20 { break }
            }
        } catch {
            outcome.violations.append("\(error)")
            report(await arena.serverLog().suffix(2_000).description)
        }
        await client.shutdown()
        await arena.stop()
        return outcome
    }

    private func round(
        _ fault: ChaosFault,
        _ arena: ChaosArena,
        _ client: ChaosClient,
        _ chance: inout SeededChance,
        _ outcome: inout Outcome
    ) async throws -> [String] {
        let load = SeededChance(seed: chance.next())
        let before = Duration.milliseconds(150 + chance.below(350))
        let during = Duration.milliseconds(200 + chance.below(800))
        let size = chance.below(1_000)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await client.vote(voters: voters, chance: load) }
            defer {
                client.stop()
                group.cancelAll()
            }
            try await Task.sleep(for: before)
            try await inflict(fault, arena, client, during: during, size: size)
            let end = ContinuousClock.now
            while client.lastConfirmed <= end {
                guard end.duration(to: .now) < .seconds(60) else {
                    throw ChaosFailure("nothing is confirmed a minute after \(fault.rawValue)")
                }
                try await Task.sleep(for: .milliseconds(5))
            }
            let recovery = end.duration(to: client.lastConfirmed)
            outcome.recoveries.append(recovery)
            try await Task.sleep(for: .milliseconds(100))
            client.stop()
            try await group.waitForAll()
            try await client.settle(within: .seconds(30))
            outcome.confirmed += client.votes.count
            var found = try await audit(arena, client)
            if recovery > recoveryLimit { found.append("recovered after \(recovery / .seconds(1)) s") }
            return found
        }
    }

    private func inflict(
        _ fault: ChaosFault,
        _ arena: ChaosArena,
        _ client: ChaosClient,
        during: Duration,
        size: Int
    ) async throws {
        func network(_ mode: FaultProxy.Mode, cutting: Bool = false) async throws {
            arena.proxy.mode = mode
            if cutting { arena.proxy.cut() }
            try await Task.sleep(for: during)
            arena.proxy.mode = .pass
        }
        switch fault {
        case .refuse: try await network(.refuse, cutting: true)
        case .cut: arena.proxy.cut()
        case .truncate: try await network(.truncate(oneIn: 2 + size % 40))
        case .corrupt: try await network(.corrupt(oneIn: 1 + size % 30))
        case .delay: try await network(.delay(milliseconds: Int64(20 + size % 300)))
        case .swallow:
            try await network(.swallow)
            // What was swallowed is gone; a network that comes back has forgotten its connections.
            arena.proxy.cut()
        case .killServer:
            try await arena.killServer()
            client.move(to: try await arena.startServer())
        case .stopServer:
            guard try await arena.stopServer() == 0 else { throw ChaosFailure("the server stopped with an error") }
            client.move(to: try await arena.startServer())
        case .killPostgres:
            try await arena.killPostgres()
            try await arena.startPostgres()
        case .restartPostgres: try await arena.restartPostgres()
        case .terminateSessions: try await arena.terminateSessions()
        }
    }

    /// Compares what was confirmed with what is stored, and the board with a fold from scratch.
    private func audit(_ arena: ChaosArena, _ client: ChaosClient) async throws -> [String] {
        var found = client.wrong
        let (battles, head) = try await arena.battles()
        if Set(battles.values.map(\.seq)) != Set(1...max(head, 1)) && head > 0 {
            found.append("the log's head says \(head), and its seqs do not run from 1 to there")
        }
        for vote in client.votes.values {
            guard let confirmed = vote.confirmed else { continue }
            guard let stored = battles[confirmed.battle] else {
                found.append("battle \(confirmed.battle) was confirmed and is lost")
                continue
            }
            if stored.seq != confirmed.seq || stored.outcome != vote.outcome {
                let said = "\(vote.outcome) at \(confirmed.seq)"
                found.append("battle \(confirmed.battle) was confirmed as \(said), and is \(stored)")
            }
        }
        // Whatever the faults did to it, the server's board comes to be that of the whole log.
        var board = try await client.board()
        let start = ContinuousClock.now
        while (board["log_position"] as? Int64) != head, start.duration(to: .now) < .seconds(20) {
            try await Task.sleep(for: .milliseconds(20))
            board = (try? await client.board()) ?? [:]
        }
        let folded = try ChaosClient.json(try await arena.foldedFromScratch())
        for key in ["log_position", "battles", "models", "not_rankable", "converged"] {
            if ChaosClient.spelled(board[key]) != ChaosClient.spelled(folded[key]) {
                found.append("the board's \(key) are not those of a fold from scratch")
            }
        }
        return found
    }
}
