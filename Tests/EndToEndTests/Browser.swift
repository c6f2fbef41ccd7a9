import ArenaTestSupport
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import ProcessTestSupport

/// A real Chromium, driven through chromedriver (the W3C's WebDriver protocol).
actor Browser {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private struct Value<Content: Decodable>: Decodable {
        let value: Content
    }

    private struct Session: Decodable {
        let sessionId: String
    }

    private let driver: ChildProcess
    private let log: URL
    private var session = ""

    private init() async throws {
        log = URL(filePath: "/tmp/arena-e2e-\(UUID().uuidString).driver.log")
        let program = URL(filePath: "/usr/bin/chromedriver")
        driver = try await ChildProcess.start(program, ["--port=0"], output: log, error: log)
    }

    /// Whether the programs are installed.
    static var isInstalled: Bool {
        ["/usr/bin/chromium", "/usr/bin/chromedriver"].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Opens a window of a size, and closes it after the body.
    static func with(
        width: Int,
        height: Int,
        darkMode: Bool = false,
        _ body: (Browser) async throws -> Void
    ) async throws {
        let browser = try await Browser()
        try await browser.start(width: width, height: height, darkMode: darkMode)
        do {
            try await body(browser)
        } catch {
            await browser.stop()
            throw error
        }
        await browser.stop()
    }

    func open(_ url: String) async throws {
        let _: String? = try await command("url", ["url": url])
    }

    /// Runs a script in the page and gives what it returns.
    func evaluate<Result: Decodable & Sendable>(_ script: String, as: Result.Type = Result.self) async throws -> Result
    {
        try await command("execute/sync", ["script": script, "args": [String]()])
    }

    /// Waits until an expression is true in the page.
    func wait(until expression: String) async throws {
        let isTrue = await eventually {
            (try? await evaluate("return Boolean(\(expression))", as: Bool.self)) ?? false
        }
        guard isTrue else {
            let text: String = try await evaluate("return document.body.innerText")
            throw Failure(description: "never came true in the page: \(expression); the page says: \(text)")
        }
    }

    /// Clicks the first element of a selector, as a mouse does.
    func click(_ selector: String) async throws {
        let found: [String: String] = try await command("element", ["using": "css selector", "value": selector])
        guard let element = found.values.first else { throw Failure(description: "no \(selector) in the page") }
        let _: String? = try await command("element/\(element)/click", [String: String]())
    }

    /// Presses a key.
    func press(_ key: String) async throws {
        let strokes = ["keyDown", "keyUp"].map { ["type": $0, "value": key] }
        let source: [String: Any] = ["type": "key", "id": "keyboard", "actions": strokes]
        let _: String? = try await command("actions", ["actions": [source]])
    }

    /// What the console said at the level of errors.
    func consoleErrors() async throws -> [String] {
        struct Line: Decodable {
            let level, message: String
        }
        let lines: [Line] = try await command("se/log", ["type": "browser"])
        return lines.filter { $0.level == "SEVERE" }.map(\.message)
    }

    /// A picture of the page as PNG.
    func screenshot() async throws -> Data {
        let text: String = try await request("session/\(session)/screenshot", method: .GET, body: nil)
        return Data(base64Encoded: text) ?? Data()
    }

    private func start(width: Int, height: Int, darkMode: Bool) async throws {
        var arguments = [
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--lang=en-US",
            "--window-size=\(width),\(height)",
        ]
        if darkMode { arguments.append("--force-dark-mode") }
        let capabilities: [String: Any] = [
            "browserName": "chrome", "goog:chromeOptions": ["args": arguments, "binary": "/usr/bin/chromium"],
            "goog:loggingPrefs": ["browser": "ALL"],
        ]
        guard await eventually({ port() != nil }) else { throw Failure(description: "chromedriver does not start") }
        let body = try JSONSerialization.data(withJSONObject: ["capabilities": ["alwaysMatch": capabilities]])
        let made: Session = try await request("session", method: .POST, body: body)
        session = made.sessionId
    }

    private func stop() async {
        let _: String?? = try? await request("session/\(session)", method: .DELETE, body: nil)
        try? await driver.kill()
        try? FileManager.default.removeItem(at: log)
    }

    private func port() -> String? {
        let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        return text.firstMatch(of: #/started successfully on port (\d+)/#).map { String($0.1) }
    }

    private func command<Result: Decodable & Sendable>(_ name: String, _ body: [String: Any]) async throws -> Result {
        let data = try JSONSerialization.data(withJSONObject: body)
        return try await request("session/\(session)/\(name)", method: .POST, body: data)
    }

    private enum Method: String {
        case GET, POST, DELETE
    }

    private func request<Result: Decodable & Sendable>(
        _ path: String,
        method: Method,
        body: Data?
    ) async throws -> Result {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port() ?? "0")/\(path)")
        request.method = .RAW(value: method.rawValue)
        if let body { request.body = .bytes(ByteBuffer(data: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let answer = Data(buffer: try await response.body.collect(upTo: 64 << 20))
        guard response.status.code == 200 else {
            throw Failure(description: "\(path): \(String(decoding: answer, as: UTF8.self).prefix(500))")
        }
        return try JSONDecoder().decode(Value<Result>.self, from: answer).value
    }
}
