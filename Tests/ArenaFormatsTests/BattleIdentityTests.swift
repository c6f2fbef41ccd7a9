import Foundation
import Ranking
import Testing

@testable import ArenaFormats

@Suite("Identity")
struct BattleIdentityTests {
    private func digest(_ bytes: [UInt8]) -> [UInt8] {
        var digest = FileDigest()
        for battle in Reading(bytes).battles { digest.add(battle) }
        return digest.value
    }

    private let base = BattleRecord(
        id: "q",
        modelA: "a",
        modelB: "b",
        outcome: .tie,
        judge: "j",
        time: Date(timeIntervalSince1970: 5)
    )

    @Test("A record with an id is identified by id, time, judge and models, and by nothing else")
    func contentIdentity() throws {
        let id = try #require(BattleIdentity.id(of: base))
        // Computed apart: SHA-256 over the documented encoding.
        #expect(id == (0xc5f3_0d88_62f5_5867, 0x8fd9_0e03_eb32_186d))
        let changes: [(inout BattleRecord) -> Void] = [
            { $0.id = "q2" }, { $0.judge = nil }, { $0.judge = "" }, { $0.time = nil }, { $0.modelA = "a2" },
            { $0.modelB = "b2" },
            { $0.time = Date(timeIntervalSince1970: 5.000001) },
            {
                $0.modelA = "ab"; $0.modelB = ""
            },
        ]
        for change in changes {
            var other = base
            change(&other)
            let otherID = try #require(BattleIdentity.id(of: other))
            #expect(otherID != id)
        }
        var same = base
        same.record = 9
        same.line = 9
        same.outcome = .modelA
        same.language = "en"
        same.prompt = ["p"]
        let sameID = try #require(BattleIdentity.id(of: same))
        #expect(sameID == id)
        same.id = nil
        #expect(BattleIdentity.id(of: same) == nil)
    }

    @Test("Equal records without a time are told apart by their number in their file")
    func occurrences() throws {
        var timeless = base
        timeless.time = nil
        var other = timeless
        other.judge = "k"
        let records = [timeless, base, other, timeless, base, timeless]
        func identify() throws -> [String] {
            var identities = FileIdentities()
            return try records.map { record in
                let id = identities.id(of: record)
                let (high, low) = try #require(id)
                return "\(high) \(low)"
            }
        }
        let ids = try identify()
        #expect(try ids == identify() && Set(ids).count == 5 && ids[1] == ids[4])
        let (high, low) = try #require(BattleIdentity.id(of: timeless))
        #expect(ids[0] == "\(high) \(low)")
        var identities = FileIdentities()
        #expect(identities.id(of: BattleRecord(modelA: "a", modelB: "b", outcome: .tie)) == nil)
    }

    @Test("A record without an id is identified by its file's digest and its number")
    func placeIdentity() {
        let file = [UInt8](0..<32)
        let other = [UInt8](1..<33)
        #expect(BattleIdentity.id(file: file, record: 1) == BattleIdentity.id(file: file, record: 1))
        #expect(BattleIdentity.id(file: file, record: 1) != BattleIdentity.id(file: file, record: 2))
        #expect(BattleIdentity.id(file: file, record: 1) != BattleIdentity.id(file: other, record: 1))
    }

    @Test("How a file is written does not change its digest")
    func digestOfForms() {
        let text = "model_a,model_b,winner,prompt,x\na,b,tie,\"1\n2\",y\nc,d,both_bad,,\n"
        let expected = digest(Array(text.utf8))
        #expect(digest(Array(text.replacing("\n", with: "\r\n").utf8)) == expected)
        #expect(digest(Array(text.replacing("\n", with: "\r").utf8)) == expected)
        #expect(digest(Array(("\u{feff}" + text.replacing("a,b", with: "\"a\",\"b\"") + "\n\n").utf8)) == expected)
        #expect(digest(Array(text.replacing("both_bad", with: "tie (bothbad)").utf8)) == expected)
        var lines: [UInt8] = []
        for battle in Reading(text).battles { JSONLinesBattleWriter().write(battle, into: &lines) }
        #expect(digest(lines) == expected)
    }

    @Test("Every field it covers, the order and the number of records change the digest")
    func digestOfContents() {
        var seen: Set<[UInt8]> = [digest([])]
        let header = "model_a,model_b,winner,prompt,judge,language,tstamp\n"
        let rows = [
            "a,b,tie,,,,", "a,c,tie,,,,", "c,b,tie,,,,", "a,b,model_a,,,,", "a,b,bothbad,,,,", "a,b,tie,p,,,",
            "a,b,tie,,p,,",
            "a,b,tie,,,p,", "a,b,tie,,,,0", "a,b,tie,,,,1", "ab,c,tie,,,,", "a,bc,tie,,,,",
        ]
        for row in rows { #expect(seen.insert(digest(Array((header + row).utf8))).inserted) }
        let first = rows[0] + "\n"
        let second = rows[1] + "\n"
        for body in [first + second, second + first, first + first] {
            #expect(seen.insert(digest(Array((header + body).utf8))).inserted)
        }
    }

    @Test("Snapshots are the digests of the file's beginnings")
    func snapshots() {
        let battles = (0..<5).map { BattleRecord(modelA: "a\($0)", modelB: "b", outcome: .tie) }
        var digest = FileDigest(snapshots: [0, 2, 9])
        for battle in battles { digest.add(battle) }
        for count in 0...5 {
            var prefix = FileDigest()
            for battle in battles.prefix(count) { prefix.add(battle) }
            #expect(digest.value(afterRecords: count) == ([0, 2, 5].contains(count) ? prefix.value : nil))
        }
        #expect(digest.value(afterRecords: 9) == nil)
        #expect(digest.count == 5)
        #expect(digest.value.count == 32)
    }
}
