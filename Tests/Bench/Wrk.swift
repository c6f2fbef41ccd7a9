import Foundation

/// wrk, the load generator: 64 connections on two threads.
enum Wrk {
    /// What it saw.
    struct Result {
        let perSecond: Double
        /// In milliseconds.
        let median: Double
        let p99: Double
    }

    /// Asks for one address again and again.
    static func get(_ url: String, header: String? = nil, seconds: Int) async throws -> Result {
        try await run(["-c64", "-d\(seconds)s"] + (header.map { ["-H", $0] } ?? []) + [url])
    }

    /// Votes with tickets, each once; at about `rate` a second where one is given, by waiting between votes.
    static func vote(_ base: String, _ tickets: [String], seconds: Int, rate: Double? = nil) async throws -> Result {
        let name = Tool.scratch.appending(path: "votes-\(UUID().uuidString)").path
        let half = tickets.count / 2
        for (thread, part) in [tickets[..<half], tickets[half...]].enumerated() {
            try Data(part.joined(separator: "\n").utf8).write(to: URL(filePath: "\(name)-\(thread)"))
        }
        // Each of the 64 connections votes, takes its answer, which comes after some milliseconds, and waits a random time.
        let pause = rate.map { max(0, 64_000 / $0 - expectedMilliseconds) }
        let delay = pause.map { "function delay() return math.random(0, \(Int((2 * $0).rounded()))) end" } ?? ""
        try Data(
            """
            local threads = 0
            function setup(thread) thread:set("number", threads); threads = threads + 1 end
            function init() wrk.method = "POST"; wrk.headers["Content-Type"] = "application/json"
              file = io.open("\(name)-" .. number); count = 0; math.randomseed(number + 1) end
            local outcomes = {"model_a", "model_b", "tie", "both_bad"}
            function request() count = count + 1
              return wrk.format(nil, "/api/v1/battles/vote", nil,
                '{"ticket":"' .. (file:read() or "used up") .. '","outcome":"' .. outcomes[count % 4 + 1] .. '"}') end
            \(delay)
            """.utf8
        ).write(to: URL(filePath: "\(name).lua"))
        return try await run(["-c64", "-d\(seconds)s", "-s", "\(name).lua", base])
    }

    /// What a vote takes at moderate load: only how near a wanted rate is met depends on it.
    private static let expectedMilliseconds = 4.0

    private static func run(_ arguments: [String]) async throws -> Result {
        let text = try await Tool.run(try Tool.find("wrk"), ["-t2", "--latency"] + arguments)
        guard let rate = text.firstMatch(of: #/Requests/sec:\s+([\d.]+)/#), let perSecond = Double(rate.1),
            let median = milliseconds(text.firstMatch(of: #/50%\s+([\d.]+)(us|ms|s)/#)?.output),
            let p99 = milliseconds(text.firstMatch(of: #/99%\s+([\d.]+)(us|ms|s)/#)?.output)
        else { throw BenchFailure("wrk says: \(text)") }
        if let failed = text.firstMatch(of: #/Non-2xx or 3xx responses: \d+/#) {
            throw BenchFailure("\(failed.0): \(text)")
        }
        return Result(perSecond: perSecond, median: median, p99: p99)
    }

    private static func milliseconds(_ time: (Substring, number: Substring, unit: Substring)?) -> Double? {
        let units: [Substring: Double] = ["us": 0.001, "ms": 1, "s": 1_000]
        guard let time, let number = Double(time.number), let unit = units[time.unit] else { return nil }
        return number * unit
    }
}
