import ChaosKit
import Foundation
import Testing

extension EndToEnd {
    /// A few rounds of the fault suite; `make chaos` runs two hundred.
    @Suite(.timeLimit(.minutes(10))) struct ChaosTests {
        @Test(arguments: ChaosFault.allCases)
        func nothingConfirmedIsLostOrCountedTwice(fault: ChaosFault) async throws {
            let program = ArenaProcess.products.appending(path: "arena")
            var run = ChaosRun(program: program, seed: 2026, rounds: 2, faults: [fault])
            run.voters = 6
            // Other tests share the two processors.
            run.recoveryLimit = .seconds(20)
            let outcome = try await run.run()
            #expect(outcome.violations.isEmpty, "\(outcome.violations)")
            #expect(outcome.recoveries.count == 2 && outcome.confirmed > 10)
        }

        @Test func theAuditSeesWhatAnUnsafePostgresLoses() async throws {
            let program = ArenaProcess.products.appending(path: "arena")
            var run = ChaosRun(program: program, seed: 2026, rounds: 6, faults: [.killPostgres])
            run.isDurable = false
            run.recoveryLimit = .seconds(20)
            let outcome = try await run.run()
            #expect(outcome.violations.contains { $0.contains("is lost") }, "\(outcome)")
        }
    }
}
