import Foundation

/// Times as clients name them in addresses.
enum RequestedTime {
    /// The years 1 to 9999, in seconds since 1970.
    private static let range = -62_135_596_800.0..<253_402_300_800

    /// An ISO 8601 time with its zone, a day (its last moment, in UTC), or seconds since 1970.
    static func date(_ text: String) -> Date? {
        read(text).flatMap { range.contains($0.timeIntervalSince1970) ? $0 : nil }
    }

    private static func read(_ text: String) -> Date? {
        if let seconds = Double(text) { return seconds.isFinite ? Date(timeIntervalSince1970: seconds) : nil }
        if text.count == 10 {
            guard let day = try? Date(text, strategy: .iso8601.year().month().day()) else { return nil }
            return day.addingTimeInterval(86_400 - 0.000_001)
        }
        // A plus sign in an address that was not encoded arrives as a space.
        let text = text.replacing(" ", with: "+")
        let exact = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        return (try? Date(text, strategy: .iso8601)) ?? (try? Date(text, strategy: exact))
    }
}
