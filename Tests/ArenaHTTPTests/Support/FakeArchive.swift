import ArenaCore
import Ranking

/// An archive of the battles of ``TestArena``: in categories and languages, with styles, one of them excluded.
struct FakeArchive: BattleArchive {
    static let traits = [
        Traits(language: "en", tags: ["coding"]), Traits(language: "ko", tags: ["math", "refusal"]), Traits(),
    ]

    /// Battles between the listed models: in English the lower number mostly wins, in Korean the higher one.
    static let battles = (1...100).map { number in
        let pair: (Int32, Int32) = [(1, 2), (2, 3), (1, 3)][number % 3]
        let traits = number % 10 == 0 ? 2 : number % 2
        let isUpset = number % 7 == 0
        let lowerWins = (traits == 1) == isUpset
        return ArchivePage.Battle(
            seq: Int64(number),
            battle: LogEntry.Battle(
                modelA: ModelID(rawValue: pair.0),
                modelB: ModelID(rawValue: pair.1),
                outcome: number % 11 == 0 ? .tie : lowerWins ? .modelA : .modelB
            ),
            traits: traits,
            styles: number % 5 == 0
                ? nil
                : ArchivePage.Styles(
                    a: style(number),
                    b: style(number + 1_000)
                )
        )
    }

    /// Counts that have nothing to do with who wrote the response.
    private static func style(_ number: Int) -> ResponseStyle {
        let hash = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
        func digit(_ shift: UInt64, below limit: UInt64) -> Int32 { Int32(hash >> shift & 0xffff) % Int32(limit) }
        return ResponseStyle(
            length: digit(8, below: 90) + 1,
            headers: digit(20, below: 4),
            lists: digit(32, below: 7),
            bold: digit(44, below: 3)
        )
    }

    func page(
        of stream: ArenaCore.Stream,
        after seq: Int64,
        limit: Int,
        where choice: ArchiveChoice
    ) async throws -> ArchivePage {
        ArchivePage(
            traits: Self.traits,
            battles: Self.battles.filter { $0.seq > seq && $0.seq <= seq + Int64(limit) },
            withdrawals: seq == 0 ? [ArchivePage.Withdrawal(battleSeq: 1, isReinstatement: false)] : []
        )
    }
}
