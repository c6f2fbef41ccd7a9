import HTTPTypes
import NIOCore

/// A request for the board that is nothing but that: what a program sends that asks for it again and again.
struct BoardRequest {
    /// The tags in its If-None-Match.
    let tags: [String]
    /// Whether it takes gzip.
    let takesGzip: Bool

    /// Much more than any such request needs.
    private static let maximumBytes = 2_048
    private static let firstLine = Array("GET \(FastLane.boardPath) HTTP/1.1\r\n".utf8)
    private static let end = Array("\r\n\r\n".utf8)

    /// Fields that say how the message goes on, or what is to become of the connection.
    private static let framing: Set<String> = [
        "connection", "content-length", "expect", "http2-settings", "keep-alive", "proxy-connection", "te", "trailer",
        "transfer-encoding", "upgrade",
    ]

    /// Reads a request; nil for bytes that are not exactly one of these, from the first to the last.
    ///
    /// Anything out of the ordinary is left to those who read all of HTTP: other bytes than those of plain text, folded
    /// lines, spaces before a colon, no host or two, anything about a body or about the connection but that it be kept.
    init?(_ bytes: ByteBuffer) {
        let view = bytes.readableBytesView
        guard view.count <= Self.maximumBytes, view.starts(with: Self.firstLine), view.suffix(4).elementsEqual(Self.end)
        else { return nil }
        // Each line with its end: what is between is text without one.
        var rest = view.dropFirst(Self.firstLine.count).dropLast(2)
        var fields = HTTPFields()
        var hosts = 0
        while !rest.isEmpty {
            let line = rest.prefix { $0 == 0x09 || (0x20...0x7E).contains($0) }
            rest = rest[line.endIndex...]
            guard rest.starts(with: "\r\n".utf8), let colon = line.firstIndex(of: UInt8(ascii: ":")),
                let name = HTTPField.Name(String(decoding: line[..<colon], as: UTF8.self))
            else { return nil }
            rest = rest.dropFirst(2)
            let value = Substring(decoding: line[line.index(after: colon)...], as: UTF8.self)
                .trimming { $0 == " " || $0 == "\t" }
            switch name.canonicalName {
            case "host":
                hosts += 1
                if value.isEmpty { return nil }
            case "connection" where value.lowercased() == "keep-alive": break
            case let name where Self.framing.contains(name): return nil
            case "if-none-match", "accept-encoding": fields.append(HTTPField(name: name, value: String(value)))
            default: break
            }
        }
        guard hosts == 1 else { return nil }
        tags = fields[values: .ifNoneMatch]
        takesGzip = AcceptedEncodings(fields).takesGzip
    }
}
