import ArenaCore
import Crypto
import Testing

@Suite struct VoterPseudonymsTests {
    private let pseudonyms = VoterPseudonyms(key: SymmetricKey(data: [UInt8](repeating: 7, count: 32)))

    @Test func dependOnValueDomainAndKey() {
        #expect(pseudonyms.voter(cookie: "a") == pseudonyms.voter(cookie: "a"))
        #expect(pseudonyms.voter(cookie: "a") != pseudonyms.voter(cookie: "b"))
        #expect(pseudonyms.voter(cookie: "a") != pseudonyms.voter(judge: "a"))
        let other = VoterPseudonyms(key: SymmetricKey(data: [UInt8](repeating: 8, count: 32)))
        #expect(pseudonyms.voter(cookie: "a") != other.voter(cookie: "a"))
    }

    @Test func networksAreOfPrefixes() {
        let home = pseudonyms.network(of: [192, 0, 2, 1])
        #expect(home == pseudonyms.network(of: [192, 0, 2, 254]))
        #expect(home != pseudonyms.network(of: [192, 0, 3, 1]))
        let mapped: [UInt8] = Array(repeating: 0, count: 10) + [0xff, 0xff, 192, 0, 2, 9]
        #expect(home == pseudonyms.network(of: mapped))
        let six: [UInt8] = [0x20, 1, 0xd, 0xb8, 0, 1] + Array(repeating: 0, count: 10)
        var neighbour = six
        neighbour[15] = 9
        #expect(pseudonyms.network(of: six) == pseudonyms.network(of: neighbour))
        neighbour[5] = 9
        #expect(pseudonyms.network(of: six) != pseudonyms.network(of: neighbour))
    }
}
