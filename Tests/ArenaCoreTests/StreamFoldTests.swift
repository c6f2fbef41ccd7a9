import ArenaCore
import Ranking
import Testing

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
        let checkpoint = Checkpoint(of: try Self.fold([.battle(Self.battle(1, 2, .modelA))]))
        for length in 0..<checkpoint.bytes.count {
            #expect(Checkpoint(seq: 1, bytes: Array(checkpoint.bytes.prefix(length))).fold() == nil)
        }
        #expect(Checkpoint(seq: 1, bytes: checkpoint.bytes + [0]).fold() == nil)
    }
}
