import AsyncHTTPClient
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import Synchronization

/// Voters, with a memory of every ticket they voted on and of what the arena said.
final class ChaosClient: Sendable {
    /// A vote that was sent.
    struct Vote: Sendable {
        let outcome: String
        /// The battle's name and place in the log, once the arena has confirmed it.
        var confirmed: (battle: String, seq: Int64)?
    }

    private struct Memory {
        var base = ""
        var votes: [String: Vote] = [:]
        var isVoting = false
        var lastConfirmed = ContinuousClock.now
        /// Answers that no vote may get, whatever happens.
        var wrong: [String] = []
    }

    private let memory = Mutex(Memory())

    /// Says at once that nobody listens, where the shared one would try again and again.
    private let http = {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// Closes the voters' connections.
    func shutdown() async { try? await http.shutdown() }

    /// Where the arena is; new after each start.
    func move(to base: String) { memory.withLock { $0.base = base } }

    private var base: String { memory.withLock { $0.base } }

    var votes: [String: Vote] { memory.withLock { $0.votes } }
    var wrong: [String] { memory.withLock { $0.wrong } }
    var lastConfirmed: ContinuousClock.Instant { memory.withLock { $0.lastConfirmed } }

    static func json(_ data: Data) throws -> [String: Any] {
        guard let json = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
            throw ChaosFailure("an answer is no JSON object")
        }
        return json
    }

    /// A part of an answer in one spelling, for comparing.
    static func spelled(_ value: Any?) -> String {
        let data = try? JSONSerialization.data(withJSONObject: ["": value ?? NSNull()], options: .sortedKeys)
        return data.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private func send(_ path: String, _ body: [String: String]?) async throws -> (status: UInt, json: [String: Any]) {
        var request = HTTPClientRequest(url: base + path)
        if let body {
            request.method = .POST
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(try JSONEncoder().encode(body))
        }
        let response = try await http.execute(request, timeout: .seconds(20))
        let data = Data(buffer: try await response.body.collect(upTo: 16 * 1024 * 1024))
        return (response.status.code, (try? Self.json(data)) ?? [:])
    }

    /// The board, whatever its state.
    func board() async throws -> [String: Any] { try await send("/api/v1/leaderboard", nil).json }

    /// Votes from many at once until ``stop()``.
    func vote(voters: Int, chance: SeededChance) async {
        memory.withLock { $0.isVoting = true }
        await withDiscardingTaskGroup { group in
            for voter in 0..<voters {
                group.addTask {
                    var own = chance
                    for _ in 0...voter { _ = own.next() }
                    while self.memory.withLock({ $0.isVoting }) { await self.voteOnce(&own) }
                }
            }
        }
    }

    func stop() { memory.withLock { $0.isVoting = false } }

    private func voteOnce(_ chance: inout SeededChance) async {
        let outcome = ["model_a", "model_b", "tie", "both_bad"][chance.below(4)]
        guard let drawn = try? await send("/api/v1/battles", [:]), drawn.status == 200,
            let ticket = drawn.json["ticket"] as? String
        else {
            try? await Task.sleep(for: .milliseconds(10))
            return
        }
        memory.withLock { $0.votes[ticket] = Vote(outcome: outcome) }
        await cast(ticket, outcome)
    }

    /// Sends a vote once and remembers the answer.
    @discardableResult
    private func cast(_ ticket: String, _ outcome: String) async -> Bool {
        guard let answer = try? await send("/api/v1/battles/vote", ["ticket": ticket, "outcome": outcome]) else {
            return false
        }
        return memory.withLock { memory in
            switch answer.status {
            case 200:
                guard let battle = answer.json["battle"] as? String, let seq = answer.json["log_position"] as? Int64,
                    answer.json["outcome"] as? String == outcome
                else {
                    memory.wrong.append("a vote was confirmed with an answer that does not fit it: \(answer.json)")
                    return false
                }
                if let before = memory.votes[ticket]?.confirmed, before != (battle, seq) {
                    memory.wrong.append("a vote was confirmed twice, as \(before) and as \((battle, seq))")
                }
                memory.votes[ticket]?.confirmed = (battle, seq)
                memory.lastConfirmed = .now
                return true
            case 503, 500: return false
            default:
                memory.wrong.append("a vote was refused with \(answer.status): \(answer.json)")
                return false
            }
        }
    }

    /// Sends every vote that was not confirmed until it is.
    func settle(within limit: Duration) async throws {
        let start = ContinuousClock.now
        for (ticket, vote) in votes where vote.confirmed == nil {
            while await !cast(ticket, vote.outcome) {
                guard wrong.isEmpty, start.duration(to: .now) < limit else {
                    throw ChaosFailure("a vote cannot be settled within \(limit / .seconds(1)) s: \(wrong)")
                }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    /// Forgets votes that have been checked.
    func forget() { memory.withLock { $0.votes = [:] } }
}
