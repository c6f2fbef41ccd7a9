import ArenaTestSupport
import Foundation
import Testing

extension EndToEnd {
    @Suite(.enabled(if: Browser.isInstalled, "chromium and chromium-driver are not installed"))
    struct PageTests {
        private static let isOpen = "document.querySelector('#choices:not([disabled])')"
        private static let isRevealed = "document.querySelector('#outcome:not([hidden])')"
        /// On a phone a vote waits until both responses have been on the screen.
        private static let isFree = "!document.querySelector('[data-outcome][aria-disabled=true]')"
        /// A server that knows no slices says so with 404, which the console repeats.
        private static func complaints(_ browser: Browser) async throws -> [String] {
            try await browser.consoleErrors().filter { !$0.contains("/api/v1/slices") }
        }

        @Test func aVoteByMouseIsRevealedAndOnTheBoard() async throws {
            try await EndToEnd.withArena { arena in
                try await Browser.with(width: 1280, height: 900) { browser in
                    try await browser.open(arena.client.base + "/")
                    try await browser.wait(until: Self.isOpen)
                    let before: String = try await browser.evaluate("return document.body.innerText")
                    for name in try await arena.client.board().models.map(\.name) {
                        #expect(!before.contains(name), "nothing tells the models before the vote")
                    }
                    try await browser.click("[data-outcome=model_a]")
                    try await browser.wait(until: Self.isRevealed)
                    let names = try await arena.client.board().models.map(\.name)
                    let after: String = try await browser.evaluate(
                        "return document.querySelector('#verdicts').innerText"
                    )
                    #expect(names.filter { after.contains($0) }.count == 2)
                    let isCounted = try await eventually { try await arena.client.board().battles == 3001 }
                    #expect(isCounted)
                    try await browser.open(arena.client.base + "/leaderboard")
                    try await browser.wait(until: "document.querySelectorAll('#board-rows tr').length === 6")
                    let board: String = try await browser.evaluate("return document.body.innerText")
                    #expect(board.contains("3,001"))
                    #expect(try await Self.complaints(browser) == [])
                }
            }
        }

        @Test func aPhoneVotesByKeyTwiceWithoutScrollingSideways() async throws {
            try await EndToEnd.withArena { arena in
                try await Browser.with(width: 500, height: 800, darkMode: true) { browser in
                    try await browser.open(arena.client.base + "/")
                    for (count, key) in [(3001, "t"), (3002, "x")] {
                        try await browser.wait(until: Self.isOpen)
                        let _: Int = try await browser.evaluate(
                            """
                            const panes = document.querySelectorAll("#conversation .pane");
                            panes.forEach((pane) => pane.focus());
                            return panes.length;
                            """
                        )
                        try await browser.wait(until: Self.isFree)
                        try await browser.press(key)
                        try await browser.wait(until: Self.isRevealed)
                        let isCounted = try await eventually { try await arena.client.board().battles == count }
                        #expect(isCounted)
                        try await Task.sleep(for: .milliseconds(500))
                        try await browser.press("n")
                    }
                    for path in ["/", "/leaderboard"] {
                        try await browser.open(arena.client.base + path)
                        let width: Int = try await browser.evaluate(
                            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
                        )
                        #expect(width <= 0, "\(path)")
                    }
                    #expect(try await Self.complaints(browser) == [])
                }
            }
        }

        @Test func aResponseCannotRunScript() async throws {
            try await EndToEnd.withArena { arena in
                let payloads = [
                    "<script>window.owned = 1</script>", "<img src=x onerror='window.owned = 1'>",
                    "[click](javascript:window.owned=1)", "![x](http://127.0.0.1:9/pixel.png)",
                    "<svg onload=window.owned=1>", "<iframe srcdoc='<script>parent.owned=1</script>'></iframe>",
                ]
                let text = payloads.joined(separator: "\n\n")
                let records = ["A", "B"].map { name in
                    [["role": "user", "content": text], ["role": "assistant", "content": text + name]]
                }
                let record: [String: Any] = [
                    "question_id": "1", "model_a": "<b>A</b>", "model_b": "<script>window.owned = 1</script>",
                    "winner": "tie",
                    "conversation_a": records[0], "conversation_b": records[1],
                ]
                let path = arena.data + "-hostile.jsonl"
                try JSONSerialization.data(withJSONObject: record).write(to: URL(filePath: path))
                let output = try await ArenaProcess.run(["import", path, "--data-directory", arena.data])
                #expect(output.status == 0, "\(output)")
                _ = try await eventually { try await arena.client.board().battles == 1 }
                try await Browser.with(width: 1280, height: 900) { browser in
                    try await browser.open(arena.client.base + "/")
                    try await browser.wait(until: Self.isOpen)
                    try await browser.click("[data-outcome=both_bad]")
                    try await browser.wait(until: Self.isRevealed)
                    let shown: String = try await browser.evaluate("return document.body.innerText")
                    #expect(shown.contains("<script>window.owned = 1</script>"))
                    try await browser.open(arena.client.base + "/leaderboard")
                    try await browser.wait(until: "document.querySelectorAll('#board-rows tr').length === 2")
                    #expect(try await browser.evaluate("return window.owned === undefined", as: Bool.self))
                    #expect(try await Self.complaints(browser) == [])
                }
            }
        }
    }
}
