import ArenaCore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import ArenaHTTP

@Suite struct SliceRoutesTests {
    private struct Board: Decodable {
        struct Model: Decodable { let name: String }
        struct Parameter: Decodable { let name: String }
        let slice: String
        let method: String
        let battles: Int
        let log_position: Int
        let models: [Model]
        let parameters: [Parameter]?
    }

    private struct Slices: Decodable {
        struct Category: Decodable {
            let name: String
            let battles: Int
        }
        struct Language: Decodable {
            let code: String
            let battles: Int
        }
        let battles: Int
        let categories: [Category]
        let languages: [Language]
        let methods: [String]
        let style_control: Bool
    }

    @Test func aBoardIsAskedForByItsAddress() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                func board(_ query: String) async throws -> Board {
                    let answer = try await client.execute(uri: "/api/v1/leaderboard?\(query)", method: .get)
                    #expect(answer.status == .ok, "\(query): \(String(buffer: answer.body))")
                    return try JSONDecoder().decode(Board.self, from: Data(answer.body.readableBytesView))
                }
                let coding = try await board("category=coding")
                #expect(coding.slice == "coding" && coding.method == "bradley_terry" && coding.log_position == 100)
                #expect(coding.models.count == 3)
                #expect(try await board("category=coding&category=coding").slice == "coding")
                let korean = try await board("category=math&language=k%6F")
                #expect(korean.slice == "math,language=ko" && korean.battles != coding.battles)
                #expect(try await board("method=rao-kupper").method == "rao_kupper")
                #expect(try await board("method=davidson&language=en").method == "davidson")
                #expect(try await board("method=elo&category=coding").battles == coding.battles)
                let elo = try await client.execute(uri: "/api/v1/leaderboard?method=elo", method: .get)
                let text = String(buffer: elo.body)
                for part in [
                    #""method":"elo""#, #""order_dependent":true"#, #""interval":"none""#, #""rating_lower":null"#,
                ] {
                    #expect(text.contains(part), "\(part)")
                }
                let picture = try await client.execute(uri: "/api/v1/leaderboard.svg?method=elo", method: .get)
                #expect(picture.status == .ok && String(buffer: picture.body).contains("order of the battles"))
                let styled = try await board("style_control=true&category=")
                #expect(styled.parameters?.map(\.name) == ["length", "headers", "lists", "bold"])
                // What everybody sees stays that, however it is asked for.
                #expect(try await board("method=bradley-terry&style_control=false&category=overall").battles == 100)
                let answer = try await client.execute(uri: "/api/v1/leaderboard?category=coding", method: .get)
                let tag = try #require(answer.headers[.eTag])
                let same = try await client.execute(
                    uri: "/api/v1/leaderboard?category=coding",
                    method: .get,
                    headers: [.ifNoneMatch: tag]
                )
                #expect(same.status == .notModified)
            }
        }
    }

    @Test func slicesAreListed() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let answer = try await client.execute(uri: "/api/v1/slices", method: .get)
                #expect(answer.headers[.accessControlAllowOrigin] == "*")
                let slices = try JSONDecoder().decode(Slices.self, from: Data(answer.body.readableBytesView))
                #expect(slices.battles == 99 && slices.style_control)
                #expect(slices.methods == ["bradley-terry", "davidson", "rao-kupper", "elo"])
                #expect(Set(slices.languages.map(\.code)) == ["en", "ko"])
                #expect(slices.categories.contains { $0.name == "excluding_refusals" })
                #expect(slices.categories.map(\.battles) == slices.categories.map(\.battles).sorted(by: >))
            }
        }
    }

    @Test(
        arguments: [
            ("category=poetry", 404, "poetry"), ("category=my+own%2B", 404, "my own+"),
            ("category=coding&category=math", 400, "twice"), ("category=%ff", 400, "UTF-8"),
            ("method=coin", 400, "method"), ("style-control=true", 400, "style_control"),
            ("Category=coding", 400, "category"),
            ("style_control=maybe", 400, "style_control"),
            ("style_control=true&method=davidson", 400, "bradley-terry"),
            ("at=2026-01-01&category=coding", 404, "rank --save"),
        ]
    )
    func whatCannotBeIsSaid(query: String, status: Int, word: String) async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let answer = try await client.execute(uri: "/api/v1/leaderboard?\(query)", method: .get)
                #expect(answer.status.code == status && String(buffer: answer.body).contains(word))
            }
        }
    }
}
