import HTTPTypes

/// The proxies whose `X-Forwarded-For` is believed.
public struct TrustedProxies: Sendable {
    /// What is wrong with a list of them.
    public struct Malformed: Error, CustomStringConvertible {
        /// Says what and where.
        public let description: String
    }

    private struct Network {
        let bytes: [UInt8]
        let bits: Int

        func contains(_ address: NetworkAddress) -> Bool {
            guard address.bytes.count == bytes.count else { return false }
            let whole = bits / 8
            guard address.bytes.prefix(whole) == bytes.prefix(whole) else { return false }
            let shift = 8 - bits % 8
            return shift == 8 || address.bytes[whole] >> shift == bytes[whole] >> shift
        }
    }

    private var networks: [Network] = []

    /// Nobody is believed.
    public init() {}

    /// Those of a list such as `10.0.0.0/8,::1`: addresses, and networks by the number of bits that their addresses share.
    ///
    /// - Throws: `Malformed` for what is neither.
    public init(_ list: String) throws(Malformed) {
        for entry in list.split(separator: ",") {
            let parts = entry.trimmed.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = parts.first, let address = NetworkAddress(first) else {
                throw Malformed(description: "\"\(entry.trimmed)\" is no IP address and no network.")
            }
            let most = address.bytes.count * 8
            guard parts.count == 1 || Int(parts[1]).map((0...most).contains) == true else {
                throw Malformed(description: "\"\(entry.trimmed)\" should end in a number of bits from 0 to \(most).")
            }
            networks.append(Network(bytes: address.bytes, bits: parts.count == 1 ? most : Int(parts[1]) ?? most))
        }
    }

    /// Where a request comes from: the last address that no trusted proxy vouches for any further.
    ///
    /// Each proxy adds, on the right, whom it had the request from. Read from there, the first that is not a trusted proxy is
    /// the client; what stands left of it is the client's own word.
    ///
    /// - Parameter peer: the other end of the connection.
    func client(_ peer: NetworkAddress?, _ headers: HTTPFields) -> NetworkAddress? {
        guard !networks.isEmpty, var client = peer else { return peer }
        var hops = headers[values: .forwardedFor].flatMap { $0.split(separator: ",") }
        while isTrusted(client), let hop = hops.popLast() {
            // A proxy that does not know, and says so, ends the chain.
            guard let address = NetworkAddress(hop.trimmed) else { break }
            client = address
        }
        return client
    }

    private func isTrusted(_ address: NetworkAddress) -> Bool { networks.contains { $0.contains(address) } }
}

extension Substring {
    fileprivate var trimmed: Substring {
        let rest = drop { $0 == " " || $0 == "\t" }
        return rest.lastIndex { $0 != " " && $0 != "\t" }.map { rest[...$0] } ?? rest
    }
}
