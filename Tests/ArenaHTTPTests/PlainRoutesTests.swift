import ArenaCore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import ArenaHTTP

@Suite("Pages that the server writes")
struct PlainRoutesTests {
    private func form(_ ticket: String?, _ outcome: String?) -> String {
        [ticket.map { "ticket=\($0)" }, outcome.map { "outcome=\($0)" }].compactMap(\.self).joined(separator: "&")
    }

    private func ticketIn(_ page: String) -> String? {
        page.firstMatch(of: /name="ticket" value="([^"]+)"/).map { String($0.1) }
    }

    @Test func aFormVotesWithoutJavaScript() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let page = try await client.get("/plain")
                #expect(page.status == .ok && page.headers[.contentType] == "text/html; charset=utf-8")
                #expect(page.headers[.cacheControl] == "no-store")
                let cookie = try #require(page.cookie)
                let ticket = try #require(ticketIn(page.text))
                for model in TestArena.models { #expect(!page.text.replacing(ticket, with: "").contains(model.name)) }
                #expect(page.text.contains("<strong>weight</strong>") && page.text.contains("<li>leaf</li>"))
                func send(_ body: String, type: String = "application/x-www-form-urlencoded") async throws
                    -> TestResponse
                {
                    try await client.post("/plain/vote?lang=en", body, type: type, cookie: cookie)
                }
                let answer = try await send(form(ticket, "model_a"))
                #expect(answer.status == .ok && answer.text.contains("Your vote is in the log."))
                #expect(TestArena.models.filter { answer.text.contains(">\($0.name)<") }.count >= 1)
                #expect(arena.log.battles.count == 1)
                #expect(try await send(form(ticket, "model_a")).text.contains("in the log already"))
                let conflict = try await send(form(ticket, "tie"))
                #expect(conflict.status == .conflict && conflict.text.contains("a vote cannot be changed"))
                #expect(try await send(form(ticket, nil)).status == .badRequest)
                #expect(try await send(form("x", "tie")).status == .badRequest)
                #expect(try await send("%", type: "text/plain").status == .unsupportedMediaType)
                #expect(arena.log.battles.count == 1)
            }
        }
    }

    @Test func pagesSpeakTheLanguageAskedFor() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                for (header, query, language) in [
                    ("ko,en;q=0.5", "", "ko"), ("en;q=0.4, ko-KR;q=0.9", "", "ko"), ("fr, de", "", "en"),
                    ("ko", "?lang=en", "en"),
                    ("en, ko", "", "en"), ("", "?lang=ko", "ko"), ("ko;q=0, en;q=0.1", "", "en"),
                ] {
                    let page = try await client.get("/plain" + query, headers: [.acceptLanguage: header])
                    #expect(page.text.contains("<html lang=\"\(language)\">"), "\(header) \(query)")
                }
            }
        }
    }

    @Test func failuresArePagesThatSayWhy() async throws {
        try await withArena(isPublished: false) { arena in
            try await arena.application().test(.router) { client in
                let page = try await client.get("/plain")
                #expect(page.status == .serviceUnavailable && page.text.contains("still reading its battle log"))
            }
        }
    }

    @Test func theMethodIsShown() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let page = try await client.get("/method")
                #expect(page.status == .ok && page.text.contains("<h1>How</h1>"))
                #expect(page.text.contains("<em>counting</em>") && page.text.contains("<code>a &lt; b</code>"))
                #expect(!page.text.contains("<b>"))
            }
        }
    }

    @Test func modelsHavePagesOfTheirOwn() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                for slug in ["ash", "elm", "holly"] {
                    let page = try await client.get("/models/\(slug)")
                    #expect(page.status == .ok && page.text == TestPages.files["model.html"])
                }
                for slug in ["fir", "gum", "nobody", "..", "%2e%2e"] {
                    #expect(try await client.get("/models/\(slug)").status == .notFound, "\(slug)")
                }
            }
        }
    }

    @Test func wordsStayWords() {
        var writer = HTMLWriter()
        writer.element("p", [("title", "\"'<&>")]) { writer in
            writer.document(
                MarkdownDocument.parse("x <script>x</script> [a](javascript:x) ![b](https://c.d/\"e) `<i>`\u{0}\u{7}")
            )
        }
        let text = writer.text
        #expect(text.hasPrefix("<p title=\"&quot;&#39;&lt;&amp;&gt;\">"))
        #expect(
            !text.contains("<script") && !text.contains("javascript:") && !text.contains("<img")
                && !text.contains("<i>")
        )
        #expect(!text.contains("\u{0}") && !text.contains("\u{7}"))
    }
}
