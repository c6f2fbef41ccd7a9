import ArenaTestSupport
import Foundation
import Synchronization
import Testing

extension EndToEnd {
    @Suite(.timeLimit(.minutes(10))) struct CrashTests {
        /// Votes from many clients at once, with what was acknowledged.
        private final class Voters: Sendable {
            let acknowledged = Mutex<[String: String]>([:])
            let tickets = Mutex<[String]>([])

            func vote(on patient: ArenaClient, for duration: Duration) async {
                let client = ArenaClient(base: patient.base, patience: 3)
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<8 {
                        group.addTask {
                            let start = ContinuousClock.now
                            while start.duration(to: .now) < duration {
                                guard let ticket = try? await client.draw() else {
                                    try? await Task.sleep(for: .milliseconds(20))
                                    continue
                                }
                                self.tickets.withLock { $0.append(ticket) }
                                let outcome = ["model_a", "model_b", "tie", "both_bad"].randomElement() ?? "tie"
                                guard let answer = try? await client.vote(ticket, outcome), answer.status == 200 else {
                                    continue
                                }
                                self.acknowledged.withLock { $0[ticket] = outcome }
                            }
                        }
                    }
                }
            }

            /// Every acknowledged vote must be there, once, and the board must be what a fold from scratch gives.
            func check(_ client: ArenaClient, data: String) async throws {
                let acknowledged = acknowledged.withLock { $0 }
                let tickets = tickets.withLock { $0 }
                #expect(!acknowledged.isEmpty)
                for (ticket, outcome) in acknowledged {
                    let answer = try await client.vote(ticket, outcome)
                    let receipt = try answer.decoded(ArenaClient.Receipt.self)
                    #expect(receipt.status == "already_recorded" && receipt.outcome == outcome)
                }
                let counted = try await client.board().battles - 3000
                #expect(counted >= acknowledged.count && counted <= tickets.count)
                for ticket in tickets where acknowledged[ticket] == nil {
                    let answer = try await client.vote(ticket, "tie")
                    #expect(answer.status == 200 || answer.status == 409)
                }
                let isComplete = try await eventually { try await client.board().battles == 3000 + tickets.count }
                #expect(isComplete, "each ticket is one battle")
                let board = try await client.board()
                let output = try await ArenaProcess.run(["rank", "--format", "json", "--data-directory", data])
                let folded = try ArenaClient.Answer(status: 200, etag: nil, body: Data(output.out.utf8))
                    .decoded(ArenaClient.Board.self)
                #expect(folded == board)
            }
        }

        @Test func aKilledServerLosesNoAcknowledgedVote() async throws {
            let data = try ArenaProcess.scratch()
            defer { EndToEnd.remove(data) }
            let voters = Voters()
            for isPostgresKilledToo in [false, true] {
                let (process, client) = try await ArenaProcess.serve(data: data)
                async let voting: Void = voters.vote(on: client, for: .seconds(2))
                try await Task.sleep(for: .seconds(1))
                try await process.kill()
                if isPostgresKilledToo { try EndToEnd.killPostgres(of: data) }
                await voting
            }
            let (process, client) = try await ArenaProcess.serve(data: data)
            try await voters.check(client, data: data)
            #expect(try await process.terminate() == 0)
        }

        @Test func aKilledPostgresComesBackUnderTheRunningServer() async throws {
            try await EndToEnd.withArena { arena in
                let voters = Voters()
                async let voting: Void = voters.vote(on: arena.client, for: .seconds(3))
                try await Task.sleep(for: .seconds(1))
                try EndToEnd.killPostgres(of: arena.data)
                await voting
                let isBack = try await eventually(within: .seconds(60)) {
                    guard let ticket = try? await arena.client.draw() else { return false }
                    voters.tickets.withLock { $0.append(ticket) }
                    return try await arena.client.vote(ticket, "tie").status == 200
                }
                #expect(isBack)
                try await voters.check(arena.client, data: arena.data)
            }
        }
    }
}
