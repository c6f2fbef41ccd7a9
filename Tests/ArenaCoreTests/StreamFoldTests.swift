import ArenaTestSupport
import Ranking
import Testing

@testable import ArenaCore

@Suite struct StreamFoldTests {
    private static func battle(_ a: Int32, _ b: Int32, _ outcome: Outcome) -> LogEntry.Battle {
        LogEntry.Battle(modelA: ModelID(rawValue: a), modelB: ModelID(rawValue: b), outcome: outcome)
    }

    private static func fold(_ events: [LogEntry.Event]) throws -> StreamFold {
        var fold = StreamFold()
        for (index, event) in events.enumerated() { try fold.apply(LogEntry(seq: Int64(index + 1), event: event)) }
        return fold
    }

    private static let three = [3, 1, 2].map { ModelID(rawValue: $0) }

    @Test func countsBattlesInTheOrderAskedFor() throws {
        let fold = try Self.fold([
            .battle(Self.battle(2, 1, .modelA)), .battle(Self.battle(1, 2, .modelA)),
            .battle(Self.battle(3, 1, .tie)), .battle(Self.battle(3, 2, .bothBad)),
        ])
        let counts = try #require(fold.counts(inOrderOf: Self.three))
        var expected = PairCounts(modelCount: 3)
        expected.add(a: 2, b: 1, outcome: .modelA)
        expected.add(a: 1, b: 2, outcome: .modelA)
        expected.add(a: 0, b: 1, outcome: .tie)
        expected.add(a: 0, b: 2, outcome: .bothBad)
        #expect(counts == expected)
        #expect(fold.seq == 4)
    }

    @Test func anUnknownModelIsNoticed() throws {
        let fold = try Self.fold([.battle(Self.battle(9, 1, .modelA))])
        #expect(fold.counts(inOrderOf: Self.three) == nil)
    }

    @Test func exclusionsUndoExactlyAndOnce() throws {
        let battle = Self.battle(1, 2, .modelB)
        let kept = LogEntry.Event.battle(Self.battle(2, 3, .modelA))
        let without = try Self.fold([kept]).counts(inOrderOf: Self.three)
        let with = try Self.fold([kept, .battle(battle)]).counts(inOrderOf: Self.three)
        let excluded: [LogEntry.Event] = [
            kept, .battle(battle), .exclusion(battleSeq: 2, battle), .exclusion(battleSeq: 2, battle),
        ]
        #expect(try Self.fold(excluded).counts(inOrderOf: Self.three) == without)
        let reinstated = excluded + [.reinstatement(battleSeq: 2, battle), .reinstatement(battleSeq: 2, battle)]
        #expect(try Self.fold(reinstated).counts(inOrderOf: Self.three) == with)
        #expect(try Self.fold(reinstated).excluded.isEmpty)
    }

