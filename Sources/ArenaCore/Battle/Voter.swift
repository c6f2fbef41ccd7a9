public import Crypto
import Foundation

/// Somebody who votes; known by a pseudonym only.
public enum Voter {}

/// The network somebody votes from; known by a keyed hash only.
public enum Network {}

/// A voter's pseudonym: equal for one voter's battles and telling nothing else.
public typealias VoterID = Identifier<Voter>

/// A keyed hash of a network's address prefix.
public typealias NetworkID = Identifier<Network>

/// Turns what is known of a voter into pseudonyms that cannot be turned back without the key.
public struct VoterPseudonyms: Sendable {
    private let key: SymmetricKey

    /// - Parameter key: 32 secret bytes that all instances of one arena share.
    public init(key: SymmetricKey) {
        self.key = key
    }

    /// The pseudonym of whoever holds the cookie with this value.
    public func voter(cookie: String) -> VoterID {
        VoterID(bytes: code("cookie", Array(cookie.utf8)))
    }

    /// The pseudonym of a judge named in imported data.
    public func voter(judge: String) -> VoterID {
        VoterID(bytes: code("judge", Array(judge.utf8)))
    }

    /// The keyed hash of an address's network: /24 for IPv4, also when written inside IPv6, and /48 for IPv6.
    ///
    /// - Parameter address: 4 or 16 bytes in network order.
    public func network(of address: [UInt8]) -> NetworkID {
        let mapped: [UInt8] = Array(repeating: 0, count: 10) + [0xff, 0xff]
        let plain = address.count == 16 && Array(address.prefix(12)) == mapped ? Array(address.suffix(4)) : address
        return NetworkID(bytes: code("network", Array(plain.prefix(plain.count == 4 ? 3 : 6))))
    }

    private func code(_ domain: String, _ bytes: [UInt8]) -> [UInt8] {
        let code = HMAC<SHA256>.authenticationCode(for: Array(domain.utf8) + [0] + bytes, using: key)
        return Array(code.prefix(16))
    }
}
