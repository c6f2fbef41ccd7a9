public import Ranking

/// The append-only log of battles: the only truth, from which everything published is folded.
public protocol BattleLog: Sendable {
    /// Appends the battles that are not there yet, all in one transaction, with consecutive seqs in commit order.
    ///
    /// - Returns: for each battle, in order, what became of it.
    /// - Throws: `ArenaError`; with `.unavailable` the outcome may be unknown, and appending the same battles again is safe.
    func append(_ battles: [NewBattle], to stream: Stream) async throws -> [AppendResult]

    /// Appends exclusions or reinstatements of battles, all in one transaction.
    ///
    /// - Throws: `ArenaError` with `.notFound` when one of the battles is not in the stream.
    func append(_ withdrawals: [Withdrawal], to stream: Stream) async throws

    /// The last seq of every stream and the catalogue's revision.
    func heads() async throws -> LogHeads

    /// At most `limit` entries of `stream` after `seq`, in order.
    func entries(of stream: Stream, after seq: Int64, limit: Int) async throws -> [LogEntry]

    /// The outcome recorded for a battle, when it was recorded.
    func recordedOutcome(of battle: Identifier<Battle>, in stream: Stream) async throws -> RecordedOutcome?
}

/// What became of one battle of a batch.
public enum AppendResult: Sendable, Equatable {
    /// It was written now.
    case appended(seq: Int64)
    /// A battle of that identifier was there already.
    case present(RecordedOutcome)
    /// It refers to what is not stored, and was not written.
    case dangling
}

/// The outcome that the log holds for a battle.
public struct RecordedOutcome: Sendable, Equatable {
    /// Its place in the stream.
    public let seq: Int64
    /// What the voter said.
    public let outcome: Outcome

    /// A recorded outcome.
    public init(seq: Int64, outcome: Outcome) {
        self.seq = seq
        self.outcome = outcome
    }
}

/// An exclusion of a battle from every fold, or its undoing; an entry of the log like any other.
public struct Withdrawal: Sendable, Equatable {
    /// Which way it goes.
    public enum Kind: String, Sendable {
        /// The battle stops counting.
        case exclusion
        /// The battle counts again.
        case reinstatement
    }

    /// Which way it goes.
    public let kind: Kind
    /// The battle.
    public let battle: Identifier<Battle>
    /// Why, for whoever reads the log.
    public let reason: String
    /// The test that led to it, when there was one.
    public let test: String?
    /// That test's statistic.
    public let statistic: Double?
    /// Who did it.
    public let actor: String

    /// A withdrawal.
    public init(
        kind: Kind,
        battle: Identifier<Battle>,
        reason: String,
        test: String? = nil,
        statistic: Double? = nil,
        actor: String
    ) {
        self.kind = kind
        self.battle = battle
        self.reason = reason
        self.test = test
        self.statistic = statistic
        self.actor = actor
    }
}
