import Logging
import Postgres
import PostgresTestSupport

/// A logger that says nothing.
let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

/// Opens a connection to a database, and closes it after the body.
func withConnection<Value>(
    _ connectionString: String? = nil,
    configure: (inout PostgresConfiguration) -> Void = { _ in },
    _ body: (PostgresConnection) async throws -> Value
) async throws -> Value {
    let cluster = try await TestCluster.shared()
    var configuration = try PostgresConfiguration(
        connectionString: connectionString ?? cluster.connectionString()
    )
    configure(&configuration)
    let connection = try await PostgresConnection.connect(configuration: configuration, logger: quiet)
    do {
        let value = try await body(connection)
        await connection.close()
        return value
    } catch {
        await connection.close()
        throw error
    }
}

/// The error of this module that the body throws, if it throws one.
func postgresError(_ body: () async throws -> Void) async -> PostgresError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? PostgresError
    }
}

extension PostgresConnection {
    /// The one number that a query returns.
    func number(_ query: PostgresQuery) async throws -> Int { try await self.query(query).single(Int.self) }
}
