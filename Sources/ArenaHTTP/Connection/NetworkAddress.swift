import Foundation
import NIOCore

/// An IP address without a port.
struct NetworkAddress: Hashable, Sendable {
    /// 4 or 16 bytes in network order; an IPv4 address written inside IPv6 has 4.
    let bytes: [UInt8]

    /// The address of a connection's other end; `nil` for Unix sockets.
    init?(_ address: SocketAddress?) {
        guard let text = address?.ipAddress else { return nil }
        self.init(text)
    }

    /// An address as people and proxies write it: also in brackets, and also with a port behind it.
    init?(_ text: some StringProtocol) {
        var text = String(text)
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || Self.isPort(rest) else { return nil }
            text = String(text[text.index(after: text.startIndex)..<end])
        } else if let colon = text.firstIndex(of: ":"), colon == text.lastIndex(of: ":"), Self.isPort(text[colon...]) {
            text = String(text[..<colon])
        }
        // An interface behind the address says nothing about whose it is.
        if let scope = text.firstIndex(of: "%") { text = String(text[..<scope]) }
        let isV6 = text.contains(":")
        var bytes = [UInt8](repeating: 0, count: isV6 ? 16 : 4)
        guard unsafe inet_pton(isV6 ? AF_INET6 : AF_INET, text, &bytes) == 1 else { return nil }
        self.bytes = bytes.starts(with: Self.mapped) ? Array(bytes.suffix(4)) : bytes
    }

    private static func isPort(_ text: Substring) -> Bool { text.first == ":" && UInt16(text.dropFirst()) != nil }

    private static let mapped: [UInt8] = Array(repeating: 0, count: 10) + [0xff, 0xff]
}
