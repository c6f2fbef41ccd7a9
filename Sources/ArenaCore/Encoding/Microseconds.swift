public import Foundation

/// Times as whole microseconds since 1970: what the database keeps, so that a time comes back as it went in.
public enum Microseconds {
    /// The count for a date, to the nearest microsecond; dates out of range are brought to its ends.
    public static func since1970(_ date: Date) -> Int64 {
        Int64(clamping: Int128((date.timeIntervalSince1970 * 1_000_000).rounded()))
    }

    /// The date of a count.
    public static func date(_ count: Int64) -> Date {
        Date(timeIntervalSince1970: Double(count) / 1_000_000)
    }
}
