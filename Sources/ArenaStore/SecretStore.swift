import Foundation
public import Postgres

/// The arena's own random keys, made once and shared by all instances on one database.
public struct SecretStore: Sendable {
    private let pool: PostgresPool

    /// Secrets in the database of `pool`.
    public init(pool: PostgresPool) {
        self.pool = pool
    }

    /// The 32 bytes stored under a name, made now if there are none yet.
    public func secret(_ name: String) async throws -> [UInt8] {
        try await StoreError.translating {
            var generator = SystemRandomNumberGenerator()
            let fresh = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            _ = try await pool.query(
                "INSERT INTO secret (name, value) VALUES (\(name), \(fresh)) ON CONFLICT (name) DO NOTHING"
            )
            return try await pool.query("SELECT value FROM secret WHERE name = \(name)").single([UInt8].self)
        }
    }
}
