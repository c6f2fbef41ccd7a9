import ArenaCore
import ArenaFormats
import Ranking

/// The battles with an id of their own that were met: each counts once, in however many files it is.
struct RepeatedBattles {
    private var seen: [Identifier<Battle>: Outcome] = [:]
    private var repeated = 0
    /// How many of them ended otherwise than where they were met first.
    private var contradicting = 0
    private var firstContradiction = ""

    /// Whether a battle is met for the first time.
    mutating func isNew(_ id: (high: UInt64, low: UInt64)?, _ battle: BattleRecord, of file: String) -> Bool {
        guard let (high, low) = id else { return true }
        let identifier = Identifier<Battle>(high: high, low: low)
        guard let before = seen[identifier] else {
            seen[identifier] = battle.outcome
            return true
        }
        repeated += 1
        if before != battle.outcome {
            contradicting += 1
            if contradicting == 1 { firstContradiction = "\(file):\(battle.line)" }
        }
        return false
    }

    /// Says what was passed over.
    func tell() {
        guard repeated > 0 else { return }
        let others =
            contradicting == 0
            ? ""
            : """
            ; \(Numbers.grouped(contradicting)) of them with another winner, of which the first counts \
            (\(firstContradiction) is the first such)
            """
        let records = Numbers.counted(repeated, "record repeats a battle", "records repeat battles")
        Console.note("\(records) met before (same id, time, judge and models), which count once\(others).")
    }
}
