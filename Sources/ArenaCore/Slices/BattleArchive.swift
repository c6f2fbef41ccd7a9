public import Foundation

/// Reads the log with all that puts battles into slices.
public protocol BattleArchive: Sendable {
    /// At most `limit` entries of `stream` after `seq`, in order.
    func page(
        of stream: Stream,
        after seq: Int64,
        limit: Int,
        where choice: ArchiveChoice
    ) async throws -> ArchivePage
}

/// Which battles of the log are read, and what of them; withdrawals always are.
public struct ArchiveChoice: Sendable, Equatable {
    /// Battles voted on at this moment or later.
    public var since: Date?
    /// Battles voted on before this moment.
    public var until: Date?
    /// Battles of these voters only; all when empty.
    public var voters: [VoterID] = []
    /// No battles of these voters.
    public var withoutVoters: [VoterID] = []
    /// Whether the styles of their responses are looked up.
    public var wantsStyles = true

    /// All battles.
    public static let all = ArchiveChoice()

    /// All battles.
    public init() {}
}

/// A run of log entries with what puts battles into slices.
public struct ArchivePage: Sendable {
    /// A battle.
    public struct Battle: Sendable, Equatable {
        /// Its place in the log.
        public let seq: Int64
        /// Who met, and how it ended.
        public let battle: LogEntry.Battle
        /// Its traits, by their place among the page's.
        public let traits: Int
        /// The styles of both responses, where they are known.
        public let styles: Styles?
        /// The probability with which its pair was drawn, where it was recorded.
        public let probability: Double?

        /// A battle.
        public init(
            seq: Int64,
            battle: LogEntry.Battle,
            traits: Int,
            styles: Styles?,
            probability: Double? = nil
        ) {
            self.seq = seq
            self.battle = battle
            self.traits = traits
            self.styles = styles
            self.probability = probability
        }
    }

    /// The styles of two responses.
    public struct Styles: Sendable, Equatable {
        /// That of side A.
        public let a: ResponseStyle
        /// That of side B.
        public let b: ResponseStyle

        /// Styles of both sides.
        public init(a: ResponseStyle, b: ResponseStyle) {
            self.a = a
            self.b = b
        }
    }

    /// A battle that stopped or began to count again.
    public struct Withdrawal: Sendable, Equatable {
        /// The battle's place in the log.
        public let battleSeq: Int64
        /// Whether it counts again.
        public let isReinstatement: Bool

        /// A withdrawal.
        public init(battleSeq: Int64, isReinstatement: Bool) {
            self.battleSeq = battleSeq
            self.isReinstatement = isReinstatement
        }
    }

    /// The different traits of the page's battles.
    public let traits: [Traits]
    /// The battles, in order.
    public let battles: [Battle]
    /// The withdrawals, in order; all of battles up to the page's end.
    public let withdrawals: [Withdrawal]

    /// A page.
    public init(traits: [Traits], battles: [Battle], withdrawals: [Withdrawal]) {
        self.traits = traits
        self.battles = battles
        self.withdrawals = withdrawals
    }
}