    @Test(arguments: [0, 2, 7] as [Int64])
    func aGapOrARepetitionIsRefused(seq: Int64) throws {
        var fold = StreamFold()
        let error = #expect(throws: ArenaError.self) {
            try fold.apply(LogEntry(seq: seq, event: .battle(Self.battle(1, 2, .tie))))
        }
        #expect(error?.code == .corrupt)
    }

    @Test func aCheckpointGoesOnWhereTheFoldWas() throws {
        let events: [LogEntry.Event] = [
            .battle(Self.battle(1, 2, .modelA)), .battle(Self.battle(3, 2, .tie)), .battle(Self.battle(2, 3, .bothBad)),
            .exclusion(battleSeq: 1, Self.battle(1, 2, .modelA)),
        ]
        let fold = try Self.fold(events)
        var restored = try #require(Checkpoint(of: fold).fold())
        #expect(restored == fold)
        let next = LogEntry(seq: 5, event: .reinstatement(battleSeq: 1, Self.battle(1, 2, .modelA)))
        var whole = fold
        try whole.apply(next)
        try restored.apply(next)
        #expect(restored == whole)
        #expect(restored.counts(inOrderOf: Self.three) == whole.counts(inOrderOf: Self.three))
    }

    @Test func aDamagedCheckpointIsNotRead() throws {
        let checkpoint = Checkpoint(
            of: try Self.fold([
                .battle(Self.battle(1, 2, .modelA)), .exclusion(battleSeq: 1, Self.battle(1, 2, .modelA)),
            ])
        )
        #expect(checkpoint.fold() != nil)
        for length in 0..<checkpoint.bytes.count {
            #expect(Checkpoint(seq: 2, bytes: Array(checkpoint.bytes.prefix(length))).fold() == nil)
        }
        #expect(Checkpoint(seq: 2, bytes: checkpoint.bytes + [0]).fold() == nil)
        #expect(Checkpoint(seq: 3, bytes: checkpoint.bytes).fold() == nil, "of another place in the log")
        for place in checkpoint.bytes.indices {
            var bytes = checkpoint.bytes
            bytes[place] ^= 1 << (place % 8)
            #expect(Checkpoint(seq: 2, bytes: bytes).fold() == nil, "byte \(place)")
        }
    }

    /// Random entries: battles among five models, and exclusions and reinstatements of earlier ones.
    private static func entries(_ count: Int64, seed: UInt64) -> [LogEntry] {
        var generator = SeededGenerator(seed: seed)
        var battles: [(Int64, LogEntry.Battle)] = []
        return (1...count).map { seq in
            let kind = Int.random(in: 0..<12, using: &generator)
            if kind < 2, let (battleSeq, battle) = battles.randomElement(using: &generator) {
                let event: LogEntry.Event =
                    kind == 0 ? .exclusion(battleSeq: battleSeq, battle) : .reinstatement(battleSeq: battleSeq, battle)
                return LogEntry(seq: seq, event: event)
            }
            let a = Int32.random(in: 1...5, using: &generator)
            let b = (a + Int32.random(in: 0..<4, using: &generator)) % 5 + 1
            let outcome = Outcome.allCases.randomElement(using: &generator) ?? .tie
            battles.append((seq, battle(a, b, outcome)))
            return LogEntry(seq: seq, event: .battle(battle(a, b, outcome)))
        }
    }

    /// What Elo comes to over the battles that stand at the end, one by one.
    private static func plainElo(_ entries: [LogEntry], _ fold: StreamFold) -> [Double] {
        var elo = Elo(modelCount: fold.models.count)
        for entry in entries where !fold.excluded.contains(entry.seq) {
            guard case .battle(let battle) = entry.event, let a = fold.models.firstIndex(of: battle.modelA),
                let b = fold.models.firstIndex(of: battle.modelB)
            else { continue }
            elo.record(a: a, b: b, outcome: battle.outcome)
        }
        return elo.ratings
    }

    @Test(arguments: 1...6) func eloUndoesWhatIsExcluded(seed: UInt64) throws {
        let entries = Self.entries(800, seed: seed)
        var fold = StreamFold()
        var wasBehind = false
        for entry in entries {
            try fold.apply(entry)
            wasBehind = wasBehind || !fold.isEloCurrent
            // Now and then it is brought up to the fold, a few entries at a time.
            if entry.seq.isMultiple(of: 37) {
                while !fold.isEloCurrent { try fold.replay(entries.dropFirst(Int(fold.elo.seq)).prefix(50)) }
                #expect(fold.elo.ratings == Self.plainElo(Array(entries.prefix(Int(entry.seq))), fold))
                #expect(Checkpoint(of: fold).fold() == fold)
            }
        }
        #expect(wasBehind)
        try fold.replay(entries.dropFirst(Int(fold.elo.seq)))
        #expect(fold.isEloCurrent && fold.elo.ratings == Self.plainElo(entries, fold))
        let error = #expect(throws: ArenaError.self) {
            var behind = StreamFold()
            try behind.apply(entries[0])
            try behind.apply(LogEntry(seq: 2, event: .exclusion(battleSeq: 1, Self.battle(1, 2, .tie))))
            try behind.replay([LogEntry(seq: 2, event: .battle(Self.battle(1, 2, .tie)))])
        }
        #expect(error?.code == .corrupt, "an entry left out")
    }

    @Test func eloGoesBackToAMilestoneAndNoFurther() throws {
        let count = EloTrack.firstInterval * 3 + 100
        let entries = (1...count).map { seq in
            LogEntry(seq: seq, event: .battle(Self.battle(Int32(seq % 3) + 1, Int32(seq % 3) + 2, .modelA)))
        }
        var fold = StreamFold()
        for entry in entries { try fold.apply(entry) }
        let late = EloTrack.firstInterval * 2 + 50
        guard case .battle(let battle) = entries[Int(late) - 1].event else { return }
        let exclusion = LogEntry(seq: count + 1, event: .exclusion(battleSeq: late, battle))
        try fold.apply(exclusion)
        #expect(fold.elo.seq == EloTrack.firstInterval * 2)
        try fold.replay((entries + [exclusion]).dropFirst(Int(fold.elo.seq)))
        #expect(fold.elo.ratings == Self.plainElo(entries, fold))
        // Another fold that came there by another way has the same milestones.
        var other = try #require(Checkpoint(of: fold).fold())
        try other.apply(LogEntry(seq: count + 2, event: .reinstatement(battleSeq: late, battle)))
        #expect(other.elo.seq == EloTrack.firstInterval * 2)
    }
}
