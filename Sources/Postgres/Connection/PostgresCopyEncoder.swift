/// Builds the data of a binary COPY: a header, rows, and a trailer.
///
/// The server takes each field in its column's own type and casts nothing, so that an `int4` column needs an `Int32`.
/// Source: "Binary Format" under COPY in the server's manual.
public struct PostgresCopyEncoder: Sendable {
    private var bytes: [UInt8]

    /// Starts with the header.
    public init() {
        bytes = [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00]
        bytes.append(bigEndian: Int32(0))
        bytes.append(bigEndian: Int32(0))
    }

    /// How many bytes wait to be taken.
    public var count: Int { bytes.count }

    /// Adds a row.
    ///
    /// - Throws: ``PostgresError`` with code `encoding` if a value cannot be sent; nothing of the row is added then.
    public mutating func row<each Value: PostgresEncodable>(_ values: repeat each Value) throws(PostgresError) {
        let mark = bytes.count
        var fields: Int16 = 0
        for _ in repeat (each Value).self { fields += 1 }
        bytes.append(bigEndian: fields)
        do throws(PostgresError) {
            repeat try bytes.appendField(each values)
        } catch {
            bytes.removeSubrange(mark...)
            throw error
        }
    }

    /// Hands over what has been built, and goes on with an empty buffer.
    public mutating func take() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: false) }
        return bytes
    }

    /// Adds the trailer and hands over what has been built; nothing may follow.
    public mutating func finish() -> [UInt8] {
        bytes.append(bigEndian: Int16(-1))
        return take()
    }
}
