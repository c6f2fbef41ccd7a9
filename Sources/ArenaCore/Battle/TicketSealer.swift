public import Crypto
public import Foundation

/// Seals everything about a pairing into an opaque text, and opens it again.
///
/// AES-256-GCM with a random nonce. A ticket is of one length whatever it holds, so that nothing about the models can
/// be read from it.
public struct TicketSealer: Sendable {
    /// What opening a ticket yields.
    public struct Opened: Sendable, Equatable {
        /// The pairing as it was served.
        public let pairing: Pairing
        /// When the ticket stops being accepted for a first vote.
        public let expiresAt: Date
    }

    private static let context = Array("arena ticket 1".utf8)
    private let key: SymmetricKey

    /// - Parameter key: 32 secret bytes that all instances of one arena share.
    public init(key: SymmetricKey) {
        self.key = key
    }

    /// Seals a pairing.
    ///
    /// - Returns: base64url text without padding.
    public func seal(_ pairing: Pairing, expiresAt: Date) throws -> String {
        var writer = ByteWriter()
        writer.write(bytes: pairing.battle.bytes)
        writer.write(pairing.stream.rawValue)
        writer.write(bytes: pairing.prompt.bytes)
        writer.write(bytes: pairing.responseA.bytes)
        writer.write(bytes: pairing.responseB.bytes)
        writer.write(pairing.modelA.rawValue)
        writer.write(pairing.modelB.rawValue)
        writer.write(pairing.probability.bitPattern)
        writer.write(pairing.policy)
        writer.write(bytes: pairing.voter.bytes)
        writer.write(Microseconds.since1970(pairing.servedAt))
        writer.write(Microseconds.since1970(expiresAt))
        let box = try AES.GCM.seal(writer.bytes, using: key, authenticating: Self.context)
        return Base64URL.encode(Array(box.nonce) + box.ciphertext + box.tag)
    }

    /// Opens what `seal` made.
    ///
    /// - Throws: `ArenaError` with `.ticketInvalid` for anything that was altered or sealed with another key.
    public func open(_ ticket: String) throws(ArenaError) -> Opened {
        let invalid = ArenaError(
            .ticketInvalid,
            "This ticket was not issued by this arena or was altered. Ask for a new battle."
        )
        // A canonical text only: one battle has one ticket, not a family of spellings of it.
        guard ticket.utf8.count < 1024, let bytes = Base64URL.decode(ticket),
            let box = try? AES.GCM.SealedBox(combined: bytes),
            let plain = try? AES.GCM.open(box, using: key, authenticating: Self.context)
        else { throw invalid }
        var reader = ByteReader(Array(plain))
        guard let battle = reader.bytes(16), let stream = reader.integer(Int16.self), let prompt = reader.bytes(16),
            let responseA = reader.bytes(16), let responseB = reader.bytes(16),
            let modelA = reader.integer(Int32.self), let modelB = reader.integer(Int32.self),
            let probability = reader.integer(UInt64.self), let policy = reader.integer(UInt16.self),
            let voter = reader.bytes(16), let servedAt = reader.integer(Int64.self),
            let expiresAt = reader.integer(Int64.self), reader.isAtEnd
        else { throw invalid }
        let pairing = Pairing(
            battle: Identifier(bytes: battle),
            stream: Stream(rawValue: stream),
            prompt: Identifier(bytes: prompt),
            responseA: Identifier(bytes: responseA),
            responseB: Identifier(bytes: responseB),
            modelA: ModelID(rawValue: modelA),
            modelB: ModelID(rawValue: modelB),
            probability: Double(bitPattern: probability),
            policy: policy,
            voter: Identifier(bytes: voter),
            servedAt: Microseconds.date(servedAt)
        )
        return Opened(pairing: pairing, expiresAt: Microseconds.date(expiresAt))
    }

    /// Opens a ticket for whoever sends it.
    ///
    /// - Parameter voter: the sender, where that is known.
    /// - Throws: `ArenaError` with `.ticketInvalid`, or `.ticketForeign` when it was given to another voter.
    func open(_ ticket: String, by voter: VoterID?) throws(ArenaError) -> Opened {
        let opened = try open(ticket)
        if let voter, voter != opened.pairing.voter {
            throw ArenaError(.ticketForeign, "This ticket was issued to another voter. Ask for a battle of your own.")
        }
        return opened
    }
}
