import HTTPTypes
import Testing

@testable import ArenaHTTP

@Suite struct TrustedProxiesTests {
    private static func client(_ trusted: String, _ peer: String, _ forwarded: String...) throws -> NetworkAddress? {
        var headers = HTTPFields()
        for value in forwarded { headers.append(HTTPField(name: .forwardedFor, value: value)) }
        return try TrustedProxies(trusted).client(NetworkAddress(peer), headers)
    }

    @Test func theClientIsTheLastWhomNoTrustedProxyVouchesFor() throws {
        let client = NetworkAddress("203.0.113.7")
        #expect(try Self.client("10.0.0.0/8", "10.1.2.3", "203.0.113.7") == client)
        #expect(try Self.client("10.0.0.0/8", "10.1.2.3", "1.1.1.1, 203.0.113.7") == client, "the left is hearsay")
        #expect(try Self.client("10.0.0.0/8", "10.1.2.3", "203.0.113.7,\t10.9.9.9 ") == client, "two proxies")
        #expect(try Self.client("10.0.0.0/8", "10.1.2.3", "203.0.113.7", "10.9.9.9") == client, "two header lines")
        #expect(try Self.client("10.0.0.0/8", "10.1.2.3", "203.0.113.7:4711") == client)
        #expect(try Self.client("::1", "::1", "[2001:db8::1]:4711") == NetworkAddress("2001:db8::1"))
        #expect(try Self.client("10.1.2.3", "::ffff:10.1.2.3", "203.0.113.7") == client)
    }

    @Test func withoutAWordOrATrustedOneItIsThePeer() throws {
        let peer = NetworkAddress("10.1.2.3")
        #expect(try Self.client("10.0.0.0/8", "10.1.2.3") == peer)
        #expect(try Self.client("", "10.1.2.3", "203.0.113.7") == peer)
        #expect(try Self.client("10.1.2.4", "10.1.2.3", "203.0.113.7") == peer)
        #expect(try Self.client("10.0.0.0/8", "10.1.2.3", "unknown") == peer)
        #expect(
            try Self.client("10.0.0.0/8", "10.1.2.3", "203.0.113.7, _hidden, 10.0.0.9") == NetworkAddress("10.0.0.9")
        )
        #expect(try Self.client("10.0.0.0/8", "10.1.2.3", "10.0.0.8, 10.0.0.9") == NetworkAddress("10.0.0.8"))
    }

    @Test(arguments: [
        ("10.0.0.0/9", "10.127.1.1", true), ("10.0.0.0/9", "10.128.0.0", false), ("10.0.0.0/0", "192.0.2.1", true),
        ("10.0.0.0/0", "2001:db8::1", false), ("2001:db8::/33", "2001:db8:7fff::1", true),
        ("2001:db8::/33", "2001:db8:8000::1", false), ("192.0.2.1/32", "192.0.2.1", true),
        ("192.0.2.1/32", "192.0.2.0", false),
    ])
    func networksEndWhereTheirBitsDo(network: String, peer: String, isTrusted: Bool) throws {
        let client = NetworkAddress("203.0.113.7")
        #expect(try (Self.client(network, peer, "203.0.113.7") == client) == isTrusted)
    }

    @Test(arguments: [
        "proxy.example.org", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0", "::1/129", "10.0.0.1, x",
    ])
    func namesWhatIsNoNetwork(list: String) {
        let error = #expect(throws: TrustedProxies.Malformed.self) { try TrustedProxies(list) }
        #expect(error?.description.contains(list.split(separator: " ").last ?? "") == true)
    }
}
