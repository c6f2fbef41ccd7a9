/// Identifies the battles of one file that carry an id, record after record.
///
/// A record with a time is the battle of its id, time, judge and models, however often it is listed. Without a time, equal ones are
/// told apart by counting: many judgments of one question share its id. The second in a file is then another battle than the first,
/// and the same as the second in the same file read again.
public struct FileIdentities {
    /// How often each record without a time has been met, by half of its identifier.
    private var met: [UInt64: UInt32] = [:]

    /// Begins a file.
    public init() {}

    /// The identifier of the file's next record, high half first; nil for a record without an id.
    public mutating func id(of battle: BattleRecord) -> (UInt64, UInt64)? {
        guard let first = BattleIdentity.id(of: battle) else { return nil }
        guard battle.time == nil else { return first }
        let before = met[first.1, default: 0]
        met[first.1] = before + 1
        return before == 0 ? first : BattleIdentity.id(of: battle, occurrence: UInt64(before))
    }
}
