import Foundation

/// Bytes that say the same exactly when the values do: every text carries its length, every absence its mark.
struct CanonicalEncoding {
    private(set) var bytes: [UInt8] = []

    mutating func reset() { bytes.removeAll(keepingCapacity: true) }

    mutating func append(_ text: String) {
        append(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    mutating func append(_ text: String?) {
        guard let text else { return bytes.append(0) }
        bytes.append(1)
        append(text)
    }

    /// Appends a time to the microsecond.
    mutating func append(_ time: Date?) {
        guard let microseconds = time.flatMap(BattleTime.microseconds) else { return bytes.append(0) }
        bytes.append(1)
        append(UInt64(bitPattern: microseconds))
    }

    /// Appends a number, most significant byte first.
    mutating func append(_ number: UInt64) {
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
        }
    }
}
