package import Foundation

/// Times in battle files: seconds since 1970 or ISO 8601, kept to the microsecond, and before 1900 and after 2099 to the millisecond.
package enum BattleTime {
    /// What a time may look like, for error messages.
    static let expected =
        "seconds or milliseconds since 1970, or ISO 8601 such as 2023-04-24T15:53:11Z, between the years 1 and 9999"

    /// Microseconds since 1970 of 0001-01-01 and of the last second of the year 9999.
    private static let range: ClosedRange<Double> = -62_135_596_800_000_000...253_402_300_799_000_000

    /// Microseconds since 1970 of the years 1900 to 2099: farther away, seconds as `Double` and their millionfold cannot tell each from the
    /// next, and a time would change whenever it is written and read.
    private static let exactRange: ClosedRange<Double> = -2_208_988_800_000_000...4_102_444_799_999_999

    /// Microseconds as they are kept.
    private static func kept(_ microseconds: Double) -> Double {
        exactRange.contains(microseconds) ? microseconds.rounded() : (microseconds / 1e3).rounded() * 1e3
    }

    /// The time of seconds since 1970; nil outside the years 1 to 9999.
    static func date(seconds: Double) -> Date? {
        let microseconds = kept(seconds * 1e6)
        guard range.contains(microseconds) else { return nil }
        return Date(timeIntervalSince1970: microseconds / 1e6)
    }

    /// The time of a number of seconds, milliseconds, microseconds or nanoseconds since 1970; nil when it is none.
    ///
    /// As seconds, numbers from 10¹² on lie far beyond the year 9999, and each unit a thousand times beyond the one before: what
    /// pandas writes as milliseconds or nanoseconds can be nothing else.
    static func date(sinceEpoch number: Double) -> Date? {
        switch number.magnitude {
        case ..<1e12: date(seconds: number)
        case ..<1e15: date(seconds: number / 1e3)
        case ..<1e18: date(seconds: number / 1e6)
        default: date(seconds: number / 1e9)
        }
    }

    /// Whole microseconds since 1970; nil for times no battle file can hold.
    static func microseconds(of date: Date) -> Int64? {
        let microseconds = kept(date.timeIntervalSince1970 * 1e6)
        return range.contains(microseconds) ? Int64(microseconds) : nil
    }

    /// The time as decimal seconds since 1970 with at most six digits after the point.
    static func seconds(of date: Date) -> String? {
        guard let microseconds = microseconds(of: date) else { return nil }
        let (whole, part) = microseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        var text = (microseconds < 0 ? "-" : "") + String(whole)
        guard part > 0 else { return text }
        let digits = String(part)
        text += "." + String(repeating: "0", count: 6 - digits.count) + digits
        while text.hasSuffix("0") { text.removeLast() }
        return text
    }

    /// Reads a time from its text; nil when it is none.
    static func date(_ text: String) -> Date? {
        TableValue.number(text).map(date(sinceEpoch:)) ?? date(iso8601: text)
    }

    /// Reads a day or a moment of ISO 8601; nil when it is none.
    ///
    /// Without a zone it is UTC, and a day stands for its beginning.
    package static func date(iso8601 text: String) -> Date? {
        var cursor = ISOCursor(bytes: Array(text.utf8))
        return cursor.date()
    }
}

/// Walks an ISO 8601 date or date-time in its extended form.
private struct ISOCursor {
    let bytes: [UInt8]
    var index = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func date() -> Date? {
        guard let year = digits(4), take("-"), let month = digits(2), take("-"), let day = digits(2),
            (1...9999).contains(year), (1...12).contains(month), (1...daysIn(month: month, year: year)).contains(day)
        else { return nil }
        var microseconds = daysSince1970(year: year, month: month, day: day) * 86_400_000_000
        if index < bytes.count {
            guard take("T") || take("t") || take(" "), let time = timeOfDay() else { return nil }
            microseconds += time
        }
        guard index == bytes.count else { return nil }
        return BattleTime.date(seconds: Double(microseconds) / 1e6)
    }

    /// Microseconds since midnight in UTC; a missing zone is UTC.
    private mutating func timeOfDay() -> Int? {
        guard let hour = digits(2), take(":"), let minute = digits(2), hour < 24, minute < 60 else { return nil }
        var second = 0
        var fraction = 0
        if take(":") {
            guard let value = digits(2), value < 60 else { return nil }
            second = value
            if take(".") || take(",") {
                guard let value = fractionOfSecond() else { return nil }
                fraction = value
            }
        }
        guard let zone = zone() else { return nil }
        return ((hour * 60 + minute - zone) * 60 + second) * 1_000_000 + fraction
    }

    /// Microseconds, rounded down from however many digits there are.
    private mutating func fractionOfSecond() -> Int? {
        var value = 0
        var count = 0
        while index < bytes.count, let digit = digit(bytes[index]) {
            if count < 6 { value = value * 10 + digit }
            count += 1
            index += 1
        }
        guard count > 0 else { return nil }
        for _ in min(count, 6)..<6 { value *= 10 }
        return value
    }

    /// Minutes east of Greenwich.
    private mutating func zone() -> Int? {
        if index == bytes.count || take("Z") || take("z") { return 0 }
        if take(" ") { return take("U") && take("T") && take("C") ? 0 : nil }
        let sign = take("+") ? 1 : take("-") ? -1 : 0
        guard sign != 0, let hours = digits(2), hours < 24 else { return nil }
        guard index < bytes.count else { return sign * hours * 60 }
        _ = take(":")
        guard let minutes = digits(2), minutes < 60 else { return nil }
        return sign * (hours * 60 + minutes)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func digits(_ count: Int) -> Int? {
        guard index + count <= bytes.count else { return nil }
        var value = 0
        for _ in 0..<count {
            guard let digit = digit(bytes[index]) else { return nil }
            value = value * 10 + digit
            index += 1
        }
        return value
    }

    private func digit(_ byte: UInt8) -> Int? {
        (0x30...0x39).contains(byte) ? Int(byte - 0x30) : nil
    }

    private func daysIn(month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days in the proleptic Gregorian calendar; years count from March so that the leap day comes last.
    private func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month > 2 ? year : year - 1
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear - 719_468
    }
}
