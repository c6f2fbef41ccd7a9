import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import ArenaHTTP

@Suite("Pages")
struct PagesTests {
    @Test func servesThePagesUnderTheirPaths() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                for (path, file, type) in [
                    ("/", "index.html", "text/html; charset=utf-8"),
                    ("/?x=1", "index.html", "text/html; charset=utf-8"),
                    ("/index.html", "index.html", "text/html; charset=utf-8"),
                    ("/leaderboard", "leaderboard.html", "text/html; charset=utf-8"),
                    ("/script/vote.js", "script/vote.js", "text/javascript; charset=utf-8"),
                    ("/script/v%6Fte.js", "script/vote.js", "text/javascript; charset=utf-8"),
                    ("/style.css", "style.css", "text/css; charset=utf-8"),
                    ("/icon.svg", "icon.svg", "image/svg+xml"),
                    ("/data.unknown", "data.unknown", "application/octet-stream"),
                ] {
                    let response = try await client.get(path)
                    #expect(response.status == .ok, "\(path)")
                    #expect(response.text == TestPages.files[file], "\(path)")
                    #expect(response.headers[.contentType] == type, "\(path)")
                    #expect(response.headers[.cacheControl] == "no-cache")
                    let tag = try #require(response.headers[.eTag])
                    #expect(try await client.get(path, headers: [.ifNoneMatch: tag]).status == .notModified)
                }
                let head = try await client.execute(uri: "/", method: .head) { $0 }
                #expect(head.status == .ok && head.body.readableBytes == 0)
            }
        }
    }

    @Test func whatIsOfOthersHasAFolderOfItsOwn() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "arena-shelf-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (path, text) in [("pages/index.html", "page"), ("vendor/lib.js", "library"), ("vendor/.gitignore", "*")] {
            let file = folder.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: file)
        }
        let pages = folder.appending(path: "pages").path
        let shelf = try PageShelf(directory: pages, vendor: folder.appending(path: "vendor").path)
        #expect(shelf.page(at: "/vendor/lib.js").map { String(buffer: $0.buffer) } == "library")
        #expect(shelf.page(at: "/vendor/.gitignore") == nil)
        #expect(try PageShelf(directory: pages, vendor: pages + "/none").page(at: "/vendor/lib.js") == nil)
    }

    @Test(arguments: [
        "/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/%2e%2e%2fsecret.txt", "/script/../../secret.txt",
        "/script/..%5c..%5csecret.txt", "/%252e%252e/secret.txt", "//secret.txt", "/./index.html/../../secret.txt",
        "/.secret", "/%2esecret", "/script", "/script/", "/link.txt", "/linked/secret.txt", "/index.html/", "/%",
        "/%00index.html", "/index.html%00", "/etc/passwd", "/%ff%fe", "/script//vote.js",
    ])
    func givesNothingElseAway(path: String) async throws {
        try await withArena { arena in
            let outside = arena.pages.deletingLastPathComponent()
            try Data("secret".utf8).write(to: outside.appending(path: "secret.txt"))
            let files = FileManager.default
            try files.createSymbolicLink(
                at: arena.pages.appending(path: "link.txt"),
                withDestinationURL: outside.appending(path: "secret.txt")
            )
            try files.createSymbolicLink(at: arena.pages.appending(path: "linked"), withDestinationURL: outside)
            try await arena.application().test(.router) { client in
                let response = try await client.get(path)
                #expect(response.status == .notFound)
                #expect(!response.text.contains("secret"))
            }
        }
    }

    @Test func saysWhichFolderItCannotRead() throws {
        #expect { try PageShelf(directory: "/nowhere/at/all") } throws: { "\($0)".contains("/nowhere/at/all") }
        let empty = FileManager.default.temporaryDirectory.appending(path: "arena-empty-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: empty) }
        #expect { try PageShelf(directory: empty.path) } throws: { "\($0)".contains("index.html") }
    }

    private func name(_ text: String) throws -> HTTPField.Name {
        try #require(HTTPField.Name(text))
    }

    @Test func protectsEveryKindOfAnswer() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let tag = try #require(try await client.get("/").headers[.eTag])
                let responses = [
                    try await client.get("/"), try await client.get("/", headers: [.ifNoneMatch: tag]),
                    try await client.get("/nothing"), try await client.get("/api/nothing"),
                    try await client.post("/api/v1/battles"), try await client.post("/api/v1/battles/vote", "{"),
                    try await client.post("/api/v1/leaderboard"), try await client.get("/health/ready"),
                    try await client.get("/api/v1/leaderboard"), try await client.get("/api/v1/models/nothing"),
                ]
                for response in responses {
                    let policy = try #require(response.headers[.contentSecurityPolicy])
                    #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"))
                    #expect(policy.hasSuffix("base-uri 'none'; form-action 'self'; frame-ancestors 'none'"))
                    #expect(response.headers[.xContentTypeOptions] == "nosniff")
                    #expect(try response.headers[name("Referrer-Policy")] == "no-referrer")
                    #expect(try response.headers[name("Cross-Origin-Opener-Policy")] == "same-origin")
                    #expect(try response.headers[name("Permissions-Policy")]?.contains("camera=()") == true)
                    #expect(response.headers[.server] == nil)
                }
                let resourcePolicy = try name("Cross-Origin-Resource-Policy")
                for response in responses.prefix(8) {
                    #expect(response.headers[resourcePolicy] == "same-origin")
                    #expect(response.headers[.accessControlAllowOrigin] == nil)
                }
                for response in responses.suffix(2) {
                    #expect(response.headers[resourcePolicy] == "cross-origin")
                    #expect(response.headers[.accessControlAllowOrigin] == "*")
                }
            }
        }
    }
}
