import Foundation

/// wrk, the load generator: 64 connections on two threads.
enum Wrk {
    /// What it saw.
    struct Result {
        let perSecond: Double
        /// In milliseconds.
        let p99: Double
    }

    /// Asks for one address again and again.
    static func get(_ url: String, header: String? = nil, seconds: Int) async throws -> Result {
        try await run(["-c64", "-d\(seconds)s"] + (header.map { ["-H", $0] } ?? []) + [url])
    }

    /// Votes with tickets, each once.
    static func vote(_ base: String, _ tickets: [String], seconds: Int) async throws -> Result {
        let half = tickets.count / 2
        for (thread, part) in [tickets[..<half], tickets[half...]].enumerated() {
            let file = Tool.scratch.appending(path: "tickets\(thread)")
            try Data(part.joined(separator: "\n").utf8).write(to: file)
        }
        let script = Tool.scratch.appending(path: "vote.lua")
        try Data(
            """
            local threads = 0
            function setup(thread) thread:set("number", threads); threads = threads + 1 end
            function init() wrk.method = "POST"; wrk.headers["Content-Type"] = "application/json"
              file = io.open("\(Tool.scratch.path)/tickets" .. number); count = 0 end
            local outcomes = {"model_a", "model_b", "tie", "both_bad"}
            function request() count = count + 1
              return wrk.format(nil, "/api/v1/battles/vote", nil,
                '{"ticket":"' .. (file:read() or "used up") .. '","outcome":"' .. outcomes[count % 4 + 1] .. '"}') end
            """.utf8
        ).write(to: script)
        return try await run(["-c64", "-d\(seconds)s", "-s", script.path, base])
    }

    private static func run(_ arguments: [String]) async throws -> Result {
        let text = try await Tool.run(try Tool.find("wrk"), ["-t2", "--latency"] + arguments)
        guard let rate = text.firstMatch(of: #/Requests/sec:\s+([\d.]+)/#), let perSecond = Double(rate.1),
            let p99 = text.firstMatch(of: #/99%\s+([\d.]+)(us|ms|s)/#), let value = Double(p99.1)
        else { throw BenchFailure("wrk says: \(text)") }
        if let failed = text.firstMatch(of: #/Non-2xx or 3xx responses: \d+/#) {
            throw BenchFailure("\(failed.0): \(text)")
        }
        let units: [String: Double] = ["us": 0.001, "ms": 1, "s": 1_000]
        return Result(perSecond: perSecond, p99: value * (units[String(p99.2)] ?? 1))
    }
}
