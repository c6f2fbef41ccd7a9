import ArenaCore
import Foundation
import Ranking
import Synchronization
import Testing

@Suite struct SliceTests {
    private static let english = Traits(language: "en", tags: ["coding"])
    private static let korean = Traits(language: "ko", tags: ["math", "refusal"])

    @Test("a tag with the name of a part that no tag makes changes nothing")
    func reservedTags() {
        let misnamed = Traits(language: "en", tags: ["deduplicated", "duplicate", "excluding_ties", "overall"])
        #expect(!Slice(category: "deduplicated").holds(misnamed, .modelA))
        #expect(Slice(category: "excluding_refusals").holds(misnamed, .tie))
        #expect(!Slice(category: "excluding_ties").holds(misnamed, .tie))
        var columns = BattleColumns()
        let number = columns.number(of: misnamed)
        columns.add(seq: 1, a: 0, b: 1, outcome: .modelA, traits: number)
        let categories = columns.overview().categories
        #expect(categories.map(\.name) == ["duplicate", "deduplicated"] && categories.map(\.battles) == [1, 0])
    }
    private static let silent = Traits()

    private func columns(_ count: Int = 60) -> BattleColumns {
        var columns = BattleColumns(features: ["length"])
        let numbers = [Self.english, Self.korean, Self.silent].map { columns.number(of: $0) }
        #expect(columns.number(of: Self.korean) == numbers[1])
        let outcomes: [Outcome] = [.modelA, .modelB, .tie, .modelA, .bothBad]
        for number in 0..<count {
            columns.add(
                seq: Int64(number + 1),
                a: number % 3,
                b: (number + 1) % 3,
                outcome: outcomes[number % 5],
                traits: numbers[number % 4 == 3 ? 2 : number % 2],
                values: number < 10 ? nil : [Double(number % 3) - 1]
            )
        }
        return columns
    }

    @Test func slicesHoldWhatTheirNamesSay() {
        let columns = columns()
        func total(_ slice: Slice) -> Int64 { SliceTally.tallies(of: [slice], in: columns)[0].counts.total }
        #expect(total(.overall) == 60)
        #expect(total(Slice(category: "coding")) == 30 && total(Slice(language: "ko")) == 15)
        #expect(total(Slice(category: "coding", language: "ko")) == 0)
        #expect(total(Slice(category: "excluding_refusals")) == 45 && total(Slice(category: "nothing")) == 0)
        #expect(total(Slice(category: "excluding_ties")) == 36)
        #expect(total(Slice(category: "excluding_ties", language: "en")) == 18)
        #expect(
            Slice(category: "coding", language: "ko").name == "coding,language=ko" && Slice.overall.name == "overall"
        )
    }

    @Test(arguments: [60, 10_000]) func onePassGivesWhatEachSliceAloneGives(battles: Int) {
        var columns = columns(battles)
        let slices = [
            Slice.overall, Slice(category: "coding"), Slice(language: "en"), Slice(category: "excluding_ties"),
            Slice(category: "excluding_ties", language: "en"), Slice(category: "nothing"),
        ]
        for excluded in [[], [1, 2, 58], [Int64](5...40)] {
            for seq in excluded { columns.set(excluded: true, seq: seq) }
            for (slice, together) in zip(slices, SliceTally.tallies(of: slices, in: columns)) {
                var alone = SliceTally(of: slice)
                alone.follow(columns)
                #expect(alone.counts == together.counts && alone.elo == together.elo, "\(slice.name)")
            }
        }
    }

    @Test func aTallyFollowsBattlesAndWithdrawals() {
        var columns = columns()
        var tally = SliceTally(of: Slice(category: "coding"))
        tally.follow(columns)
        let before = tally.counts
        columns.set(excluded: true, seq: 1)
        columns.set(excluded: true, seq: 1)
        columns.set(excluded: true, seq: 4_000)
        tally.follow(columns)
        #expect(tally.counts.total == 29)
        let number = columns.number(of: Self.english)
        columns.add(seq: 70, a: 2, b: 3, outcome: .modelB, traits: number)
        columns.set(excluded: false, seq: 1)
        tally.follow(columns)
        #expect(tally.counts.total == 31 && tally.counts != before)
        var fresh = SliceTally(of: tally.slice)
        fresh.follow(columns)
        #expect(fresh.counts == tally.counts && fresh.elo == tally.elo)
    }

    @Test func onlyBattlesWhoseFeaturesAreKnownAreFeatured() {
        let columns = columns()
        #expect(columns.hasValues && columns.featured(of: .overall).count == 50)
        #expect(columns.featured(of: Slice(language: "ko")).count == 12)
        #expect(BattleColumns().featured(of: .overall).count == 0)
        // Who asks for none of them needs none.
        #expect(columns.featured(of: .overall, by: ["side"]).count == 60)
    }

    @Test func anOverviewCountsEachCategoryAndLanguage() {
        var columns = columns()
        columns.set(excluded: true, seq: 1)
        let overview = columns.overview()
        #expect(overview.battles == 59)
        let categories = Dictionary(uniqueKeysWithValues: overview.categories.map { ($0.name, $0.battles) })
        #expect(
            categories == [
                "coding": 29, "math": 15, "refusal": 15, "excluding_refusals": 44, "excluding_ties": 35,
            ]
        )
        #expect(overview.languages.map(\.name) == ["en", "ko"] && overview.languages.map(\.battles) == [29, 15])
        #expect(overview.categories.map(\.battles) == overview.categories.map(\.battles).sorted(by: >))
    }
}
