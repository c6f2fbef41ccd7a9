/// What can go wrong in the arena, in words that may be shown to whoever asked.
public struct ArenaError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of failure it is; the set is closed, and each has one answer on the wire.
    public enum Code: Sendable, Equatable, CaseIterable {
        /// The ticket was not made here, or was altered.
        case ticketInvalid
        /// The ticket is too old and was never voted on.
        case ticketExpired
        /// The ticket was made for another voter.
        case ticketForeign
        /// The battle was voted on already, with another outcome.
        case outcomeConflict
        /// No two responses to one prompt are on offer.
        case noBattles
        /// More votes are waiting than may wait.
        case overloaded
        /// The database cannot be reached now; trying again is safe.
        case unavailable
        /// It took too long; whether it was done is not known, and trying again is safe.
        case timeout
        /// What was asked for does not exist.
        case notFound
        /// Stored data contradicts itself; an operator must look.
        case corrupt
    }

    /// What kind of failure it is.
    public let code: Code
    /// One or two sentences for whoever asked; no SQL, no values of others.
    public let message: String

    /// A failure with its sentence.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
