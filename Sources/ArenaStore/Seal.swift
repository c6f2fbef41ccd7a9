import Crypto
import Postgres

/// A digest that travels with what it is made of, so that bytes which change between service and server do not go unseen.
///
/// TLS sees to that too. But a log that ratings stand on should not depend on how somebody's database is connected: a flipped
/// bit in an outcome is a vote for the other side.
struct Seal {
    private var hash = SHA256()

    /// Adds a value in the server's binary format, as `array_send`, `int8send` and the like give it there.
    mutating func add(_ value: some PostgresEncodable) throws {
        var bytes: [UInt8] = []
        try value.encode(into: &bytes)
        hash.update(data: bytes)
    }

    /// Adds a value that is about to be sent.
    ///
    /// - Returns: the value in the form to bind, so that it is encoded once.
    mutating func sent<Value: PostgresEncodable>(_ value: Value) throws -> Encoded<Value> {
        var bytes: [UInt8] = []
        try value.encode(into: &bytes)
        hash.update(data: bytes)
        return Encoded(bytes: bytes)
    }

    /// A value in the server's binary format.
    struct Encoded<Value: PostgresEncodable>: PostgresEncodable {
        fileprivate let bytes: [UInt8]

        static var postgresDataType: PostgresDataType { Value.postgresDataType }

        func encode(into bytes: inout [UInt8]) throws(PostgresError) { bytes += self.bytes }
    }

    /// Adds bytes as they are.
    mutating func add(bytes: [UInt8]) { hash.update(data: bytes) }

    /// The SHA-256 of all that was added, as the server's `sha256` gives it.
    var digest: [UInt8] { Array(hash.finalize()) }

    /// The digest of some values, one after the other.
    static func digest(_ add: (inout Seal) throws -> Void) rethrows -> [UInt8] {
        var seal = Seal()
        try add(&seal)
        return seal.digest
    }
}

/// What was asked or answered is not what arrived: nothing is known of what became of it.
struct Garbled: Error {}
