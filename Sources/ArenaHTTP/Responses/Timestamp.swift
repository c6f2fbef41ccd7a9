import Foundation

/// A time as the API writes it: ISO 8601 in UTC with milliseconds.
struct Timestamp: JSONValue {
    private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    let text: String

    init(_ date: Date) {
        // The style cuts off what is below a millisecond; half of one more makes that rounding.
        text = Date(timeIntervalSince1970: date.timeIntervalSince1970 + 0.0005).formatted(Self.style)
    }

    func write(to writer: inout JSONWriter) { writer.string(text) }
}
