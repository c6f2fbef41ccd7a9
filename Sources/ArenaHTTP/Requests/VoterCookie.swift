import ArenaCore
import HTTPTypes

/// The cookie by which a browser is known again, and nothing else about it.
struct VoterCookie: Sendable, Equatable {
    private static let name = "arena_voter"
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    /// 128 bits at six a character; the last one carries two.
    private static let length = 22

    /// 128 random bits in base64url.
    let value: String

    /// A new one.
    init() {
        var generator = SystemRandomNumberGenerator()
        var characters = (1..<Self.length).map { _ in Self.alphabet[Int.random(in: 0..<64, using: &generator)] }
        characters.append(Self.alphabet[Int.random(in: 0..<4, using: &generator) << 4])
        value = String(decoding: characters, as: UTF8.self)
    }

    /// The one a request carries.
    ///
    /// - Parameter headers: those of the request.
    /// - Returns: `nil` when it has none of the form that is given out here.
    init?(_ headers: HTTPFields) {
        let pairs = headers[values: .cookie].flatMap { $0.split(separator: ";") }
        let values = pairs.compactMap { pair -> Substring? in
            let parts = pair.split(separator: "=", maxSplits: 1).map { $0.trimming(while: \.isWhitespace) }
            return parts.count == 2 && parts[0] == Self.name ? parts[1] : nil
        }
        guard let value = values.first(where: Self.isWellFormed) else { return nil }
        self.value = String(value)
    }

    /// What makes a browser keep it for a year.
    func setting(isSecure: Bool) -> String {
        let year = 365 * 24 * 60 * 60
        let attributes = "Path=/; Max-Age=\(year); HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
        return "\(Self.name)=\(value); \(attributes)"
    }

    private static func isWellFormed(_ text: Substring) -> Bool {
        guard text.utf8.count == length, text.utf8.allSatisfy(alphabet.contains), let last = text.utf8.last,
            let bits = alphabet.firstIndex(of: last)
        else { return false }
        return bits % 16 == 0
    }
}
