import Foundation
import Ranking
import Testing

@testable import ArenaFormats

/// Files that are not part of the repository; the tests are skipped where they are missing.
private func sharedData(_ name: String) -> String {
    var root = URL(filePath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    return root.appending(path: "../shared/data/\(name)").standardizedFileURL.path
}

private func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: sharedData(name))
}

@Suite("Real data")
struct RealDataTests {
    /// How many battles ended with A, B, a tie, both bad.
    private func tally(_ battles: [BattleRecord]) -> [Int] {
        Outcome.allCases.map { outcome in battles.count { $0.outcome == outcome } }
    }

    private func names(_ battles: [BattleRecord]) -> Set<String> {
        Set(battles.map(\.modelA)).union(battles.map(\.modelB))
    }

    @Test(
        "llmfao reads whole",
        .enabled(if: exists("llmfao/battles.jsonl.gz"), "../shared/data/llmfao/battles.jsonl.gz is missing")
    )
    func llmfao() {
        let reading = Reading(BattleReader(path: sharedData("llmfao/battles.jsonl.gz")))
        #expect(reading.failures == [])
        #expect(reading.fatal == nil)
        #expect(reading.battles.count == 8931)
        #expect(tally(reading.battles) == [2911, 2549, 3471, 0])
        #expect(names(reading.battles).count == 59)
        #expect(Set(reading.battles.compactMap(\.judge)).count == 124)
        #expect(Set(reading.battles.map(\.prompt)).count == 13)
        #expect(reading.battles.allSatisfy { $0.id != nil })
        #expect(reading.battles.allSatisfy { $0.responseA?.count == 1 && $0.responseB?.count == 1 })
        #expect(Set(reading.battles.compactMap { BattleIdentity.id(of: $0).map { [$0.0, $0.1] } }).count == 8931)
    }

    @Test(
        "football reads whole",
        .enabled(if: exists("football/battles.csv.gz"), "../shared/data/football/battles.csv.gz is missing")
    )
    func football() {
        let reading = Reading(BattleReader(path: sharedData("football/battles.csv.gz")))
        #expect(reading.failures == [])
        #expect(reading.fatal == nil)
        #expect(reading.battles.count == 49_520)
        #expect(tally(reading.battles) == [24_265, 13_997, 11_258, 0])
        #expect(names(reading.battles).count == 337)
        #expect(reading.ignoredColumns == ["home"])
        #expect(reading.battles.first?.time == BattleTime.date("1872-11-30"))
        let times = reading.battles.compactMap(\.time)
        #expect(times.count == 49_520)
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
    }
}
