import Foundation
import Testing

@testable import ArenaFormats

@Suite("Times")
struct BattleTimeTests {
    @Test(
        "Seconds and ISO 8601 are read to the microsecond",
        arguments: [
            ("0", 0), ("-1.5", -1_500_000), ("1682351591.132212", 1_682_351_591_132_212), ("1e3", 1_000_000_000),
            ("1682351591132", 1_682_351_591_132_000), ("1682351591132212", 1_682_351_591_132_212),
            ("1682351591132212000", 1_682_351_591_132_212), ("-1682351591132", -1_682_351_591_132_000),
            ("1970-01-01", 0), ("1872-11-30", -3_063_744_000_000_000), ("2024-02-29", 1_709_164_800_000_000),
            ("0001-01-01", -62_135_596_800_000_000), ("9999-12-31T23:59:59Z", 253_402_300_799_000_000),
            ("1970-01-01T00:00", 0), ("1970-01-01 00:00:00 UTC", 0), ("1970-01-01 00:00:00.5 UTC", 500_000),
            ("1970-01-01 00:00:01.25", 1_250_000), ("1970-01-01T00:00:00,0000019", 1),
            ("1970-01-01T02:00:00+02:00", 0), ("1969-12-31t22:30:00-0130z", nil), ("1969-12-31T22:30:00-0130", 0),
            ("1970-01-01T01:00:00+01", 0), ("1969-12-31T23:59:59.999999Z", -1),
        ] as [(String, Int64?)]
    )
    func readable(text: String, microseconds: Int64?) {
        #expect(BattleTime.date(text).flatMap(BattleTime.microseconds) == microseconds)
    }

    @Test(
        "Anything else is refused",
        arguments: [
            "", " 0", "nan", "inf", "0x10", "1e300", "-1e300", "600000000000", "1e21", "2023-02-29", "2023-13-01",
            "2023-00-10",
            "2023-01-32", "0000-01-01", "10000-01-01", "2023-1-1", "2023-01-01T24:00", "2023-01-01T00:60",
            "2023-01-01T00:00:60",
            "2023-01-01T", "2023-01-01T00", "2023-01-01T00:00:00.", "2023-01-01T00:00:00+1", "2023-01-01T00:00:00 CET",
            "2023-01-01T00:00:00 U",
            "2023-01-01X00:00", "1.2.3", "--1", "2023-01-01T00:00:00+24:00",
        ]
    )
    func refused(text: String) {
        #expect(BattleTime.date(text) == nil)
    }

    @Test("Days agree with Foundation's calendar over many centuries")
    func calendar() throws {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = .gmt
        for day in stride(from: -100_000, through: 200_000, by: 97) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            let fields = [parts.year, parts.month, parts.day].map { $0 ?? 0 }
            let text = String(format: "%04d-%02d-%02d", fields[0], fields[1], fields[2])
            #expect(BattleTime.date(text) == date, "\(text)")
        }
    }

    @Test(
        "A time is the same once written and read, near and far",
        arguments: [-62_135_596_800, -3.4e9, 0, 4e9, 4.49e9, 2.5e11]
    )
    func stable(from start: Double) throws {
        var generator = SeededGenerator(9)
        for _ in 0..<2_000 {
            let seconds = start + Double.random(in: 0...3_000_000, using: &generator)
            let date = try #require(BattleTime.date(seconds: seconds))
            #expect(abs(date.timeIntervalSince1970 - seconds) < 6e-4)
            let text = try #require(BattleTime.seconds(of: date))
            let again = try #require(BattleTime.date(text))
            #expect(BattleTime.seconds(of: again) == text, "\(seconds)")
            let iso = try #require(BattleTime.iso(of: date))
            #expect(BattleTime.date(iso).flatMap(BattleTime.iso) == iso, "\(seconds)")
        }
    }
}
