import Crypto
public import Foundation

/// A 128-bit name of one thing of type `Of`: random for battles, derived from the content for prompts and responses.
public struct Identifier<Of>: Hashable, Sendable, CustomStringConvertible {
    /// The 128 bits, written as a UUID wherever people or the database meet it.
    public let uuid: UUID

    /// Names the thing that a UUID already names.
    public init(uuid: UUID) {
        self.uuid = uuid
    }

    /// A new random identifier.
    public static func random() -> Self {
        Self(uuid: UUID())
    }

    /// A new identifier of 74 random bits behind the time in milliseconds (UUID version 7, RFC 9562 §5.7).
    ///
    /// What is named in the order of time stands together in an index, where random names would touch all of it.
    public static func timeOrdered(at date: Date) -> Self {
        var generator = SystemRandomNumberGenerator()
        let milliseconds = UInt64(clamping: Int64(date.timeIntervalSince1970 * 1000))
        let high = milliseconds << 16 | 0x7000 | UInt64.random(in: 0..<0x1000, using: &generator)
        let low = 0x8000_0000_0000_0000 | generator.next() >> 2
        return Self(high: high, low: low)
    }

    /// The first 128 bits of a SHA-256 over length-prefixed parts: equal content, equal name.
    public init(hashing parts: some Sequence<some Sequence<UInt8>>) {
        var hash = SHA256()
        for part in parts {
            let bytes = Array(part)
            var length = ByteWriter()
            length.write(UInt64(bytes.count))
            hash.update(data: length.bytes)
            hash.update(data: bytes)
        }
        self.init(bytes: Array(hash.finalize().prefix(16)))
    }

    /// The identifier of these two halves.
    public init(high: UInt64, low: UInt64) {
        var writer = ByteWriter()
        writer.write(high.byteSwapped)
        writer.write(low.byteSwapped)
        self.init(bytes: writer.bytes)
    }

    /// Reads 16 bytes; missing ones count as zero.
    init(bytes: [UInt8]) {
        func at(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }
        uuid = UUID(
            uuid: (
                at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7),
                at(8), at(9), at(10), at(11), at(12), at(13), at(14), at(15)
            )
        )
    }

    /// The 16 bytes, in order.
    public var bytes: [UInt8] {
        let u = uuid.uuid
        return [u.0, u.1, u.2, u.3, u.4, u.5, u.6, u.7, u.8, u.9, u.10, u.11, u.12, u.13, u.14, u.15]
    }

    /// The two halves as numbers, the first 8 bytes and the last, most significant byte first.
    public var halves: (high: UInt64, low: UInt64) {
        let u = uuid.uuid
        func joined(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> UInt64 {
            UInt64(a) << 24 | UInt64(b) << 16 | UInt64(c) << 8 | UInt64(d)
        }
        return (
            joined(u.0, u.1, u.2, u.3) << 32 | joined(u.4, u.5, u.6, u.7),
            joined(u.8, u.9, u.10, u.11) << 32 | joined(u.12, u.13, u.14, u.15)
        )
    }

    /// The UUID in lower case.
    public var description: String { uuid.uuidString.lowercased() }
}

extension Identifier: Comparable {
    /// The order of the bytes, which is also the database's.
    public static func < (left: Self, right: Self) -> Bool {
        left.halves < right.halves
    }
}
