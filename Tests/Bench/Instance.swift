import Foundation
import FoundationNetworking
import ProcessTestSupport

/// A running `arena serve`.
final class Instance {
    private let process: ChildProcess
    private let output: URL
    private let started = ContinuousClock.now
    private(set) var port = 0
    private(set) var adminPort = 0
    /// From starting the process until it said to be ready.
    private(set) var startTime = Duration.zero

    /// Starts the server and waits until it is ready.
    static func start(_ database: BenchDatabase) async throws -> Instance {
        let instance = try await Instance(database)
        try await instance.untilReady()
        return instance
    }

    private init(_ database: BenchDatabase) async throws {
        output = Tool.scratch.appending(path: "serve-\(UUID().uuidString).log")
        let arguments = [
            "serve", "--port", "0", "--admin-port", "0", "--database-url", database.connectionString, "--log-level",
            "warning",
        ]
        let program = Tool.products.appending(path: "arena")
        process = try await ChildProcess.start(program, arguments, output: output, error: output)
    }

    private func untilReady() async throws {
        while started.duration(to: .now) < .seconds(300) {
            guard process.isRunning else { break }
            let text = try String(contentsOf: output, encoding: .utf8)
            if let up = text.firstMatch(of: #/The arena is up: http://127.0.0.1:(\d+)/ /#),
                let admin = text.firstMatch(of: #/operators: http://127.0.0.1:(\d+)/metrics/#)
            {
                (port, adminPort) = (Int(up.1) ?? 0, Int(admin.1) ?? 0)
                if try await get("/health/ready") != nil {
                    startTime = started.duration(to: .now)
                    return
                }
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw BenchFailure("arena serve did not come up: \(try String(contentsOf: output, encoding: .utf8))")
    }

    func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    /// The body of an answer with status 200.
    func get(_ path: String, admin: Bool = false) async throws -> Data? {
        guard let url = URL(string: "http://127.0.0.1:\(admin ? adminPort : port)\(path)") else { return nil }
        guard let (data, response) = try? await URLSession.shared.data(from: url) else { return nil }
        return (response as? HTTPURLResponse)?.statusCode == 200 ? data : nil
    }

    /// The sum of a metric over its labels, as far as these have `label` in them.
    func metric(_ name: String, _ label: String = "") async throws -> Double {
        let text = String(decoding: try await get("/metrics", admin: true) ?? Data(), as: UTF8.self)
        return text.split(separator: "\n").reduce(0) { sum, line in
            let parts = line.split(separator: " ")
            guard parts.count == 2, parts[0] == name || parts[0].hasPrefix(name + "{"),
                parts[0].contains(label) || label == ""
            else { return sum }
            return sum + (Double(parts[1]) ?? 0)
        }
    }

    /// The most memory it has held, in bytes.
    func peakMemory() throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        guard let peak = status.firstMatch(of: #/VmHWM:\s+(\d+) kB/#), let kilobytes = Int(peak.1) else { return 0 }
        return kilobytes * 1024
    }

    /// Tells it to stop and waits until it has.
    func stop() async throws {
        process.terminate()
        try await process.end()
    }
}
