/// What may have decided a vote, as its voter may say after it.
public enum VoteReason: String, Sendable, CaseIterable, Hashable {
    /// Whether what is said is right.
    case correctness
    /// Whether all is there that was asked for.
    case completeness
    /// Whether it is easy to follow.
    case clarity
    /// Whether it is as long as it should be.
    case length
    /// Whether it is original.
    case creativity
    /// Whether it does what it was told.
    case instructions
    /// Whether it is well laid out.
    case formatting
    /// Whether it does no harm.
    case safety
}
