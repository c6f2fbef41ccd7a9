import ArenaCore
import Crypto
import Foundation
import Testing

@Suite struct TicketTests {
    private let sealer = TicketSealer(key: SymmetricKey(size: .bits256))

    private func pairing(model: Int32 = 1, probability: Double = 0.25) -> Pairing {
        Pairing(
            battle: .random(),
            stream: .main,
            prompt: .random(),
            responseA: .random(),
            responseB: .random(),
            modelA: ModelID(rawValue: model),
            modelB: ModelID(rawValue: .max),
            probability: probability,
            policy: 1,
            voter: .random(),
            servedAt: Date(timeIntervalSince1970: 1_700_000_000.123456)
        )
    }

    @Test func opensToWhatWasSealed() throws {
        let pairing = pairing()
        let expiry = Date(timeIntervalSince1970: 1_700_000_100.5)
        let opened = try sealer.open(try sealer.seal(pairing, expiresAt: expiry))
        #expect(opened.pairing == pairing)
        #expect(opened.expiresAt == expiry)
    }

    @Test func hasOneLengthAndNoTwoAlike() throws {
        let tickets = try (0..<50).map { number in
            try sealer.seal(pairing(model: Int32(number), probability: 1 / Double(number + 1)), expiresAt: Date())
        }
        #expect(Set(tickets.map(\.count)).count == 1)
        let same = pairing()
        #expect(try sealer.seal(same, expiresAt: .distantFuture) != sealer.seal(same, expiresAt: .distantFuture))
    }

    @Test func everyAlteredCharacterIsRefused() throws {
        let ticket = try sealer.seal(pairing(), expiresAt: Date())
        for index in ticket.indices {
            var altered = ticket
            altered.replaceSubrange(index...index, with: ticket[index] == "A" ? "B" : "A")
            #expect(throws: ArenaError.self) { try sealer.open(altered) }
        }
    }

    @Test(arguments: ["", "A", "====", "not a ticket", "€", String(repeating: "A", count: 100_000)])
    func garbageIsRefused(ticket: String) {
        let error = #expect(throws: ArenaError.self) { try sealer.open(ticket) }
        #expect(error?.code == .ticketInvalid)
    }

    @Test func oneTicketHasOneSpelling() throws {
        let ticket = try sealer.seal(pairing(), expiresAt: Date())
        for spelling in [ticket + "=", ticket + "==", ticket + "\n", " " + ticket] {
            #expect(throws: ArenaError.self) { try sealer.open(spelling) }
        }
    }

    @Test func anotherKeyDoesNotOpenIt() throws {
        let ticket = try sealer.seal(pairing(), expiresAt: Date())
        let other = TicketSealer(key: SymmetricKey(size: .bits256))
        let error = #expect(throws: ArenaError.self) { try other.open(ticket) }
        #expect(error?.code == .ticketInvalid)
    }
}

@Suite struct IdentifierTests {
    @Test func timeOrderedOnesAreOfTheirTimeAndAllDifferent() {
        let date = Date(timeIntervalSince1970: 1_700_000_000.123)
        let made = (0..<2_000).map { _ in Identifier<Battle>.timeOrdered(at: date) }
        #expect(Set(made).count == made.count)
        for identifier in made {
            #expect(identifier.halves.high >> 16 == 1_700_000_000_123)
            #expect(identifier.bytes[6] >> 4 == 7 && identifier.bytes[8] >> 6 == 2, "version and variant of RFC 9562")
        }
        let later = Identifier<Battle>.timeOrdered(at: date + 0.001)
        #expect(made.allSatisfy { $0 < later })
        // The rest is random: each of its bits is set in about half of them.
        for bit in 0..<62 { #expect((800...1_200).contains(made.count { $0.halves.low >> UInt64(bit) & 1 == 1 })) }
    }
}
