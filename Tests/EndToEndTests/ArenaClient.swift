import AsyncHTTPClient
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// A program that talks to the arena's API.
struct ArenaClient: Sendable {
    /// An answer with its body read.
    struct Answer: Sendable {
        let status: UInt
        let etag: String?
        let body: Data

        func decoded<Value: Decodable>(_: Value.Type = Value.self) throws -> Value {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(Value.self, from: body)
        }
    }

    struct Board: Decodable, Equatable {
        struct Row: Decodable, Equatable {
            let model, name: String
            let rating, ratingLower, ratingUpper, standardError: Double
            let rank, rankLowerBound: Int
            let battles, wins, losses, ties, bothBad: Int
        }

        struct Unrankable: Decodable, Equatable {
            let name, reason: String
        }

        let logPosition: Int
        let sample, converged: Bool
        let battles: Int
        let models: [Row]
        let notRankable: [Unrankable]
    }

    struct Battle: Decodable {
        let ticket: String
    }

    struct Receipt: Decodable {
        struct Side: Decodable {
            let name: String
        }

        let status, battle, outcome: String
        let modelA, modelB: Side
    }

    struct Refusal: Decodable {
        struct Detail: Decodable {
            let code, message: String
        }

        let error: Detail
    }

    let base: String
    /// How many seconds an answer may take, tries to connect to a server that is away included.
    var patience: Int64 = 30

    func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
        var request = HTTPClientRequest(url: base + path)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        return try await send(request)
    }

    func post(_ path: String, _ body: [String: String] = [:]) async throws -> Answer {
        var request = HTTPClientRequest(url: base + path)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(try JSONEncoder().encode(body))
        return try await send(request)
    }

    func isReady() async throws -> Bool {
        (try? await get("/health/ready").status) == 200
    }

    func board() async throws -> Board {
        try await get("/api/v1/leaderboard").decoded()
    }

    func draw() async throws -> String {
        try await post("/api/v1/battles").decoded(Battle.self).ticket
    }

    func draw(_ count: Int) async throws -> [String] {
        var tickets: [String] = []
        for _ in 0..<count { tickets.append(try await draw()) }
        return tickets
    }

    func vote(_ ticket: String, _ outcome: String) async throws -> Answer {
        try await post("/api/v1/battles/vote", ["ticket": ticket, "outcome": outcome])
    }

    private func send(_ request: HTTPClientRequest) async throws -> Answer {
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(patience))
        let body = try await response.body.collect(upTo: 16 << 20)
        return Answer(
            status: response.status.code,
            etag: response.headers.first(name: "etag"),
            body: Data(buffer: body)
        )
    }
}
