import ArenaTestSupport
import Foundation

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

    private let process = Process()
    private let output: URL
    nonisolated let arguments: [String]

    private init(arguments: [String], output: URL) {
        self.arguments = arguments
        self.output = output
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
        let process = ArenaProcess(arguments: arguments, output: output)
        try await process.start()
        var client: ArenaClient?
        let isUp = try await eventually(within: .seconds(120)) {
            if let address = try await process.address() { client = ArenaClient(base: address) }
            guard await process.isRunning else { return true }
            return try await client?.isReady() ?? false
        }
        guard isUp, let client, await process.isRunning else {
            await process.kill()
            throw Failure(description: "arena serve did not come up: \(try await process.log())")
        }
        return (process, client)
    }

    /// Runs a command to its end.
    static func run(
        _ arguments: [String],
        environment: [String: String] = [:],
        input: String? = nil
    ) async throws -> Output {
        let process = Process()
        process.executableURL = products.appending(path: "arena")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let files = ["out", "err"].map { URL(filePath: "/tmp/arena-e2e-\(UUID().uuidString).\($0)") }
        for file in files { try Data().write(to: file) }
        defer { for file in files { try? FileManager.default.removeItem(at: file) } }
        process.standardOutput = try FileHandle(forWritingTo: files[0])
        process.standardError = try FileHandle(forWritingTo: files[1])
        process.standardInput =
            try input.map { try FileHandle(forReadingFrom: URL(filePath: $0)) } ?? FileHandle.nullDevice
        let status = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
        return Output(status: status, out: texts[0], err: texts[1])
    }

    var isRunning: Bool { process.isRunning }

    var identifier: Int32 { process.processIdentifier }

    /// Kills it at once, as a crash does.
    func kill() async {
        guard process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        _ = await eventually { Self.hasEnded(process.processIdentifier) }
    }

    /// Whether a process is gone or only waits to be collected; `Process` itself also waits for its children's children.
    static func hasEnded(_ process: Int32) -> Bool {
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return true }
        return stat.split(separator: ")").last?.hasPrefix(" Z") ?? true
    }

    /// Asks it to stop and waits for its end.
    func terminate() async throws -> Int32 {
        process.terminate()
        guard await eventually(within: .seconds(60), { !process.isRunning }) else {
            throw Failure(description: "arena serve did not stop: \(try log())")
        }
        return process.terminationStatus
    }

    /// All it said so far.
    func log() throws -> String {
        try String(contentsOf: output, encoding: .utf8)
    }

    private func start() throws {
        try Data().write(to: output)
        let handle = try FileHandle(forWritingTo: output)
        process.executableURL = Self.products.appending(path: "arena")
        process.arguments = arguments
        process.standardOutput = handle
        process.standardError = handle
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    private func address() throws -> String? {
        let log = try log()
        guard let match = log.firstMatch(of: #/The arena is up: (http:\S+?)/ /#) else { return nil }
        return String(match.1)
    }
}
