import ArgumentParser
import ChaosKit
import Foundation

/// Kills, cuts and garbles an arena under load, and checks that it keeps its word.
@main
struct Chaos: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Inflict faults on an arena under load and check that no confirmed vote is lost or counted twice.",
        discussion: """
            Every round does one thing to the network, the server or Postgres while clients vote, waits until votes are confirmed \
            again, sends each vote that was not confirmed once more, and then compares what was confirmed with what is \
            stored and the board with a fold from scratch. The same seed gives the same faults.
            """
    )

    @Option(help: "How many faults there are.") var rounds = 200
    @Option(help: "The faults follow from it.") var seed: UInt64 = 1
    @Option(help: "One kind of fault only: \(ChaosFault.allCases.map(\.rawValue).joined(separator: ", ")).")
    var only: String?
    @Flag(help: "Let Postgres confirm what it has not made durable: the run must then find votes that are lost.")
    var unsafe = false

    func validate() throws {
        if let only, ChaosFault(rawValue: only) == nil { throw ValidationError("There is no fault \(only).") }
    }

    func run() async throws {
        let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "arena")
        var faults = only.flatMap(ChaosFault.init).map { [$0] } ?? ChaosFault.allCases
        if unsafe { faults = [.killPostgres] }
        var run = ChaosRun(program: program, seed: seed, rounds: rounds, faults: faults)
        run.isDurable = !unsafe
        run.report = { FileHandle.standardOutput.write(Data(($0 + "\n").utf8)) }
        let outcome = try await run.run()
        let sorted = outcome.recoveries.sorted()
        let slowest = sorted.last.map { $0 / .seconds(1) } ?? 0
        let median = sorted.isEmpty ? 0 : sorted[sorted.count / 2] / .seconds(1)
        print(
            """
            \(outcome.recoveries.count) rounds, \(outcome.confirmed) votes confirmed, recovered in \
            \(String(format: "%.3f", median)) s (median), \(String(format: "%.3f", slowest)) s at most
            """
        )
        for violation in outcome.violations { print("VIOLATION: \(violation)") }
        if unsafe {
            guard outcome.violations.contains(where: { $0.contains("is lost") }) else {
                print("Postgres was made to lose votes, and the audit did not see it.")
                throw ExitCode.failure
            }
            print("As it must: the audit sees the votes that an unsafe Postgres loses.")
        } else if !outcome.violations.isEmpty {
            throw ExitCode.failure
        }
    }
}
