import ArenaTestSupport
import Foundation
import ProcessTestSupport

/// The arena's own binary, run as its users run it: on a data directory of its own and a free port.
actor ArenaProcess {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// What a command that ended left behind.
    struct Output: Sendable {
        let status: Int32
        let out: String
        let err: String
    }

    /// The folder of the products, where SwiftPM puts the binary beside the tests.
    static let products = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()

    private let process: ChildProcess
    /// The binary itself.
    private static let program = products.appending(path: "arena")

    private let output: URL
    nonisolated let arguments: [String]

    private init(arguments: [String], output: URL) async throws {
        self.arguments = arguments
        self.output = output
        process = try await ChildProcess.start(Self.program, arguments, output: output, error: output)
    }

    /// A fresh directory that a server without root's rights can reach.
    static func scratch() throws -> String {
        let path = "/tmp/arena-e2e-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    /// Starts `arena serve` on a free port and waits until it is ready.
    static func serve(data: String, _ more: [String] = []) async throws -> (process: ArenaProcess, client: ArenaClient)
    {
        let output = URL(filePath: data + "-serve-\(UUID().uuidString.prefix(8)).log")
        let arguments = ["serve", "--data-directory", data, "--port", "0", "--poll-interval", "50"] + more
        let process = try await ArenaProcess(arguments: arguments, output: output)
        var client: ArenaClient?
        let isUp = try await eventually(within: .seconds(120)) {
            if let address = try await process.address() { client = ArenaClient(base: address) }
            guard await process.isRunning else { return true }
            return try await client?.isReady() ?? false
        }
        guard isUp, let client, await process.isRunning else {
            try await process.kill()
            throw Failure(description: "arena serve did not come up: \(try await process.log())")
        }
        return (process, client)
    }

    /// Runs a command to its end, with what a file holds coming through a pipe.
    static func run(_ arguments: [String], pipedFrom file: String) async throws -> Output {
        let shell = ["-c", #"cat "$0" | "$@""#, file, program.path]
        return try await run(shell + arguments, of: URL(filePath: "/bin/sh"))
    }

    /// Runs a command to its end.
    static func run(
        _ arguments: [String],
        of program: URL = program,
        environment: [String: String] = [:],
        input: String? = nil
    ) async throws -> Output {
        let files = ["out", "err"].map { URL(filePath: "/tmp/arena-e2e-\(UUID().uuidString).\($0)") }
        defer { for file in files { try? FileManager.default.removeItem(at: file) } }
        let process = try await ChildProcess.start(
            program,
            arguments,
            environment: environment,
            input: input.map { URL(filePath: $0) },
            output: files[0],
            error: files[1]
        )
        guard let status = try await process.end(within: .seconds(300)) else {
            try await process.kill()
            throw Failure(description: "arena \(arguments.joined(separator: " ")) does not end")
        }
        let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
        return Output(status: status, out: texts[0], err: texts[1])
    }

    var isRunning: Bool { process.isRunning }

    var identifier: Int32 { process.processIdentifier }

    /// Kills it at once, as a crash does.
    func kill() async throws { try await process.kill() }

    /// Asks it to stop and waits for its end.
    func terminate() async throws -> Int32 {
        process.terminate()
        guard let status = try await process.end(within: .seconds(60)) else {
            throw Failure(description: "arena serve did not stop: \(try log())")
        }
        return status
    }

    /// All it said so far.
    func log() throws -> String {
        try String(contentsOf: output, encoding: .utf8)
    }

    private func address() throws -> String? {
        let log = try log()
        guard let match = log.firstMatch(of: #/The arena is up: (http:\S+?)/ /#) else { return nil }
        return String(match.1)
    }
}
